package net.flowtally.app.screen;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/// The words of one package in the user's language: the bundle `texts` beside its classes. Patterns
/// are those of `MessageFormat`. Immutable.
public final class Texts {
    private final ResourceBundle bundle;
    private final Locale locale;

    /// @param owner a class of the package whose words are meant
    public Texts(Class<?> owner, Locale locale) {
        this.locale = locale;
        this.bundle =
                ResourceBundle.getBundle(
                        owner.getPackageName() + ".texts",
                        locale,
                        owner.getClassLoader(),
                        ResourceBundle.Control.getNoFallbackControl(
                                ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    public Locale locale() {
        return locale;
    }

    public String get(String key) {
        return bundle.getString(key);
    }

    public String get(String key, Object... values) {
        return new MessageFormat(bundle.getString(key), locale).format(values);
    }
}
