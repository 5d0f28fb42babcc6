package net.flowtally.app.widget;

import java.util.Comparator;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;

/// Columns of tables whose rows are all held: sorted by what a row is, not by how it is written.
public final class Columns {

    private Columns() {}

    /// @param id by which the column is remembered
    /// @param words of a row in this column
    /// @param order of rows by this column, ascending
    public static <T> TableColumn<T, T> of(
            String id, String title, Function<T, String> words, Comparator<T> order) {
        TableColumn<T, T> column = new TableColumn<>(title);
        column.setId(id);
        column.setComparator(order);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setCellFactory(_ -> new Words<>(words));
        return column;
    }

    private static final class Words<T> extends TableCell<T, T> {
        private final Function<T, String> words;

        Words(Function<T, String> words) {
            this.words = words;
        }

        @Override
        protected void updateItem(T row, boolean empty) {
            super.updateItem(row, empty);
            setText(empty || row == null ? "" : words.apply(row));
        }
    }
}
