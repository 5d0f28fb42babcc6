package net.flowtally.app.window;

import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.Image;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.scene.shape.Line;
import javafx.scene.shape.Rectangle;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.transform.Scale;

/// The product's mark: a tally of five, the fifth stroke a flow.
final class Mark {
    private static final double SIZE = 28;

    /// The mark as it stands on the icon rail.
    Node node() {
        StackPane pane = new StackPane(strokes(Color.WHITE));
        pane.getStyleClass().add("mark");
        return pane;
    }

    /// The mark as a window icon; to be called on the window's thread.
    Image image(int pixels) {
        Rectangle ground = new Rectangle(SIZE + 12, SIZE + 12, Color.web("#12304f"));
        ground.setArcWidth(12);
        ground.setArcHeight(12);
        Group strokes = strokes(Color.WHITE);
        strokes.setTranslateX(6);
        strokes.setTranslateY(6);
        Group icon = new Group(ground, strokes);
        double factor = pixels / (SIZE + 12);
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setFill(Color.TRANSPARENT);
        parameters.setTransform(new Scale(factor, factor));
        return icon.snapshot(parameters, null);
    }

    private static Group strokes(Color colour) {
        Group group = new Group();
        for (int i = 0; i < 4; i++) {
            double x = 5 + i * 6;
            group.getChildren().add(stroke(x, 4, x, 24, colour));
        }
        group.getChildren().add(stroke(1, 21, 27, 7, Color.web("#56b4e9")));
        return group;
    }

    private static Line stroke(double fromX, double fromY, double toX, double toY, Color colour) {
        Line line = new Line(fromX, fromY, toX, toY);
        line.setStroke(colour);
        line.setStrokeWidth(2.6);
        line.setStrokeLineCap(StrokeLineCap.ROUND);
        return line;
    }
}
