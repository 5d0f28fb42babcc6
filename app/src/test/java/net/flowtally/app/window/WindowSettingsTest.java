package net.flowtally.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowSettingsTest {
    @TempDir Path folder;

    @Test
    void remembersHowTheWindowWasLeft() {
        Path file = folder.resolve("window.properties");
        WindowSettings left = new WindowSettings(10, 20, 1000, 700, true, Theme.DARK, true);

        left.write(file);

        assertThat(WindowSettings.read(file)).isEqualTo(left);
    }

    @Test
    void startsWithDefaultsInANewHome() {
        assertThat(WindowSettings.read(folder.resolve("none"))).isEqualTo(WindowSettings.DEFAULT);
    }

    @Test
    void startsWithDefaultsWhenTheFileIsSpoilt() throws IOException {
        Path file = Files.writeString(folder.resolve("window.properties"), "theme=purple\nx=far");

        assertThat(WindowSettings.read(file)).isEqualTo(WindowSettings.DEFAULT);
    }
}
