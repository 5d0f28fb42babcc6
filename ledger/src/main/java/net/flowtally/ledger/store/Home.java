package net.flowtally.ledger.store;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/// The directory that holds everything one ledger keeps, readable by its owner alone. Its `FORMAT`
/// file names the version of the layout; a newer one is refused. Immutable; any number of processes
/// may have the same home open.
public final class Home {
    /// The version of the layout that this program writes.
    public static final int FORMAT_VERSION = 1;

    private static final String FORMAT_FILE = "FORMAT";
    private static final String FORMAT_NAME = "flowtally-home";
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    private final Path root;

    private Home(Path root) {
        this.root = root;
    }

    /// Opens the home at a directory and creates what is missing of it. A directory that holds
    /// something else already is left alone.
    ///
    /// @throws StoreException if it is no home, is of a newer format, or cannot be written
    public static Home open(Path root) {
        Path at = root.toAbsolutePath().normalize();
        try {
            createDirectory(at);
            Path format = at.resolve(FORMAT_FILE);
            if (!Files.exists(format)) {
                refuseForeign(at);
                restrict(at);
                writeFormat(at);
            }
            checkFormat(at, Files.readString(format).strip());
            Home home = new Home(at);
            for (Path directory : home.directories()) {
                createDirectory(directory);
            }
            return home;
        } catch (IOException e) {
            throw new StoreException("The home directory " + at + " cannot be opened: " + e, e);
        }
    }

    /// Where the home is when nothing says otherwise: `FLOWTALLY_HOME`, else the user data
    /// directory of the platform.
    ///
    /// @param env environment variables
    /// @param system system properties: `os.name` and `user.home`
    public static Path defaultRoot(Map<String, String> env, Properties system) {
        String named = env.getOrDefault("FLOWTALLY_HOME", "");
        if (!named.isBlank()) {
            return Path.of(named);
        }
        Path user = Path.of(system.getProperty("user.home", "."));
        String os = system.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (os.startsWith("windows")) {
            String local = env.getOrDefault("LOCALAPPDATA", "");
            Path base = local.isBlank() ? user.resolve("AppData").resolve("Local") : Path.of(local);
            return base.resolve("Flowtally");
        }
        if (os.startsWith("mac")) {
            return user.resolve("Library").resolve("Application Support").resolve("Flowtally");
        }
        String data = env.getOrDefault("XDG_DATA_HOME", "");
        // the XDG specification has relative paths ignored
        Path base = data.startsWith("/") ? Path.of(data) : user.resolve(".local").resolve("share");
        return base.resolve("flowtally");
    }

    /// Makes an empty file that its owner alone can read, for what leaves a home.
    public static void createPrivate(Path file) throws IOException {
        Files.createFile(
                file,
                file.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0]);
    }

    public Path root() {
        return root;
    }

    /// The SQLite file.
    public Path database() {
        return root.resolve("ledger.db");
    }

    /// The journal directory of a stream; created by the stream.
    public Path journal(String stream) {
        return root.resolve("journal").resolve(StreamName.checked(stream));
    }

    /// The checkpoint directory of a stream; created by the stream.
    public Path checkpoint(String stream) {
        return root.resolve("checkpoint").resolve(StreamName.checked(stream));
    }

    public Path calls() {
        return root.resolve("calls");
    }

    public Path usage() {
        return root.resolve("usage");
    }

    public Path tmp() {
        return root.resolve("tmp");
    }

    public Path backup() {
        return root.resolve("backup");
    }

    /// Archives of periods whose calls retention has removed, unless the site names a folder for
    /// them.
    public Path archives() {
        return root.resolve("archive");
    }

    public Path log() {
        return root.resolve("log");
    }

    /// The directory of lock files.
    public Path lock() {
        return root.resolve("lock");
    }

    private Path[] directories() {
        return new Path[] {
            root.resolve("journal"),
            root.resolve("checkpoint"),
            calls(),
            usage(),
            tmp(),
            backup(),
            archives(),
            log(),
            lock()
        };
    }

    private static void refuseForeign(Path root) throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            if (entries.anyMatch(entry -> !entry.getFileName().toString().startsWith(FORMAT_FILE))
                    && !Files.exists(root.resolve(FORMAT_FILE))) {
                throw new StoreException(
                        root
                                + " is not a Flowtally home and holds other files; name an empty"
                                + " or new directory.");
            }
        }
    }

    private static void writeFormat(Path root) throws IOException {
        Path written = Files.createTempFile(root, FORMAT_FILE, ".new");
        Files.writeString(written, FORMAT_NAME + " " + FORMAT_VERSION + "\n");
        Path format = root.resolve(FORMAT_FILE);
        try {
            Files.move(written, format, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException | FileAlreadyExistsException e) {
            Files.move(written, format, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void checkFormat(Path root, String format) {
        if (!format.matches(FORMAT_NAME + " [0-9]{1,6}")) {
            throw new StoreException(
                    "The file " + root.resolve(FORMAT_FILE) + " does not name a Flowtally format.");
        }
        int version = Integer.parseInt(format.substring(FORMAT_NAME.length() + 1));
        if (version > FORMAT_VERSION) {
            throw new StoreException(
                    "The home directory "
                            + root
                            + " has format "
                            + version
                            + "; this program knows formats up to "
                            + FORMAT_VERSION
                            + ". Use a newer Flowtally.");
        }
    }

    private static void createDirectory(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Files.createDirectories(directory, ownerOnly(directory));
    }

    private static FileAttribute<?>[] ownerOnly(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    private static void restrict(Path root) throws IOException {
        if (root.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(root, OWNER_ONLY);
        }
    }
}
