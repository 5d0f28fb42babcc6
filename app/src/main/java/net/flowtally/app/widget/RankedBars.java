package net.flowtally.app.widget;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// Names in order of a value, each a link with a bar as long as its share of the longest, and
/// figures to the right.
public final class RankedBars extends GridPane {

    /// One line.
    ///
    /// @param quiet drawn in grey: others, or what nobody owns
    /// @param linked whether `action` leads somewhere
    /// @param figures right-aligned columns
    public record Entry(
            String name,
            long value,
            boolean quiet,
            List<String> figures,
            String description,
            boolean linked,
            Runnable action) {
        public Entry {
            figures = List.copyOf(figures);
        }

        /// A line that leads nowhere.
        public static Entry of(String name, long value, List<String> figures) {
            String description = name + ": " + String.join(", ", figures);
            return new Entry(name, value, false, figures, description, false, () -> {});
        }
    }

    public RankedBars() {
        getStyleClass().add("ranked-bars");
        setAccessibleRole(AccessibleRole.PARENT);
    }

    /// @param headers of the figures
    /// @param summary what the bars show, in one sentence
    public void show(List<String> headers, List<Entry> entries, String summary) {
        setAccessibleText(summary);
        getChildren().clear();
        getColumnConstraints().clear();
        ColumnConstraints name = new ColumnConstraints();
        name.setMinWidth(90);
        name.setPrefWidth(150);
        ColumnConstraints bar = new ColumnConstraints();
        bar.setHgrow(Priority.ALWAYS);
        bar.setMinWidth(30);
        getColumnConstraints().addAll(name, bar);
        boolean headed = headers.stream().anyMatch(header -> !header.isEmpty());
        for (int i = 0; i < headers.size(); i++) {
            ColumnConstraints figure = new ColumnConstraints();
            figure.setHalignment(HPos.RIGHT);
            figure.setMinWidth(Region.USE_PREF_SIZE);
            getColumnConstraints().add(figure);
            if (headed) {
                add(styled(new Label(headers.get(i)), "column-head"), i + 2, 0);
            }
        }
        long longest = entries.stream().mapToLong(Entry::value).max().orElse(0);
        int row = 1;
        for (Entry entry : entries) {
            addRow(row++, nodes(entry, longest).toArray(Node[]::new));
        }
    }

    private static List<Node> nodes(Entry entry, long longest) {
        List<Node> nodes = new ArrayList<>();
        nodes.add(name(entry));
        Bar bar = new Bar(longest == 0 ? 0 : (double) entry.value() / longest, entry.quiet());
        if (entry.linked()) {
            bar.getStyleClass().add("linked");
            bar.setOnMouseClicked(event -> entry.action().run());
        }
        nodes.add(bar);
        for (String figure : entry.figures()) {
            nodes.add(styled(new Label(figure), "figure"));
        }
        return nodes;
    }

    private static Node name(Entry entry) {
        if (!entry.linked()) {
            Label label = new Label(entry.name());
            label.setAccessibleText(entry.description());
            return label;
        }
        Hyperlink link = new Hyperlink(entry.name());
        link.setMaxWidth(Double.MAX_VALUE);
        link.setAlignment(Pos.CENTER_LEFT);
        link.setAccessibleText(entry.description());
        link.setOnAction(event -> {
            link.setVisited(false);
            entry.action().run();
        });
        return link;
    }

    private static Label styled(Label label, String style) {
        label.getStyleClass().add(style);
        return label;
    }

    private static final class Bar extends Region {
        private final double length;
        private final Region fill = new Region();

        Bar(double length, boolean quiet) {
            this.length = length;
            getStyleClass().add("ranked-bar");
            fill.getStyleClass().add(quiet ? "ranked-bar-quiet" : "ranked-bar-fill");
            getChildren().add(fill);
            setValignmentCentre(this);
        }

        private static void setValignmentCentre(Node node) {
            GridPane.setValignment(node, VPos.CENTER);
        }

        @Override
        protected void layoutChildren() {
            double width = length == 0 ? 0 : Math.max(2, getWidth() * length);
            fill.resizeRelocate(0, 0, width, getHeight());
        }

        @Override
        protected double computePrefHeight(double width) {
            return 14;
        }

        @Override
        protected double computeMaxHeight(double width) {
            return 14;
        }
    }
}
