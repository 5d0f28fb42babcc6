package net.flowtally.app.widget;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.beans.InvalidationListener;
import javafx.collections.ObservableList;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableColumn.SortType;
import javafx.scene.control.TableView;
import net.flowtally.app.screen.Keepsakes;

/// Keeps how the user arranges a table: the order and widths of columns, which of them are shown,
/// and by which it is sorted. Columns are known by their ids; one that is new since stands at the
/// end. To be used from the window's thread.
public final class TableMemory {
    private static final char HIDDEN = '-';

    private final TableView<?> table;
    private final Keepsakes keepsakes;
    private final String columnsKey;
    private final String sortKey;

    private TableMemory(TableView<?> table, String name, Keepsakes keepsakes) {
        this.table = table;
        this.keepsakes = keepsakes;
        columnsKey = name + ".columns";
        sortKey = name + ".sort";
    }

    /// Arranges a table as it was left, and keeps what the user changes from now on.
    ///
    /// @param table with all its columns, each with an id, and its sort policy
    /// @param name the same each time
    public static <T> void follow(TableView<T> table, String name, Keepsakes keepsakes) {
        TableMemory memory = new TableMemory(table, name, keepsakes);
        memory.arrange(table.getColumns());
        memory.order(table.getSortOrder(), table.getColumns());
        InvalidationListener changed = observed -> memory.keepColumns();
        table.getColumns().addListener(changed);
        for (TableColumn<T, ?> column : table.getColumns()) {
            column.widthProperty().addListener(changed);
            column.visibleProperty().addListener(changed);
            column.sortTypeProperty().addListener(observed -> memory.keepSort());
        }
        table.getSortOrder().addListener((InvalidationListener) observed -> memory.keepSort());
    }

    private <T> void arrange(ObservableList<TableColumn<T, ?>> columns) {
        List<TableColumn<T, ?>> left = new ArrayList<>(columns);
        List<TableColumn<T, ?>> arranged = new ArrayList<>();
        for (String word : words(columnsKey)) {
            int colon = word.indexOf(':');
            if (colon < 0) {
                continue;
            }
            boolean hidden = word.charAt(0) == HIDDEN;
            String id = word.substring(hidden ? 1 : 0, colon);
            double width = number(word.substring(colon + 1));
            for (TableColumn<T, ?> column : List.copyOf(left)) {
                if (id.equals(column.getId())) {
                    left.remove(column);
                    arranged.add(column);
                    column.setVisible(!hidden);
                    if (width >= column.getMinWidth()) {
                        column.setPrefWidth(width);
                    }
                }
            }
        }
        if (!arranged.isEmpty()) {
            arranged.addAll(left);
            columns.setAll(arranged);
        }
    }

    private <T> void order(
            ObservableList<TableColumn<T, ?>> order, ObservableList<TableColumn<T, ?>> columns) {
        List<TableColumn<T, ?>> wanted = new ArrayList<>();
        for (String word : words(sortKey)) {
            boolean descending = word.charAt(0) == HIDDEN;
            String id = word.substring(descending ? 1 : 0);
            for (TableColumn<T, ?> column : columns) {
                if (id.equals(column.getId())) {
                    column.setSortType(descending ? SortType.DESCENDING : SortType.ASCENDING);
                    wanted.add(column);
                }
            }
        }
        if (!wanted.isEmpty()) {
            order.setAll(wanted);
        }
    }

    private void keepColumns() {
        keepsakes.keep(
                columnsKey,
                table.getColumns().stream()
                        .map(column ->
                                (column.isVisible() ? "" : HIDDEN)
                                        + column.getId()
                                        + ":"
                                        + Math.round(column.getWidth()))
                        .collect(Collectors.joining(",")));
    }

    private void keepSort() {
        keepsakes.keep(
                sortKey,
                table.getSortOrder().stream()
                        .map(column ->
                                (column.getSortType() == SortType.DESCENDING ? HIDDEN : "")
                                        + column.getId())
                        .collect(Collectors.joining(",")));
    }

    private List<String> words(String key) {
        return keepsakes.find(key).stream()
                .flatMap(text -> List.of(text.split(",")).stream())
                .filter(word -> !word.isBlank())
                .toList();
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
