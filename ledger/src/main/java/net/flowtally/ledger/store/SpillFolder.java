package net.flowtally.ledger.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A folder inside the home's `tmp` in which an embedded engine spills what does not fit into its
/// memory; gone when it is closed. Its name tells the process that it belongs to, so that folders
/// of processes that were killed are known and go with the next one.
public final class SpillFolder implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("(?:engine|usage)-(\\d{1,10})-\\d+");

    /// As they were named before they told a process.
    private static final Pattern OLD_NAME = Pattern.compile("(?:engine|usage)\\d+");

    private static final Duration OLD = Duration.ofDays(1);

    private final Path path;

    private SpillFolder(Path path) {
        this.path = path;
    }

    /// Makes one, and deletes those that nobody uses any more.
    ///
    /// @param kind `engine` or `usage`
    public static SpillFolder make(Home home, String kind) throws IOException {
        deleteAbandoned(home);
        String name = kind + "-" + ProcessHandle.current().pid() + "-";
        return new SpillFolder(Files.createTempDirectory(home.tmp(), name));
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        delete(path);
    }

    private static void deleteAbandoned(Home home) throws IOException {
        List<Path> folders;
        try (Stream<Path> entries = Files.list(home.tmp())) {
            folders = entries.filter(folder -> isAbandoned(folder, home.tmp())).toList();
        }
        for (Path folder : folders) {
            delete(folder);
        }
    }

    private static boolean isAbandoned(Path folder, Path tmp) {
        String name = folder.getFileName().toString();
        Matcher named = NAME.matcher(name);
        if (named.matches()) {
            return ProcessHandle.of(Long.parseLong(named.group(1))).isEmpty();
        }
        try {
            return OLD_NAME.matcher(name).matches()
                    && Files.getLastModifiedTime(folder).toMillis()
                            < Files.getLastModifiedTime(tmp).toMillis() - OLD.toMillis();
        } catch (IOException _) {
            // somebody else has just deleted it
            return false;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException | UncheckedIOException _) {
            // another process is deleting it as well
        }
    }
}
