package net.flowtally.app.window;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import net.flowtally.app.screen.Keepsakes;
import net.flowtally.ledger.store.Home;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where a home keeps how its window was left. A file that cannot be read or written costs nothing
/// but the memory of it.
final class KeepsakeFile {
    private static final Logger LOG = LoggerFactory.getLogger(KeepsakeFile.class);

    private final Path file;

    KeepsakeFile(Home home) {
        this(home.root().resolve("window.properties"));
    }

    KeepsakeFile(Path file) {
        this.file = file;
    }

    Keepsakes read() {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            return new Keepsakes();
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("the window starts as if for the first time", e);
            return new Keepsakes();
        }
        Map<String, String> kept = new LinkedHashMap<>();
        for (String key : properties.stringPropertyNames()) {
            kept.put(key, properties.getProperty(key));
        }
        return new Keepsakes(kept);
    }

    void write(Keepsakes keepsakes) {
        Properties properties = new Properties();
        properties.putAll(keepsakes.all());
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try (Writer writer = Files.newBufferedWriter(unfinished)) {
                properties.store(writer, "how the window was left");
            }
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("how the window was left could not be kept", e);
        }
    }
}
