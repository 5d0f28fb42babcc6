package net.flowtally.ledger.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Cancelled;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.billing.SealOutcome;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.billing.Statements;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.MaintenanceLock;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.store.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
    private static final Instant FROM = Instant.parse("2026-03-10T00:00:00Z");

    @TempDir Path directory;
    private SmallCompany company;
    private Path file;

    @BeforeEach
    void seal() throws IOException {
        company = new SmallCompany(directory, System.nanoTime());
        company.draw(100, FROM, FROM.plus(Duration.ofDays(1)));
        company.draw(60, FROM.plus(Duration.ofHours(3)), FROM.plus(Duration.ofDays(2)));
        assertThat(company.seal("2026-03", "")).isInstanceOf(SealOutcome.Sealed.class);
        Path journal = Files.createDirectories(company.home().journal("main"));
        Files.write(journal.resolve("0.journal"), new byte[] {1, 2, 3});
        file = directory.resolve("backup.zip");
    }

    @AfterEach
    void close() {
        company.close();
    }

    @Test
    void whatIsRestoredIsTheLedgerThatWasBackedUp() throws IOException {
        backup();
        List<Statement> before =
                company.statements().of(company.period("2026-03"), Cancellation.none());
        Path root = directory.resolve("new");
        Restore.Restored restored = restore(root);
        assertThat(restored.verified().isClean()).isTrue();
        assertThat(restored.verified().sealedPeriods()).isEqualTo(1);
        Home home = Home.open(root);
        assertThat(home.journal("main").resolve("0.journal"))
                .hasBinaryContent(new byte[] {1, 2, 3});
        try (Store store = Store.open(home);
                UsageReader usage = new UsageReader(home, store)) {
            assertThat(store.revision()).isEqualTo(company.store().revision());
            assertThat(
                            new Statements(store, usage)
                                    .of(
                                            new Periods(store).find("2026-03").orElseThrow(),
                                            Cancellation.none()))
                    .isEqualTo(before);
        }
        assertThat(files(directory.resolve("new.restoring"))).isEmpty();
    }

    @Test
    void whatIsCommittedMeanwhileDoesNotHarmTheBackup() {
        AtomicBoolean committed = new AtomicBoolean();
        new Backup(company.home(), company.store(), SmallCompany.CLOCK)
                .write(
                        file,
                        Cancellation.none(),
                        (_, _, _) -> {
                            if (!committed.getAndSet(true)) {
                                company.draw(
                                        20,
                                        FROM.plus(Duration.ofDays(40)),
                                        FROM.plus(Duration.ofDays(41)));
                                assertThatThrownBy(() ->
                                                MaintenanceLock.take(
                                                        company.home(),
                                                        Duration.ZERO,
                                                        Cancellation.none()))
                                        .isInstanceOf(StoreException.class);
                            }
                        });
        assertThat(committed).isTrue();
        Restore.Restored restored = restore(directory.resolve("new"));
        assertThat(restored.verified().isClean()).isTrue();
        assertThat(restored.backup().lastCommit()).isLessThan(company.archive().lastCommit());
    }

    @Test
    void aHomeThatIsThereIsNeverWrittenOver() throws IOException {
        backup();
        assertThatThrownBy(() -> restore(company.home().root()))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("is there already");
        Path other = Files.createDirectories(directory.resolve("other"));
        Files.writeString(other.resolve("letter.txt"), "Dear all");
        assertThatThrownBy(() -> restore(other)).isInstanceOf(BackupException.class);
        assertThat(files(other)).hasSize(1);
    }

    @Test
    void oneFlippedByteAnywhereLeavesNoHome() throws IOException {
        backup();
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < 12; i++) {
            byte[] flipped = whole.clone();
            // what lies between the files of a zip has words of its own that nobody reads
            int at = company.random().nextInt(200, whole.length);
            flipped[at] ^= (byte) (1 << company.random().nextInt(8));
            Path damaged = Files.write(directory.resolve("damaged.zip"), flipped);
            boolean refused = false;
            try {
                Restore.restore(
                        damaged, directory.resolve("b" + i), Cancellation.none(), Progress.NONE);
                deleteTree(directory.resolve("b" + i));
            } catch (BackupException e) {
                refused = true;
                assertThat(directory.resolve("b" + i)).doesNotExist();
            }
            if (!refused) {
                assertThat(isInHeaders(whole, at)).as("octet %d", at).isTrue();
            }
        }
    }

    /// Whether an octet lies in a header of the zip file, whose times and the like carry nothing.
    private static boolean isInHeaders(byte[] zip, int at) {
        for (int i = Math.max(0, at - 120); i <= at && i + 4 <= zip.length; i++) {
            if (zip[i] == 'P' && zip[i + 1] == 'K') {
                return true;
            }
        }
        return false;
    }

    @Test
    void aTornBackupIsRefused() throws IOException {
        backup();
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 100));
        assertThatThrownBy(() -> restore(directory.resolve("new")))
                .isInstanceOf(BackupException.class);
        assertThat(directory.resolve("new")).doesNotExist();
    }

    @Test
    void anInterruptedBackupLeavesNothing() throws IOException {
        Cancellation cancellation = new Cancellation();
        assertThatThrownBy(() ->
                        new Backup(company.home(), company.store(), SmallCompany.CLOCK)
                                .write(file, cancellation, (_, _, _) -> cancellation.cancel()))
                .isInstanceOf(Cancelled.class);
        assertThat(files(directory))
                .noneMatch(path -> path.getFileName().toString().startsWith("backup"));
        assertThat(files(company.home().tmp()))
                .noneMatch(path -> path.getFileName().toString().startsWith("backup"));
        backup();
    }

    @Test
    void aDamagedLedgerIsNotBackedUpAsIfItWereWhole() throws IOException {
        Path slices = files(company.home().calls()).getFirst();
        byte[] octets = Files.readAllBytes(slices);
        octets[octets.length / 2] ^= 1;
        Files.write(slices, octets);
        assertThatThrownBy(this::backup)
                .isInstanceOf(BackupException.class)
                .hasMessageContaining(slices.getFileName().toString());
        assertThat(file).doesNotExist();
    }

    @Test
    void nobodyButItsOwnerReadsIt() throws IOException {
        backup();
        assumeTrue(file.getFileSystem().supportedFileAttributeViews().contains("posix"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileThatIsThereIsNotWrittenOver() throws IOException {
        Files.writeString(file, "mine");
        assertThatThrownBy(this::backup).isInstanceOf(BackupException.class);
        assertThat(file).hasContent("mine");
    }

    private BackupReport backup() {
        return new Backup(company.home(), company.store(), SmallCompany.CLOCK)
                .write(file, Cancellation.none(), Progress.NONE);
    }

    private Restore.Restored restore(Path root) {
        return Restore.restore(file, root, Cancellation.none(), Progress.NONE);
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.toList());
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> tree = Files.walk(root)) {
            paths = new ArrayList<>(tree.toList());
        }
        for (Path path : paths.reversed()) {
            Files.delete(path);
        }
    }
}
