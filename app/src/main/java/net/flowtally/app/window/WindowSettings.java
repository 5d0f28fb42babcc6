package net.flowtally.app.window;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How the user left the window, kept in a file of the home. A file that cannot be read or written
/// costs nothing but the memory of it.
///
/// @param keepCollecting the collector goes on when the window closes
record WindowSettings(
        double x,
        double y,
        double width,
        double height,
        boolean maximized,
        Theme theme,
        boolean keepCollecting) {
    static final WindowSettings DEFAULT =
            new WindowSettings(Double.NaN, Double.NaN, 1280, 800, false, Theme.SYSTEM, false);

    private static final Logger LOG = LoggerFactory.getLogger(WindowSettings.class);

    static WindowSettings read(Path file) {
        Properties kept = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            kept.load(reader);
            return new WindowSettings(
                    number(kept, "x", DEFAULT.x),
                    number(kept, "y", DEFAULT.y),
                    Math.max(640, number(kept, "width", DEFAULT.width)),
                    Math.max(480, number(kept, "height", DEFAULT.height)),
                    Boolean.parseBoolean(kept.getProperty("maximized")),
                    Theme.valueOf(kept.getProperty("theme", DEFAULT.theme.name())),
                    Boolean.parseBoolean(kept.getProperty("keepCollecting")));
        } catch (NoSuchFileException e) {
            return DEFAULT;
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("the window starts as if for the first time", e);
            return DEFAULT;
        }
    }

    void write(Path file) {
        Properties kept = new Properties();
        kept.setProperty("x", Double.toString(x));
        kept.setProperty("y", Double.toString(y));
        kept.setProperty("width", Double.toString(width));
        kept.setProperty("height", Double.toString(height));
        kept.setProperty("maximized", Boolean.toString(maximized));
        kept.setProperty("theme", theme.name());
        kept.setProperty("keepCollecting", Boolean.toString(keepCollecting));
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try (Writer writer = Files.newBufferedWriter(unfinished)) {
                kept.store(writer, "how the window was left");
            }
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("how the window was left could not be kept", e);
        }
    }

    private static double number(Properties kept, String key, double otherwise) {
        String text = kept.getProperty(key);
        return text == null ? otherwise : Double.parseDouble(text);
    }
}
