package net.flowtally.ledger.calls;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.HeldRelease;
import net.flowtally.ledger.exporter.HeldReleases;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.MaintenanceLock;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.Micros;

/// Takes the slices of whole spans of time out of the archive. What else their files hold is
/// written to files of its own first; then one transaction swaps and retires them, and compaction
/// deletes the retired ones an hour later. To be used under the maintenance lock, by one thread.
public final class DetailRemoval {
    static final String JOINED = "joined";
    static final String FUTURE = "future";
    static final String DUPLICATE = "duplicate";
    private static final String RELEASED = "released";

    /// What accounting says of duplicates, taken back where an election said it instead.
    private static final String ACCOUNTED =
            """
            SELECT exporter, suppressed_records, suppressed_bytes FROM quarter_sum
            WHERE quarter >= ? AND quarter < ? AND quarter IN (SELECT quarter FROM dirty_quarter)
            """;

    private final Home home;
    private final Store store;
    private final CallArchive archive;
    private final Clock clock;

    /// @param clock dates the removal
    public DetailRemoval(Home home, Store store, CallArchive archive, Clock clock) {
        this.home = home;
        this.store = store;
        this.archive = archive;
        this.clock = clock;
    }

    /// What a removal will do to the catalog.
    public static final class Prepared {
        private final List<PeriodSpan> spans;
        private final List<Long> files;
        private final List<Kept> kept;
        private final Map<Long, List<Figure>> figures;
        private final long lastCommit;

        private Prepared(
                List<PeriodSpan> spans,
                List<Long> files,
                List<Kept> kept,
                Map<Long, List<Figure>> figures,
                long lastCommit) {
            this.spans = spans;
            this.files = files;
            this.kept = kept;
            this.figures = figures;
            this.lastCommit = lastCommit;
        }

        /// The highest commit number when it was prepared.
        public long lastCommit() {
            return lastCommit;
        }
    }

    /// The part of a file that stays.
    private record Kept(WrittenFile file, long throughCommit) {}

    private record Figure(
            Address exporter,
            String kind,
            long records,
            long bytes,
            long bytesNow,
            long packets,
            long packetsNow) {}

    /// Writes what stays of files that do not go as a whole, and sums up what only the slices that
    /// go can tell. Nothing of it counts yet.
    public Prepared prepare(
            MaintenanceLock lock, List<PeriodSpan> spans, Cancellation cancellation) {
        lock.check();
        List<Long> files = store.read(connection -> files(connection, spans));
        long lastCommit = archive.lastCommit();
        List<Kept> kept = new ArrayList<>();
        try (SliceEngine engine = SliceEngine.open(home, store, 1)) {
            for (long id : files) {
                cancellation.check();
                cut(id, spans, engine, cancellation, kept);
            }
        }
        Map<Long, List<Figure>> figures = new HashMap<>();
        try (CallReader reader = archive.reader()) {
            for (PeriodSpan span : spans) {
                figures.put(span.period(), figures(span, reader, cancellation));
            }
        }
        return new Prepared(List.copyOf(spans), files, kept, figures, lastCommit);
    }

    private void cut(
            long id,
            List<PeriodSpan> spans,
            SliceEngine engine,
            Cancellation cancellation,
            List<Kept> kept) {
        WrittenFile whole = store.read(connection -> SliceCatalog.file(connection, id));
        List<QuarterSum> staying =
                whole.quarters().stream()
                        .filter(sum ->
                                spans.stream()
                                        .noneMatch(span ->
                                                span.from() <= sum.quarter()
                                                        && sum.quarter() < span.to()))
                        .toList();
        if (staying.isEmpty()) {
            return;
        }
        SliceBatch batch = new SliceBatch();
        String sql =
                batch.selectedFrom(
                        SliceEngine.parquet(home.calls(), List.of(whole.name())),
                        "NOT (" + PeriodSpan.anyContains(spans, "quarter") + ")");
        WrittenFile written =
                engine.query(
                        sql,
                        cancellation,
                        rows -> {
                            try (SliceFile file =
                                    SliceFile.compacted(
                                            home.calls(), whole.stream(), keptName(whole, id))) {
                                while (rows.next()) {
                                    batch.read(rows);
                                    if (batch.isFull()) {
                                        file.append(batch);
                                        batch.clear();
                                    }
                                }
                                file.append(batch);
                                return file.finish();
                            }
                        });
        if (!written.quarters().equals(staying)) {
            throw new ArchiveException(
                    "Of the slice file "
                            + whole.name()
                            + " "
                            + staying
                            + " was to stay, and "
                            + written.quarters()
                            + " was written; nothing is removed.");
        }
        long through = store.read(connection -> throughCommit(connection, id));
        kept.add(new Kept(written, through));
    }

