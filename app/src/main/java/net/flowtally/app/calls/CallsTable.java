package net.flowtally.app.calls;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TablePosition;
import javafx.scene.control.TableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import net.flowtally.app.screen.Keepsakes;
import net.flowtally.app.screen.Texts;
import net.flowtally.app.widget.Figures;
import net.flowtally.app.widget.TableMemory;
import net.flowtally.ledger.explore.CallColumn;
import net.flowtally.ledger.explore.CallRecord;
import net.flowtally.ledger.explore.CallSort;
import net.flowtally.ledger.explore.Filter;
import net.flowtally.ledger.explore.FilterField;

/// The table of calls. Sorting is asked of the ledger; cells offer to include or exclude their
/// value.
final class CallsTable {
    private static final double ROW = 25;
    private static final KeyCombination COPY =
            new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination SELECT_ALL =
            new KeyCodeCombination(KeyCode.A, KeyCombination.SHORTCUT_DOWN);

    private final CallsModel model;
    private final Figures figures;
    private final Texts texts;
    private final Consumer<String> narrow;
    private final TableView<CallRow> table = new TableView<>();
    private final Map<CallField, TableColumn<CallRow, CallRow>> columns =
            new EnumMap<>(CallField.class);

    /// @param narrow takes a condition to add to the filter
    CallsTable(
            CallsModel model,
            Figures figures,
            Keepsakes keepsakes,
            Texts texts,
            Consumer<String> narrow) {
        this.model = model;
        this.figures = figures;
        this.texts = texts;
        this.narrow = narrow;
        table.setId("calls");
        table.getStyleClass().addAll("card-table", "dense");
        table.setFixedCellSize(ROW);
        table.setAccessibleText(texts.get("table.name"));
        table.setTableMenuButtonVisible(true);
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        Label empty = new Label();
        empty.textProperty()
                .bind(
                        Bindings.when(model.staleProperty().and(model.lookingProperty()))
                                .then(texts.get("table.looking"))
                                .otherwise(texts.get("table.empty")));
        empty.getStyleClass().add("quiet");
        table.setPlaceholder(empty);
        for (CallField field : CallField.values()) {
            TableColumn<CallRow, CallRow> column = column(field);
            columns.put(field, column);
            table.getColumns().add(column);
        }
        table.setItems(model.rows());
        table.setSortPolicy(sorted -> {
            model.sort(chosenOrder());
            return true;
        });
        TableMemory.follow(table, "calls", keepsakes);
        table.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        table.setOnContextMenuRequested(event ->
                menu().ifPresent(menu -> menu.show(table, event.getScreenX(), event.getScreenY())));
    }

    Node node() {
        return table;
    }

    private TableColumn<CallRow, CallRow> column(CallField field) {
        TableColumn<CallRow, CallRow> column = new TableColumn<>(texts.get("column." + field));
        column.setId(field.name());
        column.setUserData(field);
        column.setPrefWidth(field.width());
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setCellFactory(_ -> new FieldCell(field));
        if (field.isNumber()) {
            column.getStyleClass().add("number");
        }
        return column;
    }

    private CallSort chosenOrder() {
        if (table.getSortOrder().isEmpty()) {
            return CallSort.BY_START;
        }
        TableColumn<CallRow, ?> first = table.getSortOrder().getFirst();
        CallColumn by =
                columns.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(first))
                        .map(entry -> entry.getKey().column())
                        .findFirst()
                        .orElse(CallColumn.START);
        return new CallSort(by, first.getSortType() == TableColumn.SortType.DESCENDING);
    }

    private void onKey(KeyEvent event) {
        if (COPY.match(event)) {
            copyRows();
            event.consume();
        } else if (SELECT_ALL.match(event)) {
            // all of an answer is what the export is for
            event.consume();
        }
    }

    private Optional<ContextMenu> menu() {
        TablePosition<?, ?> at = table.getFocusModel().getFocusedCell();
        if (at.getRow() < 0
                || at.getRow() >= model.rows().size()
                || !(model.rows().get(at.getRow()) instanceof CallRow.Loaded(CallRecord call))) {
            return Optional.empty();
        }
        ContextMenu menu = new ContextMenu();
        focused(at)
                .ifPresent(field -> {
                    field.filter().ifPresent(by -> addConditions(menu, by, field, call));
                    menu.getItems()
                            .add(
                                    item(
                                            texts.get("menu.copyValue"),
                                            () -> copy(field.text(call, figures))));
                });
        MenuItem rows = item(texts.get("menu.copyRows"), this::copyRows);
        rows.setAccelerator(COPY);
        menu.getItems().add(rows);
        return Optional.of(menu);
    }

    private Optional<CallField> focused(TablePosition<?, ?> at) {
        return at.getTableColumn() == null
                ? Optional.empty()
                : Optional.of((CallField) at.getTableColumn().getUserData());
    }

    private void addConditions(ContextMenu menu, FilterField by, CallField field, CallRecord call) {
        String value = field.text(call, figures);
        if (value.isEmpty()) {
            return;
        }
        String only = Filter.condition(by, true, value);
        String without = Filter.condition(by, false, value);
        menu.getItems()
                .addAll(
                        item(texts.get("menu.only", only), () -> narrow.accept(only)),
                        item(texts.get("menu.without", only), () -> narrow.accept(without)));
        menu.getItems().add(new SeparatorMenuItem());
    }

    private static MenuItem item(String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        item.setMnemonicParsing(false);
        item.setOnAction(event -> action.run());
        return item;
    }

    private void copyRows() {
        List<CallField> shown = new ArrayList<>();
        for (TableColumn<CallRow, ?> column : table.getVisibleLeafColumns()) {
            shown.add((CallField) column.getUserData());
        }
        StringBuilder text = new StringBuilder();
        text.append(
                String.join(
                        "\t", shown.stream().map(field -> texts.get("column." + field)).toList()));
        for (int index : table.getSelectionModel().getSelectedIndices()) {
            if (model.rows().get(index) instanceof CallRow.Loaded(CallRecord call)) {
                text.append('\n');
                text.append(
                        String.join(
                                "\t",
                                shown.stream().map(field -> field.text(call, figures)).toList()));
            }
        }
        copy(text.toString());
    }

    private static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    private final class FieldCell extends TableCell<CallRow, CallRow> {
        private final CallField field;

        FieldCell(CallField field) {
            this.field = field;
            if (field.isNumber()) {
                getStyleClass().add("number");
            }
        }

        @Override
        protected void updateItem(CallRow row, boolean empty) {
            super.updateItem(row, empty);
            if (empty) {
                setText("");
                return;
            }
            setText(
                    switch (row) {
                        case CallRow.Loading() -> "…";
                        case CallRow.Loaded(CallRecord call) -> field.text(call, figures);
                    });
        }
    }
}
