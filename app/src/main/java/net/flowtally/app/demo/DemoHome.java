package net.flowtally.app.demo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.flowtally.ledger.store.Home;

/// The home that the demonstration makes for itself, anew each time. It bears a mark; a directory
/// without it, or with anything in it that the demonstration did not put there, is never touched.
public final class DemoHome {
    private static final String MARK = "DEMO";
    private static final String MARK_TEXT =
            "Made by 'flowtally demo', which deletes it and makes it again.\n";
    private static final String OUT = "out";
    private static final Set<String> OURS =
            Set.of(
                    MARK,
                    OUT,
                    "FORMAT",
                    "ledger.db",
                    "ledger.db-wal",
                    "ledger.db-shm",
                    "journal",
                    "checkpoint",
                    "calls",
                    "usage",
                    "tmp",
                    "archive",
                    "backup",
                    "log",
                    "lock",
                    "window.properties");

    private DemoHome() {}

    /// Makes an empty home, in place of one that the demonstration made before.
    ///
    /// @throws DemoException if the directory is somebody else's, or in use
    public static Home recreate(Path root) {
        try {
            if (Files.exists(root) && !isEmpty(root)) {
                requireOurs(root);
                requireUnused(root);
                for (String name : OURS) {
                    if (!name.equals(MARK)) {
                        delete(root.resolve(name));
                    }
                }
            }
            Files.deleteIfExists(root.resolve(MARK));
            Home home = Home.open(root);
            Files.writeString(root.resolve(MARK), MARK_TEXT);
            return home;
        } catch (IOException e) {
            throw new DemoException("The directory " + root + " cannot be made: " + e, e);
        }
    }

    /// Where the statements go when nothing is said.
    public static Path out(Home home) {
        return home.root().resolve(OUT);
    }

    private static void requireOurs(Path root) throws IOException {
        List<String> names;
        try (Stream<Path> entries = Files.list(root)) {
            names = entries.map(entry -> String.valueOf(entry.getFileName())).toList();
        }
        if (!names.contains(MARK)) {
            throw new DemoException(
                    root
                            + " holds files and was not made by the demonstration; name another"
                            + " directory with --home.");
        }
        for (String name : names) {
            if (!OURS.contains(name)) {
                throw new DemoException(
                        root.resolve(name)
                                + " was not made by the demonstration; move it away, or name another"
                                + " directory with --home.");
            }
        }
    }

    private static void requireUnused(Path root) throws IOException {
        Path folder = root.resolve("lock");
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> locks;
        try (Stream<Path> entries = Files.list(folder)) {
            locks = entries.filter(Files::isRegularFile).toList();
        }
        for (Path file : locks) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                if (lock == null) {
                    throw new DemoException(
                            "A collector or another Flowtally is at work in "
                                    + root
                                    + "; end it first.");
                }
            }
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        Files.walkFileTree(
                path,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, IOException failure)
                            throws IOException {
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
