package net.flowtally.app.window;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.css.PseudoClass;
import javafx.scene.Parent;

/// Light, dark, or whatever the system has.
enum Theme {
    SYSTEM,
    LIGHT,
    DARK;

    private static final PseudoClass DARKENED = PseudoClass.getPseudoClass("dark");

    /// The one that comes next when the user switches.
    Theme next() {
        return values()[(ordinal() + 1) % values().length];
    }

    /// Dresses all windows; `root` is told by its pseudo-class `dark`.
    void apply(Parent root) {
        boolean dark = isDark();
        Application.setUserAgentStylesheet(
                dark
                        ? new PrimerDark().getUserAgentStylesheetBSS()
                        : new PrimerLight().getUserAgentStylesheetBSS());
        root.pseudoClassStateChanged(DARKENED, dark);
    }

    private boolean isDark() {
        return switch (this) {
            case LIGHT -> false;
            case DARK -> true;
            case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
        };
    }
}
