package net.flowtally.app.widget;

import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;

/// A line of the newest values without axes, scaled from zero to the highest of them.
public final class Sparkline extends Region {
    private final Path line = new Path();
    private final Path area = new Path();
    private double[] values = {};

    public Sparkline() {
        getStyleClass().add("sparkline");
        line.getStyleClass().add("sparkline-line");
        area.getStyleClass().add("sparkline-area");
        line.setManaged(false);
        area.setManaged(false);
        getChildren().addAll(area, line);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    }

    /// @param newest oldest first
    /// @param summary what the line shows, in one sentence, for those who cannot see it
    public void show(double[] newest, String summary) {
        values = newest.clone();
        setAccessibleText(summary);
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        line.getElements().clear();
        area.getElements().clear();
        if (values.length < 2) {
            return;
        }
        double highest = 1;
        for (double value : values) {
            highest = Math.max(highest, value);
        }
        double width = getWidth();
        double height = getHeight() - 3;
        area.getElements().add(new MoveTo(0, height + 2));
        for (int i = 0; i < values.length; i++) {
            double x = width * i / (values.length - 1);
            double y = 1.5 + height - height * values[i] / highest;
            line.getElements().add(i == 0 ? new MoveTo(x, y) : new LineTo(x, y));
            area.getElements().add(new LineTo(x, y));
        }
        area.getElements().add(new LineTo(width, height + 2));
    }

    @Override
    protected double computePrefHeight(double width) {
        return 40;
    }

    @Override
    protected double computePrefWidth(double height) {
        return 160;
    }
}
