package net.flowtally.app.screen;

import java.nio.file.Path;
import java.util.Optional;

/// Lets the user say where a file is to be written.
@FunctionalInterface
public interface FileChoice {
    /// @param suggested a file name with its ending
    /// @return empty if the user thought better of it
    Optional<Path> save(String title, String suggested);
}
