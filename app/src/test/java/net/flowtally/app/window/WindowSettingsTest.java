package net.flowtally.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.flowtally.app.screen.Keepsakes;
import net.flowtally.app.screen.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowSettingsTest {
    @TempDir Path folder;

    @Test
    void remembersHowTheWindowWasLeft() {
        KeepsakeFile file = new KeepsakeFile(folder.resolve("window.properties"));
        WindowSettings left =
                new WindowSettings(10, 20, 1000, 700, true, Theme.DARK, Section.CALLS, true);
        Keepsakes kept = new Keepsakes();
        left.keepIn(kept);
        kept.keep("calls.recent", "user = Ann\nzone = WAN");

        file.write(kept);

        Keepsakes read = file.read();
        assertThat(WindowSettings.of(read)).isEqualTo(left);
        assertThat(read.find("calls.recent")).contains("user = Ann\nzone = WAN");
    }

    @Test
    void startsWithDefaultsInANewHome() {
        Keepsakes none = new KeepsakeFile(folder.resolve("none")).read();

        assertThat(WindowSettings.of(none)).isEqualTo(WindowSettings.DEFAULT);
    }

    @Test
    void whatIsSpoiltCostsOnlyTheMemoryOfIt() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("window.properties"),
                        "window.theme=purple\nwindow.x=far\nwindow.width=1500\nwindow.y=NaN");

        WindowSettings settings = WindowSettings.of(new KeepsakeFile(file).read());

        assertThat(settings.width()).isEqualTo(1500);
        assertThat(settings.theme()).isEqualTo(WindowSettings.DEFAULT.theme());
        assertThat(settings.x()).isNaN();
        assertThat(settings.y()).isNaN();
    }

    @Test
    void startsWithDefaultsWhenTheFileCannotBeRead() throws IOException {
        Path file = Files.writeString(folder.resolve("window.properties"), "a=\\u12");

        assertThat(WindowSettings.of(new KeepsakeFile(file).read()))
                .isEqualTo(WindowSettings.DEFAULT);
    }
}
