package net.flowtally.ledger.accounting;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.CallReader;
import net.flowtally.ledger.calls.Compaction;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.calls.Settling;
import net.flowtally.ledger.engine.Crew;
import net.flowtally.ledger.engine.Engine;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.MaintenanceLock;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.Micros;

/// Makes usage of calls: works off the quarter hours that are marked as dirty, but for those of
/// sealed periods, and swaps the usage files of the days they lie in. Running it again changes
/// nothing; being killed at any moment loses nothing. For one thread; a lock keeps other processes
/// out.
public final class Accounting {
    private final Home home;
    private final Store store;
    private final CallArchive archive;
    private final Clock clock;

    /// @param clock dates the files
    public Accounting(Home home, Store store, CallArchive archive, Clock clock) {
        this.home = home;
        this.store = store;
        this.archive = archive;
        this.clock = clock;
    }

    /// @throws net.flowtally.ledger.store.StoreException if another process holds the maintenance
    ///   lock for too long
    public AccountingRun run(Cancellation cancellation, Progress progress) {
        try (MaintenanceLock lock =
                MaintenanceLock.take(home, MaintenanceLock.PATIENCE, cancellation)) {
            AccountingRun run = run(lock, cancellation, progress);
            new Compaction(home, store, clock).run(lock, cancellation, progress);
            return run;
        }
    }

    /// Only the accounting, under a lock that the caller holds already.
    public AccountingRun run(MaintenanceLock lock, Cancellation cancellation, Progress progress) {
        lock.check();
        deleteOrphans();
        State state = store.read(Accounting::read);
        List<Chunk> chunks = new ArrayList<>();
        int sealed = chunk(state.dirty(), chunks);
        Tally tally = new Tally(sealed);
        store.write(connection -> {
            QuarterSums.settle(connection, state.settling());
            return tally;
        });
        if (chunks.isEmpty()) {
            return tally.result();
        }
        Snapshots snapshots = Snapshots.at(store, state.revision());
        AtomicLong number = new AtomicLong(state.lastFile());
        Crew.<Maker, Chunk, Made, RuntimeException>run(
                "accounting",
                chunks,
                () -> new Maker(snapshots, number),
                (maker, chunk, asked) -> maker.account(chunk, state, asked),
                made -> {
                    tally.add(made, state.settling());
                    progress.at(
                            "accounting " + made.chunk().period().name(),
                            tally.quarters,
                            state.size());
                },
                cancellation);
        progress.at("accounting", tally.quarters, tally.quarters);
        return tally.result();
    }

    /// What was made of a chunk.
    private record Made(Chunk chunk, long calls, long bytes, long rows) {}

    /// Makes the usage of chunks, one after the other. For one thread.
    private final class Maker implements Crew.Tools {
        private final Association association;
        private final Engine engine;
        private final CallReader reader;
        private final UsageWriter writer;

        Maker(Snapshots snapshots, AtomicLong number) {
            association = new Association(snapshots);
            engine = UsageEngine.oneOf(home, store, Crew.SIZE);
            reader = archive.reader(snapshots.revision(), Crew.SIZE);
            writer = new UsageWriter(home, engine, number);
        }

        Made account(Chunk chunk, State state, Cancellation cancellation) {
            try {
                return make(chunk, state, cancellation);
            } catch (SQLException | IOException e) {
                throw new AccountingException("The accounting failed: " + e.getMessage(), e);
            }
        }

        private Made make(Chunk chunk, State state, Cancellation cancellation)
                throws SQLException, IOException {
            ArchiveCalls calls = new ArchiveCalls(reader, state.lastCommit(), cancellation);
            UsageBuild build = new UsageBuild(engine);
            SuppressedBuild suppressed = new SuppressedBuild(engine);
            List<QuarterSums> sums =
                    calls.read(chunk.quarters(), association, build, suppressed::add);
            List<UsageFile> older = older(chunk, UsageFile.Kind.USAGE);
            List<UsageFile> olderSuppressed = older(chunk, UsageFile.Kind.SUPPRESSED);
            UsageFile usage = writer.write(build.content(), chunk, older, cancellation);
            List<UsageFile> written = new ArrayList<>(List.of(usage));
            boolean duplicates = sums.stream().anyMatch(sum -> sum.suppressedRecords() > 0);
            if (duplicates || !olderSuppressed.isEmpty()) {
                written.add(
                        writer.write(suppressed.content(), chunk, olderSuppressed, cancellation));
            }
            writer.syncFolder();
            List<UsageFile> replaced = new ArrayList<>(older);
            replaced.addAll(olderSuppressed);
            store.write(connection -> {
                for (UsageFile old : replaced) {
                    UsageFile.delete(connection, old);
                }
                for (UsageFile file : written) {
                    UsageFile.insert(connection, file, Micros.of(clock.instant()));
                }
                QuarterSums.replace(connection, chunk.quarters(), sums, state.settling());
                clearMarks(connection, chunk, state);
                return written;
            });
            for (UsageFile old : replaced) {
                delete(home.usage().resolve(old.path()));
            }
            return new Made(chunk, build.calls(), build.bytes(), usage.entries());
        }

