package net.flowtally.app.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
    @ParameterizedTest
    @ValueSource(strings = {"window", "overview", "calls", "statements", "reports"})
    void everyTextIsThereInGermanWithTheSameBlanks(String name) {
        ResourceBundle english = bundle(name, Locale.ROOT);
        ResourceBundle german = bundle(name, Locale.GERMAN);

        assertThat(german.keySet()).isEqualTo(english.keySet());
        for (String key : english.keySet()) {
            assertThat(blanks(german.getString(key)))
                    .as(key)
                    .isEqualTo(blanks(english.getString(key)));
        }
    }

    private static ResourceBundle bundle(String name, Locale locale) {
        return ResourceBundle.getBundle(
                "net.flowtally.app." + name + ".texts",
                locale,
                ResourceBundle.Control.getNoFallbackControl(
                        ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    private static int blanks(String pattern) {
        return new MessageFormat(pattern, Locale.ROOT).getFormatsByArgumentIndex().length;
    }
}