    /// The name begins like those of compaction, which deletes what a killed run has left.
    private static String keptName(WrittenFile whole, long id) {
        return String.format(Locale.ROOT, "%s%s.kept.%012d", Compaction.PREFIX, whole.stream(), id);
    }

    private List<Figure> figures(PeriodSpan span, CallReader reader, Cancellation cancellation) {
        record Key(Address exporter, String kind) {}
        Map<Key, long[]> sums = new HashMap<>();
        for (HeldRelease release : new HeldReleases(store).at(Long.MAX_VALUE)) {
            long from = Math.max(release.from(), span.from());
            long to = Math.min(release.to(), span.to());
            if (from < to) {
                reader.released(
                        release,
                        from,
                        to,
                        cancellation,
                        (exporter, future, records, bytes, bytesNow, packets, packetsNow) ->
                                add(
                                        sums.computeIfAbsent(
                                                new Key(exporter, future ? FUTURE : RELEASED),
                                                _ -> new long[5]),
                                        records,
                                        bytes,
                                        bytesNow,
                                        packets,
                                        packetsNow));
            }
        }
        for (JoinedSlices.Correction correction :
                reader.corrections(span.from(), span.to(), cancellation)) {
            add(
                    sums.computeIfAbsent(new Key(correction.exporter(), JOINED), _ -> new long[5]),
                    0,
                    correction.bytes(),
                    0,
                    correction.packets(),
                    0);
        }
        unaccounted(span, reader, cancellation)
                .forEach((exporter, sum) ->
                        add(
                                sums.computeIfAbsent(
                                        new Key(exporter, DUPLICATE), _ -> new long[5]),
                                sum[0],
                                sum[1],
                                0,
                                0,
                                0));
        List<Figure> figures = new ArrayList<>();
        sums.forEach((key, sum) ->
                figures.add(
                        new Figure(
                                key.exporter, key.kind, sum[0], sum[1], sum[2], sum[3], sum[4])));
        return figures;
    }

