package net.flowtally.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import net.flowtally.app.screen.Destination;
import net.flowtally.app.screen.Section;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.store.Home;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkstationWindowTest {
    private static final Instant MARCH = Instant.parse("2026-02-28T23:00:00Z");
    private static final Instant APRIL = Instant.parse("2026-03-31T22:00:00Z");

    private static final Pattern CHARGE = Pattern.compile("exactCharge=([0-9.E-]+)");

    @TempDir static Path folder;

    private static Home home;

    private Path file;
    private OpenWindow window;

    @BeforeAll
    static void buildSite() throws IOException {
        home = SmallSite.build(folder.resolve("home"), 1_500, true);
    }

    @BeforeEach
    void open() {
        file = folder.resolve("exported");
        window = OpenWindow.on(home, SmallSite.APRIL, file);
    }

    @AfterEach
    void close() throws IOException {
        window.close();
        Files.deleteIfExists(file);
        Files.deleteIfExists(home.root().resolve("window.properties"));
    }

    @Test
    void opensWithTheNewestPeriodThatHasCalls() {
        assertThat(window.words())
                .contains("Volume by day", "March 2026 is over and can be sealed")
                .contains("Sales", "Sales/Export", "Development", "Unassigned");
    }

    @Test
    void opensAtThePeriodThatItWasToldTo() {
        window.close();
        Workstation.openNextAt(home, "2026-02");
        window = OpenWindow.on(home, SmallSite.APRIL, file);

        assertThat(window.here()).isEqualTo(new Destination.Overview("2026-02"));
        assertThat(window.words()).contains("February 2026 is over and can be sealed");
    }

    @Test
    void opensAgainAtTheScreenAndPeriodWhereItWasLeft() {
        window.go(new Destination.Overview("2026-02"));
        window.run(() -> window.frame().go(Section.STATEMENTS));
        window.close();
        window = OpenWindow.on(home, SmallSite.APRIL, file);

        assertThat(window.here())
                .isEqualTo(
                        new Destination.Statements(
                                "2026-02", Destination.Statements.ALL_DEPARTMENTS));
    }

    @Test
    void screensFollowThePeriodThatTheUserIsAt() {
        window.go(new Destination.Overview("2026-02"));
        window.run(() -> window.frame().go(Section.CALLS));

        Destination.Calls calls = (Destination.Calls) window.here();
        assertThat(calls.to()).isEqualTo(MARCH);
    }

    @Test
    @SuppressWarnings("unchecked")
    void columnsAndOrderAreAsTheyWereLeft() {
        window.run(() -> window.frame().go(Section.CALLS));
        window.run(() -> {
            TableView<Object> table = (TableView<Object>) lookup("#calls");
            TableColumn<Object, ?> charge = column(table, "CHARGE");
            table.getColumns().remove(charge);
            table.getColumns().addFirst(charge);
            column(table, "ZONE").setVisible(false);
            charge.setSortType(TableColumn.SortType.DESCENDING);
            table.getSortOrder().setAll(List.of(charge));
        });
        window.close();
        window = OpenWindow.on(home, SmallSite.APRIL, file);

        TableView<Object> table = window.find("calls", TableView.class);
        assertThat(table.getColumns().getFirst().getId()).isEqualTo("CHARGE");
        assertThat(column(table, "ZONE").isVisible()).isFalse();
        assertThat(table.getSortOrder()).map(TableColumn::getId).containsExactly("CHARGE");
        OpenWindow.await(() -> !table.getItems().get(0).toString().startsWith("Loading"));
        assertThat(chargeOf(table, 0)).isGreaterThanOrEqualTo(chargeOf(table, 1));
    }

    @Test
    void everyTotalOfADepartmentIsTheTotalOfItsCalls() {
        window.go(new Destination.Statements("2026-03", Destination.Statements.ALL_DEPARTMENTS));
        List<String> statement = window.words();
        window.run(() -> click("Calls of this statement"));

        Destination.Calls calls = (Destination.Calls) window.here();
        assertThat(calls.trail()).startsWith("Statement 2026-03-0001", "Development").hasSize(3);
        assertThat(statement).contains(text("total.bytes"), text("total.calls"));

        window.back();
        assertThat(window.here().section()).isEqualTo(Section.STATEMENTS);
    }

    @Test
    void callsAreFilteredByWhatIsTyped() {
        window.go(new Destination.Calls(MARCH, APRIL, "", UsageScope.ALL, List.of()));
        String all = text("total.calls");
        window.run(() -> {
            TextField filter = (TextField) lookup("#filter");
            filter.setText("service = DNS & user = Ann");
            filter.fireEvent(new ActionEvent());
        });

        assertThat(((Destination.Calls) window.here()).filter())
                .isEqualTo("service = DNS & user = Ann");
        assertThat(Integer.parseInt(text("total.calls")))
                .isPositive()
                .isLessThan(Integer.parseInt(all.replace(",", "")));

        window.back();
        assertThat(text("total.calls")).isEqualTo(all);
    }

    @Test
    void saysWhereAFilterGoesWrongAndKeepsTheLastAnswer() {
        window.go(new Destination.Calls(MARCH, APRIL, "", UsageScope.ALL, List.of()));
        String all = text("total.calls");
        window.go(new Destination.Calls(MARCH, APRIL, "caller = ", UsageScope.ALL, List.of()));

        assertThat(text("filter-error")).contains("column");
        assertThat(text("total.calls")).isEqualTo(all);
    }

    @Test
    void writesTheCallsThatWereFoundToAFile() throws IOException {
        window.go(new Destination.Calls(MARCH, APRIL, "user = Bob", UsageScope.ALL, List.of()));
        int found = Integer.parseInt(text("total.calls"));
        window.run(() -> click("Export"));

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(found + 1);
        assertThat(lines.getFirst()).startsWith("start,end,exporter,caller");
        assertThat(lines.get(1)).contains("Bob");
    }

    @Test
    void showsTheRowsOfTheTablePageByPage() {
        window.go(new Destination.Calls(MARCH, APRIL, "", UsageScope.ALL, List.of()));
        TableView<?> table = window.find("calls", TableView.class);

        OpenWindow.await(() -> !table.getItems().get(0).toString().startsWith("Loading"));
        assertThat(table.getItems().size())
                .isEqualTo(Integer.parseInt(text("total.calls").replace(",", "")));
    }

    @Test
    void writesAStatementAsAWorkbookAndAsAPage() throws IOException {
        window.go(new Destination.Statements("2026-03", 0));
        window.run(() -> click("HTML"));
        assertThat(Files.readString(file))
                .containsIgnoringCase("<!doctype html>")
                .contains("Unassigned");

        window.run(() -> click("Excel"));
        assertThat(Files.readAllBytes(file)).startsWith('P', 'K');
    }

    @Test
    void findsADepartmentByItsNameInThePalette() {
        window.run(() -> window.frame().openPalette());
        window.run(() -> ((TextField) lookup("#palette-field")).setText("export"));

        ListView<?> found = window.find("palette-list", ListView.class);
        assertThat(List.copyOf(found.getItems()))
                .map(entry -> ((PaletteEntry) entry).title())
                .contains("Sales/Export");
    }

    private static TableColumn<Object, ?> column(TableView<Object> table, String id) {
        return table.getColumns().stream()
                .filter(column -> id.equals(column.getId()))
                .findFirst()
                .orElseThrow();
    }

    private static BigDecimal chargeOf(TableView<Object> table, int row) {
        Matcher charge = CHARGE.matcher(table.getItems().get(row).toString());
        assertThat(charge.find()).isTrue();
        return new BigDecimal(charge.group(1));
    }

    private String text(String id) {
        return OpenWindow.onWindow(() -> ((Label) lookup("#" + id.replace(".", "-"))).getText());
    }

    private void click(String words) {
        window.buttons().stream()
                .filter(button -> words.equals(button.getText()))
                .findFirst()
                .orElseThrow()
                .fire();
    }

    private Node lookup(String selector) {
        return window.lookup(selector);
    }
}
