package net.flowtally.app.widget;

import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.css.PseudoClass;
import javafx.scene.Scene;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import net.flowtally.reports.table.Cell;
import net.flowtally.reports.table.CellText;
import net.flowtally.reports.table.Column;
import net.flowtally.reports.table.Drill;
import net.flowtally.reports.table.Row;
import net.flowtally.reports.table.Table;

/// A table of a report with too many rows to draw them all: those in sight are drawn. Rows keep the
/// order of the report, so that its total stays at the end.
final class LongTable extends TableView<Row> {
    private static final PseudoClass TOTAL = PseudoClass.getPseudoClass("total");
    private static final PseudoClass OTHERS = PseudoClass.getPseudoClass("others");
    private static final double ROW = 25;
    private static final double HEAD = 46;

    /// What stands above and below a table that fills the window.
    private static final double AROUND = 380;

    private static final double LEAST = 240;
    private static final int SAMPLE = 300;
    private static final double LETTER = 6.6;
    private static final double PADDING = 20;
    private static final double WIDEST = 300;

    private final CellText text;
    private final Function<Row, String> figures;
    private final ReportPane.Follow follow;

    /// @param figures of a row in words
    /// @param follow opens the calls that a row is made of
    LongTable(Table table, CellText text, Function<Row, String> figures, ReportPane.Follow follow) {
        this.text = text;
        this.figures = figures;
        this.follow = follow;
        getStyleClass().addAll("dense", "long-table", "card-table");
        setAccessibleText(table.title() + ", " + table.rows().size());
        setFixedCellSize(ROW);
        double all = ROW * (table.rows().size() + 1) + HEAD;
        sceneProperty()
                .flatMap(Scene::heightProperty)
                .orElse(0.0)
                .subscribe(window -> {
                    double room = Math.max(LEAST, window.doubleValue() - AROUND);
                    setPrefHeight(Math.min(all, room));
                    setMinHeight(Math.min(all, room));
                });
        for (int i = 0; i < table.columns().size(); i++) {
            getColumns().add(column(table, i));
        }
        setRowFactory(_ -> new Kinds());
        getItems().setAll(table.rows());
    }

    private TableColumn<Row, Row> column(Table table, int index) {
        Column column = table.columns().get(index);
        String title =
                column.unit().isEmpty() ? column.title() : column.title() + "\n" + column.unit();
        TableColumn<Row, Row> made = new TableColumn<>(title);
        made.setSortable(false);
        made.setReorderable(false);
        if (column.kind().isNumber()) {
            made.getStyleClass().add("number");
        }
        made.setPrefWidth(
                width(table, index, Math.max(column.title().length(), column.unit().length())));
        made.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        made.setCellFactory(_ -> new Words(index));
        return made;
    }

    /// The foot and a sample of the rest say how wide a column is.
    private double width(Table table, int index, int header) {
        int longest = header;
        List<Row> rows = table.rows();
        for (int i = 0; i < rows.size(); i++) {
            boolean foot = rows.get(i).kind() != Row.Kind.DETAIL;
            if (foot ? index > 0 : i < SAMPLE) {
                longest = Math.max(longest, text.of(rows.get(i).cells().get(index)).length());
            }
        }
        return Math.min(WIDEST, longest * LETTER + PADDING);
    }

    private static final class Kinds extends TableRow<Row> {
        @Override
        protected void updateItem(Row row, boolean empty) {
            super.updateItem(row, empty);
            boolean some = !empty && row != null;
            pseudoClassStateChanged(
                    TOTAL,
                    some && (row.kind() == Row.Kind.TOTAL || row.kind() == Row.Kind.SUBTOTAL));
            pseudoClassStateChanged(
                    OTHERS,
                    some && (row.kind() == Row.Kind.OTHERS || row.kind() == Row.Kind.UNASSIGNED));
        }
    }

    private final class Words extends TableCell<Row, Row> {
        private final int index;
        private final Hyperlink link = new Hyperlink();

        Words(int index) {
            this.index = index;
            setContentDisplay(ContentDisplay.TEXT_ONLY);
        }

        @Override
        protected void updateItem(Row row, boolean empty) {
            super.updateItem(row, empty);
            if (empty || row == null) {
                setText("");
                setGraphic(null);
                return;
            }
            Cell cell = row.cells().get(index);
            String words = text.of(cell);
            if (index == 0 && row.drill() instanceof Drill.Calls calls && !words.isEmpty()) {
                link.setText(words);
                link.setOnAction(event -> {
                    link.setVisited(false);
                    follow.follow(calls, figures.apply(row));
                });
                setText("");
                setGraphic(link);
                setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
            } else {
                setGraphic(null);
                setContentDisplay(ContentDisplay.TEXT_ONLY);
                setText(words);
            }
        }
    }
}
