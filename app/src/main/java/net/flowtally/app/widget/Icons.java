package net.flowtally.app.widget;

import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/// Icons, and buttons that are nothing but one. Such a button always says what it does.
public final class Icons {

    private Icons() {}

    public static FontIcon of(Ikon ikon) {
        return new FontIcon(ikon);
    }

    public static FontIcon of(Ikon ikon, int size) {
        FontIcon icon = new FontIcon(ikon);
        icon.setIconSize(size);
        return icon;
    }

    /// A flat button with an icon alone.
    ///
    /// @param words what it does, for the tip and for screen readers
    public static Button button(Ikon ikon, String words, Runnable action) {
        Button button = new Button("", of(ikon));
        button.getStyleClass().addAll("flat", "icon-only");
        describe(button, words);
        button.setOnAction(event -> action.run());
        return button;
    }

    /// Says what a button with an icon alone does.
    public static void describe(ButtonBase button, String words) {
        button.setTooltip(new Tooltip(words));
        button.setAccessibleText(words);
    }
}
