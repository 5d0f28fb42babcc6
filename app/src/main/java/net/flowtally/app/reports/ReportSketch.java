package net.flowtally.app.reports;

import javafx.scene.AccessibleRole;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import net.flowtally.reports.catalogue.ReportDeclaration.Shape;

/// A small picture of what a report looks like.
final class ReportSketch extends Pane {
    private static final double WIDTH = 76;
    private static final double HEIGHT = 56;
    private static final double[] BARS = {1, 0.72, 0.5, 0.33, 0.2};
    private static final double[] COLUMNS = {0.45, 0.7, 0.6, 1, 0.85, 0.3, 0.2, 0.75, 0.55};

    ReportSketch(Shape shape) {
        getStyleClass().add("report-sketch");
        setAccessibleRole(AccessibleRole.NODE);
        setMinSize(WIDTH, HEIGHT);
        setMaxSize(WIDTH, HEIGHT);
        setMouseTransparent(true);
        switch (shape) {
            case Shape.Calls() -> calls();
            case Shape.Ranking _ -> bars();
            case Shape.Days() -> columns(9, HEIGHT - 16);
            case Shape.Bill() -> bill();
        }
    }

    private void calls() {
        for (int line = 0; line < 6; line++) {
            double y = 8 + line * 7.5;
            String style = line == 5 ? "sketch-strong" : "sketch-line";
            box(style, 8, y, 16, 3);
            box(style, 28, y, line % 2 == 0 ? 20 : 16, 3);
            box(style, 56, y, 12, 3);
        }
    }

    private void bars() {
        for (int i = 0; i < BARS.length; i++) {
            double y = 8 + i * 8.5;
            box("sketch-line", 8, y + 1, 14, 3);
            box("sketch-series", 26, y, 42 * BARS[i], 5);
        }
    }

    private void columns(double top, double height) {
        double step = (WIDTH - 16) / COLUMNS.length;
        for (int i = 0; i < COLUMNS.length; i++) {
            double tall = height * COLUMNS[i];
            box("sketch-series", 8 + i * step, top + height - tall, step * 0.7, tall);
        }
    }

    private void bill() {
        for (int line = 0; line < 3; line++) {
            double y = 8 + line * 6.5;
            box("sketch-line", 8, y, line == 1 ? 30 : 36, 3);
            box("sketch-line", 56, y, 12, 3);
        }
        box("sketch-strong", 8, 28, 60, 1.5);
        box("sketch-strong", 50, 32, 18, 4);
        columns(39, 11);
    }

    private void box(String style, double x, double y, double width, double height) {
        Region box = new Region();
        box.getStyleClass().add(style);
        box.resizeRelocate(x, y, width, height);
        box.setManaged(false);
        getChildren().add(box);
    }
}
