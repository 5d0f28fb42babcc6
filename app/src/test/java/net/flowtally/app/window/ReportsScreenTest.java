package net.flowtally.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.collections.ObservableList;
import javafx.event.ActionEvent;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import net.flowtally.app.screen.Destination;
import net.flowtally.app.screen.Section;
import net.flowtally.ledger.store.Home;
import net.flowtally.reports.catalogue.Catalogue;
import net.flowtally.reports.catalogue.ReportDeclaration;
import net.flowtally.reports.table.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stories of the screen Reports.
class ReportsScreenTest {
    @TempDir static Path folder;

    private static Home home;

    private Path file;
    private OpenWindow window;

    @BeforeAll
    static void buildSite() throws IOException {
        home = SmallSite.build(folder.resolve("home"), 600, true);
    }

    @BeforeEach
    void open() throws IOException {
        Files.deleteIfExists(home.root().resolve("window.properties"));
        file = folder.resolve("exported.html");
        window = OpenWindow.on(home, SmallSite.APRIL, file);
        window.go(new Destination.Reports(""));
    }

    @AfterEach
    void close() throws IOException {
        window.close();
        Files.deleteIfExists(file);
    }

    @Test
    void showsEveryReportWithTheQuestionItAnswers() {
        List<String> words = window.words();
        for (ReportDeclaration report : Catalogue.all()) {
            assertThat(words).contains(report.id(), report.title(), report.question());
        }
    }

    @Test
    void findsReportsByWhatIsTyped() {
        window.run(() -> field("report-search").setText("who uses"));

        assertThat(window.words()).contains("Top talkers").doesNotContain("Daily volume");

        window.run(() -> field("report-search").setText("nobody asks this"));
        assertThat(window.words()).contains("No report has all of these words.");
    }

    @Test
    void aCardOpensByTheKeyboardAndNothingRunsUntilAsked() {
        assertThat(window.words()).contains("Daily volume");
        window.run(() ->
                Event.fireEvent(
                        window.lookup("#report-P-01"),
                        new KeyEvent(
                                KeyEvent.KEY_PRESSED,
                                "",
                                "",
                                KeyCode.ENTER,
                                false,
                                false,
                                false,
                                false)));

        assertThat(window.here()).isEqualTo(new Destination.Reports("P-01"));
        assertThat(window.words())
                .contains("Choose what it is about and run it. Nothing runs until you ask.")
                .doesNotContain("Bytes by day");

        window.run(() -> window.frame().refresh());
        assertThat(window.words()).contains("Bytes by day", "Total");
    }

    @Test
    void theTotalOfEveryReportLeadsToTheCallsThatItIsMadeOf() {
        for (ReportDeclaration report : Catalogue.all()) {
            window.go(new Destination.Reports(report.id()));
            run();
            assertThat(window.words()).contains(report.title());
            window.run(() -> total().fire());

            assertThat(window.here().section()).isEqualTo(Section.CALLS);
            String trail = String.join("\n", ((Destination.Calls) window.here()).trail());
            assertThat(trail).startsWith(report.id() + " ").contains(text("total-bytes"));

            window.back();
            assertThat(window.here()).isEqualTo(new Destination.Reports(report.id()));
            assertThat(text("report-state")).isEmpty();
        }
    }

    @Test
    void aChangedQuestionKeepsTheAnswerAndSaysThatItIsOld() {
        window.go(new Destination.Reports("P-16"));
        run();
        assertThat(window.words()).contains("Ann").doesNotContain("Others (4)");
        window.run(() -> combo("report-lines").setValue(10));
        window.run(() -> combo("report-level").getSelectionModel().select(2));

        assertThat(text("report-state")).startsWith("The question has changed since");
        assertThat(window.words()).contains("Ann");

        run();
        assertThat(text("report-state")).isEmpty();
        assertThat(window.words()).contains("Sales/Export").doesNotContain("Ann");
    }

    @Test
    void aDepartmentIsTakenAloneOrWithThoseBelowIt() {
        window.go(new Destination.Reports("CR-02"));
        window.run(() -> select("report-part", "Sales"));
        run();
        assertThat(window.words()).contains("Ann", "Bob").doesNotContain("Cem", "Dee");

        window.run(() -> {
            var below = (CheckBox) window.lookup("#report-below");
            below.fire();
        });
        run();
        assertThat(window.words()).contains("Ann", "Bob", "Cem").doesNotContain("Dee");
    }

    @Test
    void aFilterThatCannotBeReadIsToldWhileItIsTyped() {
        window.go(new Destination.Reports("CR-01"));
        window.run(() -> field("report-filter").setText("service = DNS & user ="));
        assertThat(text("report-filter-error")).contains("column");
        assertThat(window.find("report-run", Button.class).isDisabled()).isTrue();

        window.run(() -> field("report-filter").setText("service = DNS & user = Ann"));
        assertThat(window.find("report-run", Button.class).isDisabled()).isFalse();
        run();
        assertThat(window.words()).contains("DNS", "Ann").doesNotContain("Bob", "HTTPS");
    }

    @Test
    void whoTypesAFilterKeepsTheKeyboard() {
        window.go(new Destination.Reports("CR-01"));
        assertThat(window.words()).contains("Call record detail");
        TextField filter = window.find("report-filter", TextField.class);
        window.run(filter::requestFocus);
        window.run(() -> filter.setText("user = Ann"));
        assertThat(OpenWindow.onWindow(filter::isFocused)).isTrue();
    }

