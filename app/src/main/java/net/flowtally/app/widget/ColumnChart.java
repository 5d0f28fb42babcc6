package net.flowtally.app.widget;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import javafx.util.Duration;

/// Columns side by side over a scale with round numbers. Each column has its own description, can
/// be reached by the keyboard and can lead somewhere.
public final class ColumnChart extends Region {
    private static final double AXIS_HEIGHT = 20;
    private static final double GAP = 0.28;

    /// One column.
    ///
    /// @param label below the axis; empty for none
    /// @param description the whole of it in words, shown on hovering
    /// @param part of `value`: drawn apart at the foot; 0 for none
    public record Column(
            String label, double value, double part, String description, Runnable action) {}

    private final DoubleFunction<String> scaleLabels;
    private final List<Region> bars = new ArrayList<>();
    private final List<Region> feet = new ArrayList<>();
    private final List<Label> labels = new ArrayList<>();
    private final List<Line> grid = new ArrayList<>();
    private final List<Label> scale = new ArrayList<>();
    private List<Column> columns = List.of();
    private double step = 1;
    private double top = 1;
    private boolean binary;

    /// @param scaleLabels writes a value beside the scale
    public ColumnChart(DoubleFunction<String> scaleLabels) {
        this.scaleLabels = scaleLabels;
        getStyleClass().add("column-chart");
        setAccessibleRole(AccessibleRole.PARENT);
    }

    /// Whether round numbers on the scale are multiples of powers of 1024.
    public void setBinary(boolean binary) {
        this.binary = binary;
    }

    /// @param summary what the chart shows, in one sentence
    public void show(List<Column> shown, String summary) {
        columns = List.copyOf(shown);
        setAccessibleText(summary);
        double highest = columns.stream().mapToDouble(Column::value).max().orElse(0);
        step = Scale.step(highest, 4, binary);
        top = Math.max(step, Math.ceil(highest / step) * step);
        bars.clear();
        feet.clear();
        labels.clear();
        grid.clear();
        scale.clear();
        for (double value = 0; value <= top * 1.0001; value += step) {
            Line line = new Line();
            line.getStyleClass().add(value == 0 ? "chart-base" : "chart-grid");
            grid.add(line);
            Label label = new Label(scaleLabels.apply(value));
            label.getStyleClass().add("chart-label");
            scale.add(label);
        }
        for (Column column : columns) {
            bars.add(bar(column));
            Region foot = new Region();
            foot.getStyleClass().add("chart-column-part");
            foot.setMouseTransparent(true);
            feet.add(foot);
            Label label = new Label(column.label());
            label.getStyleClass().add("chart-label");
            labels.add(label);
        }
        getChildren().setAll(grid);
        getChildren().addAll(scale);
        getChildren().addAll(bars);
        getChildren().addAll(feet);
        getChildren().addAll(labels);
        requestLayout();
    }

    private static Region bar(Column column) {
        Region bar = new Region();
        bar.getStyleClass().add("chart-column");
        bar.setFocusTraversable(true);
        bar.setAccessibleRole(AccessibleRole.BUTTON);
        bar.setAccessibleText(column.description());
        Tooltip tip = new Tooltip(column.description());
        tip.setShowDelay(Duration.millis(120));
        Tooltip.install(bar, tip);
        bar.setOnMouseClicked(event -> column.action().run());
        bar.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
                column.action().run();
                event.consume();
            }
        });
        return bar;
    }

    @Override
    protected void layoutChildren() {
        if (columns.isEmpty()) {
            return;
        }
        double scaleWidth = 0;
        for (Label label : scale) {
            scaleWidth = Math.max(scaleWidth, label.prefWidth(-1));
        }
        double left = Math.ceil(scaleWidth + 8);
        double width = getWidth() - left;
        double height = getHeight() - AXIS_HEIGHT - 8;
        double floor = 8 + height;
        for (int i = 0; i < grid.size(); i++) {
            double y = Math.round(floor - height * (i * step) / top) + 0.5;
            Line line = grid.get(i);
            line.setStartX(left);
            line.setEndX(left + width);
            line.setStartY(y);
            line.setEndY(y);
            Label label = scale.get(i);
            double labelWidth = label.prefWidth(-1);
            double labelHeight = label.prefHeight(-1);
            label.resizeRelocate(
                    scaleWidth - labelWidth, y - labelHeight / 2, labelWidth, labelHeight);
        }
        double slot = width / columns.size();
        double barWidth = Math.max(1, Math.min(48, slot * (1 - GAP)));
        int stride = labelStride(slot);
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            double middle = left + slot * (i + 0.5);
            double barHeight = column.value() == 0 ? 0 : Math.max(1, height * column.value() / top);
            double partHeight = height * column.part() / top;
            double x = snapPositionX(middle - barWidth / 2);
            bars.get(i).resizeRelocate(x, floor - barHeight, barWidth, barHeight);
            feet.get(i).resizeRelocate(x, floor - partHeight, barWidth, partHeight);
            Label label = labels.get(i);
            double labelWidth = label.prefWidth(-1);
            label.setVisible(i % stride == 0);
            label.resizeRelocate(
                    middle - labelWidth / 2, floor + 4, labelWidth, label.prefHeight(-1));
        }
    }

    /// Every how many columns a label has room.
    private int labelStride(double slot) {
        double widest = 0;
        for (Label label : labels) {
            widest = Math.max(widest, label.prefWidth(-1));
        }
        return Math.max(1, (int) Math.ceil((widest + 4) / slot));
    }

    @Override
    protected double computePrefHeight(double width) {
        return 200;
    }

    @Override
    protected double computePrefWidth(double height) {
        return 400;
    }

    @Override
    protected double computeMinHeight(double width) {
        return 110;
    }
}
