package net.flowtally.app.widget;

import javafx.css.PseudoClass;
import javafx.scene.control.Dialog;
import javafx.stage.Window;

/// A dialog that looks like the window it stands above: same style sheets, and dark if that is.
public final class ThemedDialog<R> extends Dialog<R> {
    private static final PseudoClass DARK = PseudoClass.getPseudoClass("dark");

    public ThemedDialog(Window owner, String title) {
        setTitle(title);
        dress(this, owner);
    }

    /// Puts a dialog of another kind above a window and lets it look like it.
    public static void dress(Dialog<?> dialog, Window owner) {
        dialog.initOwner(owner);
        dialog.getDialogPane().getStylesheets().setAll(owner.getScene().getStylesheets());
        dialog.getDialogPane().getStyleClass().add("frame");
        boolean dark = owner.getScene().getRoot().getPseudoClassStates().contains(DARK);
        dialog.getDialogPane().pseudoClassStateChanged(DARK, dark);
    }
}
