package net.flowtally.app.widget;

import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.HPos;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import net.flowtally.reports.chart.Chart;
import net.flowtally.reports.table.Cell;
import net.flowtally.reports.table.CellText;
import net.flowtally.reports.table.Column;
import net.flowtally.reports.table.Drill;
import net.flowtally.reports.table.Fact;
import net.flowtally.reports.table.Report;
import net.flowtally.reports.table.Row;
import net.flowtally.reports.table.Section;
import net.flowtally.reports.table.Table;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

/// A finished report as it looks on the screen: the same figures in the same words as in its files.
/// Rows that something is behind are links. Long tables scroll for themselves.
public final class ReportPane extends VBox {
    private static final double INDENT = 16;
    private static final int MANY = 60;
    private static final double TEXT_WIDTH = 90;

    /// Below it, tables are set closer.
    private static final double NARROW_WIDTH = 880;

    private static final PseudoClass NARROW = PseudoClass.getPseudoClass("narrow");

    /// Letters of a text that may be cut short where there is no room.
    private static final int LONG = 24;

    private final CellText text;
    private final Locale locale;
    private final Follow follow;

    /// Opens the calls that a row is made of.
    @FunctionalInterface
    public interface Follow {
        /// @param figures of the row, with their names
        void follow(Drill.Calls calls, String figures);
    }

    public ReportPane(Report report, Follow follow) {
        this.text = new CellText(report.locale(), report.zone());
        this.locale = report.locale();
        this.follow = follow;
        getStyleClass().add("report");
        widthProperty()
                .subscribe(width ->
                        pseudoClassStateChanged(NARROW, width.doubleValue() < NARROW_WIDTH));
        getChildren().add(styled(new Label(report.title()), "report-title"));
        getChildren().add(styled(new Label(report.subtitle()), "quiet"));
        FlowPane facts = new FlowPane(18, 4);
        for (Fact fact : report.facts()) {
            facts.getChildren().add(inLine(fact));
        }
        getChildren().add(facts);
        for (Section section : report.sections()) {
            getChildren().add(node(section));
        }
    }

    private Node node(Section section) {
        return switch (section) {
            case Section.Rows(Table table) -> titled(table.title(), rows(table));
            case Section.Picture(Chart chart) -> titled(chart.title(), picture(chart));
            case Section.Box(String title, List<Fact> facts) -> box(title, facts);
            case Section.Note(List<String> sentences) -> note(sentences);
        };
    }

    private static Node titled(String title, Node node) {
        VBox box = new VBox(8, styled(new Label(title), "section-title"), node);
        box.getStyleClass().add("report-section");
        return box;
    }

    private Node rows(Table table) {
        if (table.rows().size() > MANY) {
            return new LongTable(table, text, row -> figures(table, row), follow);
        }
        // what is too wide moves by itself, and not the charts with it
        ScrollPane wide = styled(new ScrollPane(grid(table)), "edge-to-edge");
        wide.setFitToWidth(true);
        wide.setVbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        wide.setMinHeight(Region.USE_PREF_SIZE);
        return wide;
    }

    /// The first column of words takes the room that is left.
    private static int widest(Table table) {
        for (int i = 0; i < table.columns().size(); i++) {
            if (!table.columns().get(i).kind().isNumber()) {
                return i;
            }
        }
        return 0;
    }

