package net.flowtally.app.widget;

import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.Node;

/// Draws what is older than what was asked for paler than the rest.
public final class StaleMark {
    private static final String STYLE = "stale";

    private StaleMark() {}

    /// Marks nodes for as long as they are stale.
    public static void follow(ObservableBooleanValue stale, Node... nodes) {
        stale.subscribe(() -> {
            for (Node node : nodes) {
                node.getStyleClass().remove(STYLE);
                if (stale.get()) {
                    node.getStyleClass().add(STYLE);
                }
            }
        });
    }
}
