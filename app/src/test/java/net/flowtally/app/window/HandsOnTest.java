package net.flowtally.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Window;
import net.flowtally.app.screen.Destination;
import net.flowtally.app.screen.Section;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.CollectorSettings;
import net.flowtally.ledger.exporter.Exporters;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a user does with keys, menus and dialogs.
class HandsOnTest {
    private static final Address ROUTER = Address.parse("203.0.113.9");

    @TempDir static Path folder;

    private static Home home;

    private OpenWindow window;

    @BeforeAll
    static void buildSite() throws IOException {
        home = SmallSite.build(folder.resolve("home"), 600, true);
        SmallSite.hearOf(home, ROUTER, 41);
    }

    @BeforeEach
    void open() {
        window = OpenWindow.on(home, SmallSite.APRIL, folder.resolve("exported"));
    }

    @AfterEach
    void close() throws IOException {
        window.close();
        Files.deleteIfExists(home.root().resolve("window.properties"));
        Files.deleteIfExists(folder.resolve("exported"));
    }

    @Test
    void everyScreenAndActHasItsKey() {
        press(KeyCode.DIGIT2, true);
        assertThat(window.here().section()).isEqualTo(Section.CALLS);
        press(KeyCode.F, true);
        assertThat(focused().getId()).isEqualTo("filter");
        press(KeyCode.E, true);
        assertThat(folder.resolve("exported")).exists();
        press(KeyCode.DIGIT3, true);
        assertThat(window.here().section()).isEqualTo(Section.STATEMENTS);
        press(KeyCode.LEFT, false);
        assertThat(window.here().section()).isEqualTo(Section.CALLS);
        press(KeyCode.RIGHT, false);
        assertThat(window.here().section()).isEqualTo(Section.STATEMENTS);
        press(KeyCode.K, true);
        assertThat(focused().getId()).isEqualTo("palette-field");
        fire(KeyCode.ESCAPE, false, false);
        assertThat(focused().getId()).isNotEqualTo("palette-field");
    }

    @Test
    void aSearchThatWasStoppedSaysSoUntilItIsAskedAgain() {
        window.run(() -> window.frame().go(Section.CALLS));
        String all = text("total-calls");
        window.run(() -> {
            window.history().open(Destination.Calls.OF_PERIOD.withFilter("user = Ann"));
            window.frame().cancel();
        });

        assertThat(visible("stopped")).isTrue();
        assertThat(text("total-calls")).isEqualTo(all);

        fire(KeyCode.F5, false, false);
        assertThat(visible("stopped")).isFalse();
        assertThat(text("total-calls")).isNotEqualTo(all);
    }

    @Test
    void theMenuOfACellNarrowsTheCallsToItsValueOrLeavesItOut() {
        calls("");
        String user = cell("USER", 0);
        int all = number("total-calls");

        choose(menuOn("USER", 0), "Only user = ");
        assertThat(filter()).isEqualTo("user = " + user);
        int only = number("total-calls");
        assertThat(only).isPositive().isLessThan(all);

        window.back();
        rowsAreThere();
        choose(menuOn("USER", 0), "Leave out user = ");
        assertThat(filter()).isEqualTo("user != " + user);
        assertThat(number("total-calls")).isEqualTo(all - only);
    }

