package net.flowtally.ledger.calls;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.MaintenanceLock;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.Micros;

/// Rewrites the many small slice files of settled hours into one for each hour and stream. Rows are
/// merged only where nothing but counters, times, TCP flags and journal positions differs, so that
/// no figure of a report, an election or a seal changes. Files on the two sides of a seal stay
/// apart. Files that were replaced are deleted an hour later, for those who read them just then.
public final class Compaction {
    /// Longer files are good enough as they are.
    static final long LONG_ENOUGH = 1_000_000;

    private static final Duration GRACE = Duration.ofHours(1);
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("yyyyMMddHH", Locale.ROOT).withZone(ZoneOffset.UTC);

    /// No stream's name begins like this: a starting collector leaves these files alone.
    static final String PREFIX = "_";

    private final Home home;
    private final Store store;
    private final Clock clock;

    /// @param clock dates the swap; what is settled is read from the streams
    public Compaction(Home home, Store store, Clock clock) {
        this.home = home;
        this.store = store;
        this.clock = clock;
    }

    /// @throws net.flowtally.ledger.store.StoreException if another process holds the maintenance
    ///   lock for too long
    public CompactionRun run(Cancellation cancellation, Progress progress) {
        try (MaintenanceLock lock =
                MaintenanceLock.take(home, MaintenanceLock.PATIENCE, cancellation)) {
            return run(lock, cancellation, progress);
        }
    }

    /// Runs under a lock that the caller holds already.
    public CompactionRun run(MaintenanceLock lock, Cancellation cancellation, Progress progress) {
        lock.check();
        deleteReplaced();
        deleteOrphans();
        CompactionPlan plan = new CompactionPlan(store);
        List<String> damaged = new ArrayList<>();
        Set<Long> leftAlone = new HashSet<>();
        int replaced = 0;
        int written = 0;
        List<CompactionPlan.Candidate> group = plan.next(leftAlone);
        while (!group.isEmpty()) {
            cancellation.check();
            progress.at("compacting", replaced, replaced + plan.waiting());
            List<CompactionPlan.Candidate> sound = sound(group, leftAlone, damaged);
            if (sound.size() == group.size()) {
                written += replace(sound, cancellation);
                replaced += sound.size();
            }
            group = plan.next(leftAlone);
        }
        return new CompactionRun(replaced, written, damaged);
    }

    /// The candidates that have the octets that were written: damage must not get a new hash.
    private List<CompactionPlan.Candidate> sound(
            List<CompactionPlan.Candidate> group, Set<Long> leftAlone, List<String> damaged) {
        List<CompactionPlan.Candidate> sound = new ArrayList<>();
        for (CompactionPlan.Candidate candidate : group) {
            SliceFileCheck check = new SliceFileCheck(candidate.file());
            if (check.compareOctets(home.calls().resolve(candidate.file().name()))) {
                sound.add(candidate);
            } else {
                leftAlone.add(candidate.id());
                damaged.addAll(check.findings());
            }
        }
        return sound;
    }

    private int replace(List<CompactionPlan.Candidate> inputs, Cancellation cancellation) {
        SliceTotals before = new SliceTotals();
        long through = 0;
        for (CompactionPlan.Candidate input : inputs) {
            before.add(input.file());
            through = Math.max(through, input.throughCommit());
        }
        List<WrittenFile> outputs = rewrite(inputs, cancellation);
        SliceTotals after = new SliceTotals();
        outputs.forEach(after::add);
        if (!before.sameAs(after)) {
            throw new ArchiveException(
                    "Compaction made " + after + " of " + before + "; the files stay as they are.");
        }
        long throughCommit = through;
        store.write(connection -> {
            CatalogWriter catalog = new CatalogWriter(connection, Micros.of(clock.instant()));
            for (WrittenFile output : outputs) {
                catalog.addCompacted(output, throughCommit);
            }
            for (CompactionPlan.Candidate input : inputs) {
                catalog.retire(input.id());
            }
            return outputs.size();
        });
        return outputs.size();
    }

    private List<WrittenFile> rewrite(
            List<CompactionPlan.Candidate> inputs, Cancellation cancellation) {
        long number = store.read(SliceCatalog::lastCommit);
        String stream = inputs.getFirst().file().stream();
        List<String> files = inputs.stream().map(input -> input.file().name()).toList();
        SliceBatch batch = new SliceBatch();
        String sql =
                batch.mergedFrom(SliceEngine.parquet(home.calls(), files), apart(inputs, stream));
        try (SliceEngine engine = SliceEngine.open(home, store, 1)) {
            return engine.query(sql, cancellation, rows -> write(rows, batch, stream, number));
        }
    }

    /// Slices of flows that are joined with those of other streams stay as they are: what they mean
    /// goes by their order.
    private String apart(List<CompactionPlan.Candidate> inputs, String stream) {
        List<String> joined = store.read(connection -> SliceCatalog.joined(connection, stream));
        if (joined.isEmpty() || inputs.stream().allMatch(input -> input.file().flows() == 0)) {
            return "";
        }
        return "CASE WHEN (flags & "
                + Slice.FLOW
                + ") <> 0 AND (call_hi, call_lo) IN (SELECT (call_hi, call_lo) FROM "
                + SliceEngine.parquet(home.calls(), joined)
                + " WHERE (flags & "
                + Slice.JOINED
                + ") <> 0) THEN first_position ELSE -1 END";
    }

    /// Writes rows in the order of quarter hours, a file for each hour.
    private List<WrittenFile> write(ResultSet rows, SliceBatch batch, String stream, long number)
            throws SQLException {
        List<WrittenFile> files = new ArrayList<>();
        boolean more = rows.next();
        while (more) {
            long hour = CompactionPlan.hour(rows.getLong(1));
            String name =
                    String.format(
                            Locale.ROOT,
                            "%s%s.%s.%012d",
                            PREFIX,
                            stream,
                            HOUR.format(Instant.ofEpochSecond(hour / 1_000_000)),
                            number);
            try (SliceFile file = SliceFile.compacted(home.calls(), stream, name)) {
                while (more && CompactionPlan.hour(rows.getLong(1)) == hour) {
                    batch.read(rows);
                    if (batch.isFull()) {
                        file.append(batch);
                        batch.clear();
                    }
                    more = rows.next();
                }
                file.append(batch);
                batch.clear();
                files.add(file.finish());
            }
        }
        return files;
    }

    private void deleteReplaced() {
        long before = Micros.of(clock.instant().minus(GRACE));
        List<String> names = store.read(connection -> SliceCatalog.replaced(connection, before));
        if (names.isEmpty()) {
            return;
        }
        for (String name : names) {
            delete(home.calls().resolve(name));
        }
        store.write(connection -> {
            try (var delete =
                    connection.prepareStatement("DELETE FROM slice_file WHERE replaced_at < ?")) {
                delete.setLong(1, before);
                return delete.executeUpdate();
            }
        });
    }

    /// Deletes what a killed run has left behind.
    private void deleteOrphans() {
        Set<String> known = store.read(connection -> new HashSet<>(SliceCatalog.names(connection)));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home.calls(), PREFIX + "*")) {
            for (Path file : files) {
                if (!known.contains(file.getFileName().toString())) {
                    delete(file);
                }
            }
        } catch (IOException e) {
            throw new ArchiveException("Files in " + home.calls() + " cannot be listed: " + e, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new ArchiveException("The file " + file + " cannot be deleted: " + e, e);
        }
    }
}