    @Test
    void aReportGoesOnRunningWhileTheUserLooksElsewhere() {
        window.go(new Destination.Reports("P-01"));
        OpenWindow.onWindow(() -> {
            ((Button) window.lookup("#report-run")).fire();
            return window;
        });
        window.go(new Destination.Reports("CR-02"));
        assertThat(window.words()).contains("Directory name summary").doesNotContain("Days");
        window.go(new Destination.Reports("P-01"));
        assertThat(window.words()).contains("Bytes by day", "Days");
    }

    @Test
    void whatIsCancelledSaysNothingMoreAndTheLastAnswerStays() {
        window.go(new Destination.Reports("CR-02"));
        run();
        assertThat(window.words()).contains("Ann", "Dee");
        window.run(() -> select("report-part", "Sales"));
        window.run(() -> {
            ((Button) window.lookup("#report-run")).fire();
            window.frame().cancel();
        });
        assertThat(window.words()).contains("Ann", "Dee");
        assertThat(text("report-state")).startsWith("The question has changed since");
        assertThat(window.find("report-cancel", Button.class).isVisible()).isFalse();
    }

    @Test
    void aLineOfTheCallListLeadsToItsCall() {
        window.go(new Destination.Reports("CR-01"));
        run();
        TableView<Row> table =
                window
                        .find("report-paper", ScrollPane.class)
                        .getContent()
                        .lookupAll(".long-table")
                        .stream()
                        .map(ReportsScreenTest::rows)
                        .findFirst()
                        .orElseThrow();
        assertThat(table.getItems().size()).isGreaterThan(200);
        window.run(() ->
                table.lookupAll(".hyperlink").stream()
                        .map(Hyperlink.class::cast)
                        .filter(link -> link.getText().startsWith("2026-"))
                        .findFirst()
                        .orElseThrow()
                        .fire());

        assertThat(((Destination.Calls) window.here()).filter()).contains("caller = 10.");
        assertThat(text("total-calls")).isEqualTo("1");
    }

    @Test
    void aStatementNeedsABillingPeriodAndSaysSo() {
        window.go(new Destination.Reports("CR-06"));
        window.run(() -> {
            field("range").setText("2026-03-02 – 2026-03-05");
            field("range").fireEvent(new ActionEvent());
        });
        run();
        assertThat(text("report-state"))
                .isEqualTo("A statement is for a billing period; choose a month.");
    }

    @Test
    void whatIsShownIsWrittenAsTheFilesNameSays() throws IOException {
        window.go(new Destination.Reports("CR-02"));
        run();
        window.run(() -> window.frame().export());
        assertThat(file).content().startsWith("<!doctype html>").contains("Directory name summary");
        assertThat(window.find("report-export", MenuButton.class).getItems())
                .extracting(item -> item.getText())
                .containsExactly("Excel workbook", "HTML page", "CSV");
    }

    @Test
    void favouritesAndWhatWasRunAreRemembered() {
        window.go(new Destination.Reports("P-16"));
        window.run(() -> ((Button) window.lookup("#report-star")).fire());
        window.go(new Destination.Reports("P-01"));
        run();
        window.close();
        window = OpenWindow.on(home, SmallSite.APRIL, file);
        window.go(new Destination.Reports(""));

        assertThat(window.words())
                .containsSubsequence(
                        "Favourites", "P-16  Top talkers", "Recent", "P-01  Daily volume");
    }

    @Test
    void thePaletteFindsReportsByIdAndTitle() {
        window.run(() -> window.frame().openPalette());
        ListView<?> found = window.find("palette-list", ListView.class);
        for (String typed : List.of("cr-02", "directory name")) {
            window.run(() -> field("palette-field").setText(typed));
            assertThat(List.copyOf(found.getItems()))
                    .map(entry -> ((PaletteEntry) entry).title())
                    .contains("CR-02 Directory name summary");
        }
    }

    private void run() {
        window.run(() -> ((Button) window.lookup("#report-run")).fire());
    }

    /// The link of the total of the first table, wherever that is.
    private Hyperlink total() {
        List<TableView<Row>> tables = new ArrayList<>();
        window.lookup("#report-paper")
                .lookupAll(".long-table")
                .forEach(node -> tables.add(rows(node)));
        for (TableView<Row> table : tables) {
            table.scrollTo(table.getItems().size() - 1);
            table.layout();
        }
        return window.lookup("#report-paper").lookupAll(".hyperlink").stream()
                .map(Hyperlink.class::cast)
                .filter(link -> link.getAccessibleText() != null || !tables.isEmpty())
                .filter(link ->
                        "Total".equals(link.getText())
                                || String.valueOf(link.getAccessibleText()).contains(" Total,"))
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked") // the table holds rows of a report
    private static TableView<Row> rows(Node node) {
        return (TableView<Row>) node;
    }

    @SuppressWarnings("unchecked") // set to what it holds
    private ComboBox<Object> combo(String id) {
        return (ComboBox<Object>) window.lookup("#" + id);
    }

    private void select(String id, String words) {
        ComboBox<Object> combo = combo(id);
        ObservableList<Object> items = combo.getItems();
        combo.setValue(
                items.stream()
                        .filter(item -> combo.getConverter().toString(item).equals(words))
                        .findFirst()
                        .orElseThrow());
    }

    private TextField field(String id) {
        return (TextField) window.lookup("#" + id);
    }

    private String text(String id) {
        return OpenWindow.onWindow(() -> ((Label) window.lookup("#" + id)).getText());
    }
}