    private Node grid(Table table) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("report-table");
        grid.setAccessibleText(table.title() + ", " + table.rows().size());
        int columns = table.columns().size();
        for (int i = 0; i < columns; i++) {
            Column column = table.columns().get(i);
            ColumnConstraints constraints = new ColumnConstraints();
            constraints.setHalignment(column.kind().isNumber() ? HPos.RIGHT : HPos.LEFT);
            constraints.setHgrow(i == widest(table) ? Priority.ALWAYS : Priority.SOMETIMES);
            constraints.setMinWidth(longest(table, i) > LONG ? TEXT_WIDTH : Region.USE_PREF_SIZE);
            grid.getColumnConstraints().add(constraints);
            Label head = styled(new Label(header(column)), "report-head");
            head.setMaxHeight(Double.MAX_VALUE);
            head.setMaxWidth(Double.MAX_VALUE);
            head.setAlignment(column.kind().isNumber() ? Pos.BOTTOM_RIGHT : Pos.BOTTOM_LEFT);
            head.setTextAlignment(
                    column.kind().isNumber() ? TextAlignment.RIGHT : TextAlignment.LEFT);
            grid.add(head, i, 0);
        }
        int line = 1;
        for (Row row : table.rows()) {
            for (int i = 0; i < columns; i++) {
                grid.add(cell(table, row, i), i, line);
            }
            line++;
        }
        return grid;
    }

    private int longest(Table table, int column) {
        return table.rows().stream()
                .mapToInt(row -> text.of(row.cells().get(column)).length())
                .max()
                .orElse(0);
    }

    private static String header(Column column) {
        return column.unit().isEmpty() ? column.title() : column.title() + "\n" + column.unit();
    }

    private Node cell(Table table, Row row, int column) {
        Cell cell = row.cells().get(column);
        String words = text.of(cell);
        boolean number = table.columns().get(column).kind().isNumber();
        HBox box = new HBox();
        box.getStyleClass().addAll("report-cell", style(row.kind()));
        box.setAlignment(number ? Pos.CENTER_RIGHT : Pos.CENTER_LEFT);
        if (column == 0 && row.depth() > 0) {
            box.setPadding(new Insets(0, 0, 0, INDENT * row.depth()));
        }
        boolean linked = column == 0 || cell instanceof Cell.Bytes || cell instanceof Cell.Count;
        if (linked && !words.isEmpty() && row.drill() instanceof Drill.Calls calls) {
            Hyperlink link = new Hyperlink(words);
            link.setAccessibleText(description(table, row));
            link.setOnAction(event -> {
                link.setVisited(false);
                follow.follow(calls, figures(table, row));
            });
            box.getChildren().add(link);
        } else {
            box.getChildren().add(new Label(words));
        }
        return box;
    }

    private String description(Table table, Row row) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < row.cells().size(); i++) {
            String words = text.of(row.cells().get(i));
            if (!words.isEmpty()) {
                parts.add(table.columns().get(i).header() + " " + words);
            }
        }
        return String.join(", ", parts);
    }

    private String figures(Table table, Row row) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < row.cells().size(); i++) {
            Cell cell = row.cells().get(i);
            boolean compared =
                    cell instanceof Cell.Bytes
                            || cell instanceof Cell.Count
                            || cell instanceof Cell.Money;
            if (compared) {
                parts.add(table.columns().get(i).title() + " " + text.of(cell));
            }
        }
        return String.join(", ", parts);
    }

    private static String style(Row.Kind kind) {
        return switch (kind) {
            case DETAIL -> "report-detail";
            case OTHERS, UNASSIGNED -> "report-others";
            case SUBTOTAL -> "report-subtotal";
            case TOTAL -> "report-total";
        };
    }

    private Node picture(Chart chart) {
        return switch (chart) {
            case Chart.Columns columns -> columns(columns);
            case Chart.Bars bars -> bars(bars);
        };
    }

    private Node columns(Chart.Columns chart) {
        NumberFormat scale = NumberFormat.getNumberInstance(locale);
        scale.setMaximumFractionDigits(2);
        ColumnChart columns = new ColumnChart(value -> scale.format(value) + " " + chart.unit());
        columns.setPrefHeight(170);
        columns.show(
                chart.points().stream()
                        .map(point ->
                                new ColumnChart.Column(
                                        point.label(),
                                        point.value(),
                                        0,
                                        point.label() + ": " + point.text(),
                                        () -> {}))
                        .toList(),
                chart.summary());
        return columns;
    }

    private static Node bars(Chart.Bars chart) {
        RankedBars bars = new RankedBars();
        bars.show(
                List.of(""),
                chart.points().stream()
                        .map(point ->
                                RankedBars.Entry.of(
                                        point.label(),
                                        Math.round(point.value()),
                                        List.of(point.text())))
                        .toList(),
                chart.summary());
        return bars;
    }

    private static Node box(String title, List<Fact> facts) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("fact-box");
        ColumnConstraints name = new ColumnConstraints();
        name.setHgrow(Priority.ALWAYS);
        ColumnConstraints value = new ColumnConstraints();
        value.setHalignment(HPos.RIGHT);
        grid.getColumnConstraints().addAll(name, value);
        int line = 0;
        for (Fact fact : facts) {
            grid.add(styled(new Label(fact.name()), "quiet"), 0, line);
            Label words = new Label(fact.value());
            attend(words, fact);
            grid.add(words, 1, line++);
        }
        return titled(title, grid);
    }

    private static Node inLine(Fact fact) {
        Label name = styled(new Label(fact.name()), "quiet");
        Label value = new Label(fact.value());
        attend(value, fact);
        HBox box = new HBox(5, name, value);
        box.getStyleClass().add("small");
        return box;
    }

    private static void attend(Label label, Fact fact) {
        if (!fact.good()) {
            label.getStyleClass().add("attention-text");
            label.setGraphic(styled(Icons.of(Material2OutlinedAL.INFO, 14), "attention-icon"));
        }
    }

    private static Node note(List<String> sentences) {
        Label label = styled(new Label(String.join(" ", sentences)), "quiet");
        label.getStyleClass().add("small");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private static <T extends Node> T styled(T node, String style) {
        node.getStyleClass().add(style);
        return node;
    }
}