    /// Duplicates of quarter hours that accounting does not look at any more because they came, or
    /// were marked, after the seal: records and bytes by exporter.
    private Map<Address, long[]> unaccounted(
            PeriodSpan span, CallReader reader, Cancellation cancellation) {
        Map<Address, long[]> duplicates = new HashMap<>();
        Set<Long> quarters = store.read(connection -> unaccounted(connection, span));
        if (quarters.isEmpty()) {
            return duplicates;
        }
        for (ExporterQuarter sum :
                reader.sums(span.from(), span.to(), Long.MAX_VALUE, cancellation)) {
            if (quarters.contains(sum.quarter())) {
                add(
                        duplicates.computeIfAbsent(sum.exporter(), _ -> new long[2]),
                        sum.suppressedRecords(),
                        sum.suppressedBytes());
            }
        }
        return store.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement(ACCOUNTED)) {
                query.setLong(1, span.from());
                query.setLong(2, span.to());
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        add(
                                duplicates.computeIfAbsent(
                                        Address.of(row.getBytes(1)), _ -> new long[2]),
                                -row.getLong(2),
                                -row.getLong(3));
                    }
                }
            }
            return duplicates;
        });
    }

    private static Set<Long> unaccounted(Connection connection, PeriodSpan span)
            throws SQLException {
        Set<Long> quarters = new HashSet<>();
        try (PreparedStatement query = connection.prepareStatement(CollectionStatuses.UNACCOUNTED);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                if (span.from() <= row.getLong(1) && row.getLong(1) < span.to()) {
                    quarters.add(row.getLong(1));
                }
            }
        }
        return quarters;
    }

    private static void add(long[] sum, long... more) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += more[i];
        }
    }

    /// Takes the slices out of the catalog, in a transaction of the caller.
    ///
    /// @return whether it did; not so if slices have come in for the spans since
    public boolean apply(Connection connection, Prepared prepared) throws SQLException {
        if (!files(connection, prepared.spans).equals(prepared.files)) {
            return false;
        }
        CatalogWriter catalog = new CatalogWriter(connection, Micros.of(clock.instant()));
        for (long id : prepared.files) {
            catalog.retire(id);
        }
        for (Kept each : prepared.kept) {
            catalog.addCompacted(each.file, each.throughCommit);
        }
        for (PeriodSpan span : prepared.spans) {
            clearMarks(connection, span);
            putFigures(
                    connection,
                    span.period(),
                    prepared.figures.getOrDefault(span.period(), List.of()));
        }
        return true;
    }

    /// Writes down a removal, in the transaction that does it.
    ///
    /// @param quarters canonical figures of the slices that the seal covers
    public static void record(
            Connection connection, RemovedDetail removed, List<CanonicalQuarter> quarters)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO removed_detail (period, from_quarter, to_quarter, removed_at,"
                                + " revision, reason, last_commit, files, slices, octets, archive,"
                                + " archive_hash, sums_hash, corrections_hash)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setLong(1, removed.period());
            insert.setLong(2, removed.from());
            insert.setLong(3, removed.to());
            insert.setLong(4, Micros.of(removed.removedAt()));
            insert.setLong(5, removed.revision());
            insert.setString(6, removed.reason().column());
            insert.setLong(7, removed.lastCommit());
            insert.setInt(8, removed.files());
            insert.setLong(9, removed.slices());
            insert.setLong(10, removed.octets());
            insert.setString(11, removed.archive());
            insert.setString(12, removed.archiveHash());
            insert.setString(13, removed.sumsHash());
            insert.setString(14, removed.correctionsHash());
            insert.executeUpdate();
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO removed_quarter (quarter, entries, bytes, packets, raw_bytes,"
                                + " raw_packets, hash) VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            for (CanonicalQuarter quarter : quarters) {
                insert.setLong(1, quarter.quarter());
                insert.setLong(2, quarter.entries());
                insert.setLong(3, quarter.bytes());
                insert.setLong(4, quarter.packets());
                insert.setLong(5, quarter.rawBytes());
                insert.setLong(6, quarter.rawPackets());
                insert.setString(7, quarter.hash());
                insert.executeUpdate();
            }
        }
    }

    private static void putFigures(Connection connection, long period, List<Figure> figures)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO removed_figure (period, exporter, kind, records, bytes,"
                                + " bytes_now, packets, packets_now)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Figure figure : figures) {
                insert.setLong(1, period);
                insert.setBytes(2, figure.exporter.octets());
                insert.setString(3, figure.kind);
                insert.setLong(4, figure.records);
                insert.setLong(5, figure.bytes);
                insert.setLong(6, figure.bytesNow);
                insert.setLong(7, figure.packets);
                insert.setLong(8, figure.packetsNow);
                insert.executeUpdate();
            }
        }
    }

    /// Nothing of the spans can be worked out again.
    private static void clearMarks(Connection connection, PeriodSpan span) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM dirty_quarter WHERE quarter >= ? AND quarter < ?")) {
            delete.setLong(1, span.from());
            delete.setLong(2, span.to());
            delete.executeUpdate();
        }
    }

    private static List<Long> files(Connection connection, List<PeriodSpan> spans)
            throws SQLException {
        List<Long> files = new ArrayList<>();
        try (PreparedStatement query =
                        connection.prepareStatement(
                                "SELECT DISTINCT q.file FROM slice_file_quarter q WHERE "
                                        + PeriodSpan.anyContains(spans, "q.quarter")
                                        + " ORDER BY 1");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                files.add(row.getLong(1));
            }
        }
        return files;
    }

    private static long throughCommit(Connection connection, long id) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT coalesce(through_commit, id) FROM slice_file WHERE id = ?")) {
            query.setLong(1, id);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
