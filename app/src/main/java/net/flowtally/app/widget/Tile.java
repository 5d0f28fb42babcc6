package net.flowtally.app.widget;

import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// One figure with its name and what it is compared with; the whole of it is a link.
public final class Tile extends VBox {
    private final String name;
    private final Label value = new Label();
    private final Label unit = new Label();
    private final Label remark = new Label();
    private Runnable action = () -> {};

    public Tile(String name) {
        this.name = name;
        getStyleClass().addAll("card", "tile");
        HBox.setHgrow(this, Priority.ALWAYS);
        setMaxWidth(Double.MAX_VALUE);
        setPrefWidth(200);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.BUTTON);
        Label title = new Label(name);
        title.getStyleClass().add("tile-name");
        value.getStyleClass().add("tile-value");
        unit.getStyleClass().add("tile-unit");
        remark.getStyleClass().addAll("quiet", "small");
        HBox figure = new HBox(6, value, unit);
        figure.setAlignment(Pos.BASELINE_LEFT);
        getChildren().addAll(title, figure, remark);
        setOnMouseClicked(event -> action.run());
        setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
                action.run();
                event.consume();
            }
        });
    }

    /// @param comparison one line below the figure; empty for none
    /// @param next where a click leads
    public void show(String figure, String figureUnit, String comparison, Runnable next) {
        value.setText(figure);
        unit.setText(figureUnit);
        remark.setText(comparison);
        action = next;
        setAccessibleText(name + ": " + figure + " " + figureUnit + ". " + comparison);
    }
}
