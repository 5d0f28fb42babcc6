package net.flowtally.app.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each language says everything that English says, with the same figures in it.
class BundlesTest {

    @ParameterizedTest
    @ValueSource(strings = {"calls", "collectors", "overview", "statements", "widget", "window"})
    void germanSaysAllThatEnglishSays(String owner) throws IOException {
        Properties english = read(owner, "");
        Properties german = read(owner, "_de");

        assertThat(german.stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            assertThat(figures(german.getProperty(key), Locale.GERMAN))
                    .as(key)
                    .isEqualTo(figures(english.getProperty(key), Locale.ENGLISH));
        }
    }

    private static int figures(String pattern, Locale locale) {
        return new MessageFormat(pattern, locale).getFormatsByArgumentIndex().length;
    }

    private static Properties read(String owner, String language) throws IOException {
        Properties texts = new Properties();
        String name = "/net/flowtally/app/%s/texts%s.properties".formatted(owner, language);
        try (InputStream in = Objects.requireNonNull(BundlesTest.class.getResourceAsStream(name))) {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return texts;
    }
}