        @Override
        public void close() {
            reader.close();
            engine.close();
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // a reader on Windows still has it open: the next run deletes it
        }
    }

    /// Groups the marked quarter hours; counts those of sealed periods.
    private int chunk(List<Long> dirty, List<Chunk> chunks) {
        Periods periods = new Periods(store);
        int sealed = 0;
        for (long quarter : dirty) {
            if (!chunks.isEmpty() && chunks.getLast().contains(quarter)) {
                chunks.add(chunks.removeLast().with(quarter));
                continue;
            }
            BillingPeriod period = periods.ensure(Micros.instant(quarter));
            if (period.isSealed()) {
                sealed++;
            } else {
                chunks.add(Chunk.of(period, quarter));
            }
        }
        return sealed;
    }

    private List<UsageFile> older(Chunk chunk, UsageFile.Kind kind) {
        return store.read(
                connection -> UsageFile.overlapping(connection, kind, chunk.from(), chunk.to()));
    }

    /// Takes back the marks that were worked off. Marks stay where calls have come in since the run
    /// began, and all stay if an edit was made: its marks cannot be told from older ones.
    private static void clearMarks(Connection connection, Chunk chunk, State state)
            throws SQLException {
        if (revision(connection) != state.revision()) {
            return;
        }
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM dirty_quarter WHERE quarter = ?1 AND NOT EXISTS"
                                + " (SELECT 1 FROM slice_file_quarter"
                                + " WHERE quarter = ?1 AND file > ?2)")) {
            for (long quarter : chunk.quarters()) {
                delete.setLong(1, quarter);
                delete.setLong(2, state.lastCommit());
                delete.executeUpdate();
            }
        }
    }

    /// Deletes files that a killed run has left behind: those that the catalog does not name.
    private void deleteOrphans() {
        Set<String> named =
                store.read(connection -> {
                    Set<String> paths = new HashSet<>();
                    for (UsageFile.Kind kind : UsageFile.Kind.values()) {
                        for (UsageFile file :
                                UsageFile.overlapping(
                                        connection, kind, Long.MIN_VALUE, Long.MAX_VALUE)) {
                            paths.add(file.path());
                        }
                    }
                    return paths;
                });
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home.usage(), "*.parquet")) {
            for (Path file : files) {
                if (!named.contains(home.usage().relativize(file).toString())) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new AccountingException("The usage files cannot be tidied up: " + e, e);
        }
    }

    private static State read(Connection connection) throws SQLException {
        TreeSet<Long> dirty = new TreeSet<>();
        try (Statement query = connection.createStatement();
                ResultSet rows = query.executeQuery("SELECT quarter FROM dirty_quarter")) {
            while (rows.next()) {
                dirty.add(QuarterHour.of(rows.getLong(1)));
            }
        }
        return new State(
                List.copyOf(dirty),
                revision(connection),
                number(connection, "SELECT coalesce(max(id), 0) FROM slice_file"),
                number(connection, "SELECT coalesce(max(id), 0) FROM usage_file"),
                Settling.read(connection));
    }

    private static long revision(Connection connection) throws SQLException {
        return number(connection, "SELECT coalesce(max(revision), 0) FROM revision");
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row = query.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /// The ledger when the run began.
    ///
    /// @param dirty ascending
    /// @param lastCommit the highest commit number of slice files
    /// @param lastFile the highest number of usage files
    private record State(
            List<Long> dirty, long revision, long lastCommit, long lastFile, Settling settling) {
        int size() {
            return dirty.size();
        }
    }

    private static final class Tally {
        private final int sealed;
        private int quarters;
        private int provisional;
        private long calls;
        private long bytes;
        private long rows;

        Tally(int sealed) {
            this.sealed = sealed;
        }

        void add(Made made, Settling settling) {
            quarters += made.chunk.quarters().size();
            for (long quarter : made.chunk.quarters()) {
                provisional += settling.isSettled(quarter) ? 0 : 1;
            }
            calls += made.calls;
            bytes += made.bytes;
            rows += made.rows;
        }

        AccountingRun result() {
            return new AccountingRun(quarters, provisional, sealed, calls, bytes, rows);
        }
    }
}
