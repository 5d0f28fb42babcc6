package net.flowtally.app.widget;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.Ikon;

/// Stands where there is nothing to show: says what is missing and offers what to do next.
public final class EmptyState extends VBox {
    private final HBox acts = new HBox(8);

    public EmptyState(Ikon ikon, String what, String why) {
        getStyleClass().add("empty-state");
        Label title = new Label(what);
        title.getStyleClass().add("empty-title");
        title.setWrapText(true);
        Label reason = new Label(why);
        reason.getStyleClass().add("quiet");
        reason.setWrapText(true);
        reason.setMaxWidth(460);
        reason.setTextAlignment(TextAlignment.CENTER);
        acts.setAlignment(Pos.CENTER);
        getChildren().addAll(Icons.of(ikon, 40), title, reason, acts);
    }

    /// Offers an act; the first one offered stands out.
    public EmptyState offer(String words, Runnable action) {
        Button button = new Button(words);
        if (acts.getChildren().isEmpty()) {
            button.getStyleClass().add("accent");
            button.setDefaultButton(false);
        }
        button.setOnAction(event -> action.run());
        acts.getChildren().add(button);
        return this;
    }
}