    @Test
    void rowsAndValuesAreCopied() {
        calls("");
        String caller = cell("CALLER", 1);

        choose(menuOn("CALLER", 1), "Copy value");
        assertThat(clipboard()).isEqualTo(caller);

        OpenWindow.onWindow(() -> {
            table().getSelectionModel().clearSelection();
            table().getSelectionModel().selectRange(0, 3);
            table().requestFocus();
            return caller;
        });
        fire(KeyCode.C, true, false);
        List<String> lines = clipboard().lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.getFirst()).startsWith("Start\tDuration\tCaller");
        assertThat(lines.get(2)).contains(caller);
    }

    @Test
    void everyHeaderOrdersTheCalls() {
        calls("");
        for (TableColumn<Object, ?> column : List.copyOf(table().getColumns())) {
            String lowest = firstSortedBy(column, TableColumn.SortType.ASCENDING);
            String highest = firstSortedBy(column, TableColumn.SortType.DESCENDING);
            // the small site has one of each
            if (!List.of("EXPORTER", "ZONE").contains(column.getId())) {
                assertThat(lowest).as(column.getText()).isNotEqualTo(highest);
            }
        }
    }

    @Test
    void theTotalOfAPeriodLeadsToItsCallsAndTheTrailLeadsBack() {
        window.run(() -> window.frame().go(Section.STATEMENTS));
        window.run(() -> ((ButtonBase) window.lookup("#sums")).fire());

        Destination.Calls calls = (Destination.Calls) window.here();
        assertThat(calls.trail().getFirst()).isEqualTo("Statements of March 2026");
        assertThat(calls.trail().getLast())
                .startsWith(text("total-bytes") + " bytes in " + text("total-calls") + " calls");

        window.run(() -> ((ButtonBase) window.lookup("#trail-origin")).fire());
        assertThat(window.here().section()).isEqualTo(Section.STATEMENTS);
    }

    @Test
    void aSourceThatWaitsIsApprovedAfterItIsSaidWhatHappens() {
        OpenWindow.await(() -> visible("waiting"));
        assertThat(labeled("waiting")).isEqualTo("One source waits for approval …");
        window.later(() -> ((ButtonBase) window.lookup("#waiting")).fire());

        assertThat(window.dialog("#approval-consequence", Label.class, Labeled::getText))
                .contains("What 203.0.113.9 sends is accounted from the next datagram on.")
                .contains("41 datagrams that have come before were counted and not kept");
        window.inDialog("#approval-subnet", RadioButton.class, button -> button.setSelected(true));
        window.inDialog(
                "#approval-prefix", TextField.class, field -> field.setText("198.51.100.0/24"));
        assertThat(window.dialog("#approval-problem", Label.class, Labeled::getText))
                .isEqualTo("198.51.100.0/24 does not contain 203.0.113.9.");
        assertThat(window.dialog("#approval-go", Button.class, Node::isDisabled)).isTrue();

        window.inDialog("#approval-alone", RadioButton.class, button -> button.setSelected(true));
        window.inDialog("#approval-name", TextField.class, field -> field.setText("edge"));
        window.inDialog("#approval-go", Button.class, Button::fire);

        OpenWindow.await(() -> !visible("waiting"));
        try (Store store = Store.open(home, SmallSite.APRIL)) {
            CollectorSettings settings = new Exporters(store).collectorSettings();
            assertThat(settings.approves(ROUTER)).isTrue();
            assertThat(settings.rule(ROUTER).orElseThrow().name()).isEqualTo("edge");
        }
    }

    @Test
    void aPeriodIsSealedOnlyWhenItsNameIsTyped() throws IOException {
        Home own = SmallSite.build(folder.resolve("sealed"), 100, true);
        Clock april = SmallSite.APRIL;
        window.close();
        window = OpenWindow.on(own, april, folder.resolve("exported"));
        window.go(new Destination.Statements("2026-02", Destination.Statements.ALL_DEPARTMENTS));
        window.later(() -> ((ButtonBase) window.lookup("#seal")).fire());

        assertThat(window.dialog("#seal-go", Button.class, Node::isDisabled)).isTrue();
        window.inDialog("#seal-confirmation", TextField.class, field -> field.setText("2026-03"));
        assertThat(window.dialog("#seal-go", Button.class, Node::isDisabled)).isTrue();
        window.inDialog("#seal-confirmation", TextField.class, field -> field.setText("2026-02"));
        window.inDialog("#seal-go", Button.class, Button::fire);

        OpenWindow.await(() -> !visible("seal"));
        assertThat(window.words()).contains("February 2026 · sealed");
        try (Store store = Store.open(own, april)) {
            assertThat(new Periods(store).list())
                    .filteredOn(BillingPeriod::isSealed)
                    .map(BillingPeriod::name)
                    .containsExactly("2026-02");
        }
    }

    private void calls(String filter) {
        window.go(Destination.Calls.OF_PERIOD.withFilter(filter));
        rowsAreThere();
    }

    private void rowsAreThere() {
        OpenWindow.await(() -> !table().getItems().get(0).toString().startsWith("Loading"));
        window.words();
    }

    private String firstSortedBy(TableColumn<Object, ?> column, TableColumn.SortType type) {
        window.run(() -> {
            column.setSortType(type);
            table().getSortOrder().setAll(List.of(column));
            table().scrollToColumn(column);
        });
        rowsAreThere();
        return cell(column.getId(), 0);
    }

    /// What stands in a cell.
    private String cell(String column, int row) {
        window.words();
        return OpenWindow.onWindow(() ->
                table().lookupAll(".table-cell").stream()
                        .map(javafx.scene.control.TableCell.class::cast)
                        .filter(cell ->
                                cell.getIndex() == row
                                        && column.equals(cell.getTableColumn().getId()))
                        .map(Labeled::getText)
                        .findFirst()
                        .orElseThrow());
    }

    private ContextMenu menuOn(String column, int row) {
        return OpenWindow.onWindow(() -> {
            TableColumn<Object, ?> wanted =
                    table().getColumns().stream()
                            .filter(each -> column.equals(each.getId()))
                            .findFirst()
                            .orElseThrow();
            table().getSelectionModel().clearAndSelect(row);
            table().getFocusModel().focus(row, wanted);
            Event.fireEvent(
                    table(),
                    new ContextMenuEvent(
                            ContextMenuEvent.CONTEXT_MENU_REQUESTED, 10, 10, 10, 10, true, null));
            return Window.getWindows().stream()
                    .filter(ContextMenu.class::isInstance)
                    .map(ContextMenu.class::cast)
                    .findFirst()
                    .orElseThrow();
        });
    }

    private void choose(ContextMenu menu, String words) {
        window.run(() -> {
            MenuItem item =
                    menu.getItems().stream()
                            .filter(each ->
                                    each.getText() != null && each.getText().startsWith(words))
                            .findFirst()
                            .orElseThrow();
            menu.hide();
            item.fire();
        });
        window.rest();
    }

    private String filter() {
        return ((Destination.Calls) window.here()).filter();
    }

    private static String clipboard() {
        return OpenWindow.onWindow(() -> Clipboard.getSystemClipboard().getString());
    }

    @SuppressWarnings("unchecked")
    private TableView<Object> table() {
        return (TableView<Object>) window.lookup("#calls");
    }

    private Node focused() {
        return OpenWindow.onWindow(() -> window.scene().getFocusOwner());
    }

    /// @param shortcut with Ctrl; else with Alt
    private void press(KeyCode key, boolean shortcut) {
        fire(key, shortcut, !shortcut);
    }

    private void fire(KeyCode key, boolean control, boolean alt) {
        window.run(() -> {
            Node owner = window.scene().getFocusOwner();
            Event.fireEvent(
                    owner == null ? window.scene() : owner,
                    new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, control, alt, false));
        });
    }

    private boolean visible(String id) {
        return OpenWindow.onWindow(() -> {
            Node node = window.lookup("#" + id);
            return node != null && node.isVisible();
        });
    }

    private String labeled(String id) {
        return OpenWindow.onWindow(() -> ((Labeled) window.lookup("#" + id)).getText());
    }

    private String text(String id) {
        return labeled(id);
    }

    private int number(String id) {
        return Integer.parseInt(text(id).replace(",", ""));
    }
}
