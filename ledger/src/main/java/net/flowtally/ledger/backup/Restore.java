package net.flowtally.ledger.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.billing.Verification;
import net.flowtally.ledger.billing.VerificationReport;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.store.StoreCopy;

/// Makes a new home of a backup. It is laid out under another name and verified, file by file and
/// sum by sum; only then it gets its own. A home that is there is never touched.
public final class Restore {
    private Restore() {}

    /// @param verified what the verification of the new home went through
    public record Restored(BackupReport backup, VerificationReport verified) {}

    /// @param root of the new home; must not exist, or be an empty directory
    /// @throws BackupException if the backup is not whole, or the home is not new
    public static Restored restore(
            Path file, Path root, Cancellation cancellation, Progress progress) {
        Path at = root.toAbsolutePath().normalize();
        Path unfinished = at.resolveSibling(at.getFileName() + ".restoring");
        try {
            requireNew(at);
            requireNew(unfinished);
            boolean done = false;
            try {
                Manifest manifest = unpack(file, unfinished, cancellation, progress);
                VerificationReport verified = verify(unfinished, manifest, cancellation, progress);
                Files.deleteIfExists(at);
                Files.move(unfinished, at, StandardCopyOption.ATOMIC_MOVE);
                done = true;
                return new Restored(
                        new BackupReport(
                                file,
                                manifest.madeAt(),
                                manifest.revision(),
                                manifest.lastCommit(),
                                manifest.entries().size(),
                                manifest.entries().stream()
                                        .mapToLong(Manifest.Entry::octets)
                                        .sum()),
                        verified);
            } finally {
                if (!done) {
                    deleteTree(unfinished);
                }
            }
        } catch (IOException e) {
            throw new BackupException(
                    "The backup " + file + " cannot be restored: " + e.getMessage(), e);
        }
    }

    private static void requireNew(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        boolean empty = false;
        if (Files.isDirectory(root)) {
            try (Stream<Path> entries = Files.list(root)) {
                empty = entries.findAny().isEmpty();
            }
        }
        if (!empty) {
            throw new BackupException(
                    root
                            + " is there already; a backup is restored to a new place and never over"
                            + " something else. Name another with --home.");
        }
    }

    private static Manifest unpack(
            Path file, Path root, Cancellation cancellation, Progress progress) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Manifest manifest;
            try (InputStream in = zip.getInputStream(entry(zip, file, Manifest.NAME))) {
                manifest = Manifest.read(in);
            }
            Home home = Home.open(root);
            int done = 0;
            for (Manifest.Entry entry : manifest.entries()) {
                cancellation.check();
                progress.at("restoring", done++, manifest.entries().size());
                Path target = home.root().resolve(entry.name());
                if (!target.normalize().startsWith(home.root())) {
                    throw new BackupException(entry.name() + " leads out of the home.");
                }
                Files.createDirectories(target.resolveSibling(".").normalize());
                MessageDigest digest = Backup.sha256();
                long octets;
                try (InputStream in = zip.getInputStream(entry(zip, file, entry.name()));
                        OutputStream out =
                                new DigestOutputStream(Files.newOutputStream(target), digest)) {
                    octets = in.transferTo(out);
                }
                if (octets != entry.octets()
                        || !HexFormat.of().formatHex(digest.digest()).equals(entry.hash())) {
                    throw damaged(file, entry.name());
                }
            }
            return manifest;
        } catch (ZipException e) {
            throw new BackupException(
                    file + " is no whole backup: " + e.getMessage() + ". Nothing was restored.", e);
        }
    }

    private static ZipEntry entry(ZipFile zip, Path file, String name) {
        return Optional.ofNullable(zip.getEntry(name))
                .orElseThrow(() ->
                        new BackupException(file + " is no whole backup: it lacks " + name + "."));
    }

    private static BackupException damaged(Path file, String name) {
        return new BackupException(
                "The backup "
                        + file
                        + " is damaged: "
                        + name
                        + " in it is not what was backed up. Nothing was restored.");
    }

    /// Every file that the tables name is there as they name it, and all sums agree.
    private static VerificationReport verify(
            Path root, Manifest manifest, Cancellation cancellation, Progress progress) {
        Home home = Home.open(root);
        Map<String, String> hashes = new HashMap<>();
        manifest.entries().forEach(entry -> hashes.put(entry.name(), entry.hash()));
        StoreCopy ledger = StoreCopy.read(home.database());
        for (StoreCopy.NamedFile named : ledger.files()) {
            if (!named.hash().equals(hashes.get(named.path()))) {
                throw new BackupException(
                        "The backup lacks "
                                + named.path()
                                + " as its ledger names it. Nothing was restored.");
            }
        }
        try (Store store = Store.open(home)) {
            VerificationReport report =
                    new Verification(home, store, new CallArchive(home, store))
                            .run(cancellation, progress);
            if (!report.isClean()) {
                throw new BackupException(
                        "The restored ledger does not agree with itself; the first of "
                                + report.findings().size()
                                + " differences: "
                                + report.findings().getFirst()
                                + " Nothing was restored.");
            }
            return report;
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> tree = Files.walk(root)) {
            paths = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
