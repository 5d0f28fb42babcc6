package net.flowtally.app.window;

import javafx.scene.control.ButtonType;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.stage.Window;
import net.flowtally.app.screen.Texts;
import net.flowtally.app.widget.ThemedDialog;

/// The keys of the workstation on one sheet.
final class KeySheet {
    private static final String[] KEYS = {
        "Ctrl K", "Ctrl 1 – 4", "Alt ←   Alt →", "F5", "Esc", "Ctrl F", "Ctrl E", "Ctrl C", "Ctrl Q"
    };

    private KeySheet() {}

    static void show(Texts texts, Window owner) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("key-sheet");
        for (int i = 0; i < KEYS.length; i++) {
            Label key = new Label(KEYS[i].replace("Ctrl", texts.get("keys.control")));
            key.getStyleClass().add("key-cap");
            grid.addRow(i, key, new Label(texts.get("key." + i)));
        }
        ThemedDialog<ButtonType> dialog = new ThemedDialog<>(owner, texts.get("keys.title"));
        dialog.getDialogPane().setContent(grid);
        dialog.getDialogPane().getButtonTypes().add(ButtonType.CLOSE);
        dialog.show();
    }
}
