package net.flowtally.ledger.backup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.MaintenanceLock;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.store.StoreCopy;

/// Makes backups: the whole home at one commit, in one zip file, while collectors run. Checkpoints
/// are copied before the ledger and journals after it, so that a collector can go on from what is
/// restored. The maintenance lock is held meanwhile: nothing that the ledger names is replaced.
public final class Backup {
    private final Home home;
    private final Store store;
    private final Clock clock;

    public Backup(Home home, Store store, Clock clock) {
        this.home = home;
        this.store = store;
        this.clock = clock;
    }

    /// @param file that does not exist yet; it appears when it is whole and on the disk
    public BackupReport write(Path file, Cancellation cancellation, Progress progress) {
        Path target = file.toAbsolutePath().normalize();
        if (Files.exists(target)) {
            throw new BackupException(target + " exists; name another file.");
        }
        Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
        boolean made = false;
        try (MaintenanceLock _ =
                MaintenanceLock.take(home, MaintenanceLock.PATIENCE, cancellation)) {
            Manifest manifest = writeAll(unfinished, cancellation, progress);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            syncFolder(target);
            made = true;
            return new BackupReport(
                    target,
                    manifest.madeAt(),
                    manifest.revision(),
                    manifest.lastCommit(),
                    manifest.entries().size(),
                    manifest.entries().stream().mapToLong(Manifest.Entry::octets).sum());
        } catch (IOException e) {
            throw new BackupException(
                    "The backup " + target + " cannot be written: " + e.getMessage(), e);
        } finally {
            if (!made) {
                delete(unfinished);
            }
        }
    }

    private Manifest writeAll(Path file, Cancellation cancellation, Progress progress)
            throws IOException {
        Path copy = Files.createTempFile(home.tmp(), "backup-", ".db");
        Files.deleteIfExists(file);
        Home.createPrivate(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            // what is in it is compressed already
            ZipOutputStream zip =
                    new ZipOutputStream(
                            new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 20));
            zip.setLevel(Deflater.NO_COMPRESSION);
            List<Manifest.Entry> entries = new ArrayList<>();
            Writer writer = new Writer(zip, entries, cancellation);
            writer.add("FORMAT", home.root().resolve("FORMAT"));
            writer.addFolder("checkpoint", home.root().resolve("checkpoint"));
            Files.delete(copy);
            Instant madeAt = clock.instant();
            StoreCopy ledger = StoreCopy.make(store, copy);
            writer.add("ledger.db", copy);
            int done = 0;
            List<StoreCopy.NamedFile> named = ledger.files();
            for (StoreCopy.NamedFile each : named) {
                progress.at("backing up", done++, named.size());
                String hash = writer.add(each.path(), home.root().resolve(each.path()));
                if (!hash.equals(each.hash())) {
                    throw new BackupException(
                            "The file "
                                    + each.path()
                                    + " was damaged or changed; 'flowtally verify' tells what else"
                                    + " was. There is no backup of a ledger that is not whole.");
                }
            }
            writer.addArchives(home.archives());
            writer.addFolder("journal", home.root().resolve("journal"));
            Manifest manifest =
                    new Manifest(madeAt, ledger.revision(), ledger.lastCommit(), entries);
            zip.putNextEntry(new ZipEntry(Manifest.NAME));
            zip.write(manifest.text().getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
            zip.finish();
            zip.flush();
            channel.force(true);
            return manifest;
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /// As retention names them.
    private static final Pattern ARCHIVE = Pattern.compile("\\d{4}-\\d{2}(?:-\\d{1,18})?\\.sqlite");

    private record Writer(
            ZipOutputStream zip, List<Manifest.Entry> entries, Cancellation cancellation) {
        /// What collectors write and tidy up by themselves: files may go, or grow behind what is
        /// copied.
        void addFolder(String name, Path folder) throws IOException {
            try (Stream<Path> streams = Files.list(folder)) {
                for (Path stream : streams.sorted().toList()) {
                    try (Stream<Path> files = Files.list(stream)) {
                        for (Path file : files.sorted().toList()) {
                            try {
                                add(
                                        name
                                                + "/"
                                                + stream.getFileName()
                                                + "/"
                                                + file.getFileName(),
                                        file);
                            } catch (NoSuchFileException _) {
                                // it was kept no longer
                            }
                        }
                    }
                }
            }
        }

        /// The archives of periods whose calls are nowhere else any more.
        void addArchives(Path folder) throws IOException {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    if (ARCHIVE.matcher(file.getFileName().toString()).matches()) {
                        add("archive/" + file.getFileName(), file);
                    }
                }
            }
        }

        /// @return SHA-256 of the file
        String add(String name, Path file) throws IOException {
            cancellation.check();
            MessageDigest digest = sha256();
            try (InputStream in = Files.newInputStream(file)) {
                zip.putNextEntry(new ZipEntry(name));
                // not closed: that would end the zip file
                OutputStream out = new DigestOutputStream(zip, digest);
                long octets = in.transferTo(out);
                zip.closeEntry();
                String hash = HexFormat.of().formatHex(digest.digest());
                entries.add(new Manifest.Entry(hash, octets, name));
                return hash;
            }
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    private static void syncFolder(Path file) throws IOException {
        // Windows opens no folders; its new names last by themselves
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel folder =
                    FileChannel.open(
                            file.resolveSibling(".").normalize(), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // the next backup of that name writes over it
        }
    }
}
