package net.flowtally.ledger.calls;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.engine.Crew;
import net.flowtally.ledger.exporter.HeldRelease;
import net.flowtally.ledger.store.Store;

/// Reads calls from the archive, with observation points elected. Spans are half-open and in
/// microseconds UTC; whole quarter hours are read, those that begin in the span. For one thread;
/// another may cancel.
public final class CallReader implements Crew.Tools {
    private static final int NOTHING = -1;

    /// What accounting goes by of slices, besides what the election does.
    private static final List<String> OF_ACCOUNTING =
            List.of("call_hi", "call_lo", "caller_is_source", "call_start", "owned_at", "flags");

    private static final List<String> OF_CALLS =
            List.of(
                    "slice_start",
                    "slice_end",
                    "tcp_flags",
                    "tos",
                    "first_position",
                    "last_position");

    /// What a call is made of that accounting goes by, over its slices: whole numbers, none null.
    private static final List<String> CALL =
            List.of(
                    "quarter",
                    "call_hi",
                    "call_lo",
                    "min(call_start) AS call_start",
                    "min(owned_at) AS owned_at",
                    end("source_hi", "destination_hi", "caller_hi"),
                    end("source_lo", "destination_lo", "caller_lo"),
                    end("destination_hi", "source_hi", "callee_hi"),
                    end("destination_lo", "source_lo", "callee_lo"),
                    end("source_port", "destination_port", "caller_port"),
                    end("destination_port", "source_port", "callee_port"),
                    "min(protocol) AS protocol",
                    "sum(CASE WHEN caller_is_source THEN bytes ELSE 0 END)::BIGINT AS bytes_sent",
                    "sum(CASE WHEN caller_is_source THEN 0 ELSE bytes END)::BIGINT"
                            + " AS bytes_received",
                    "sum(CASE WHEN caller_is_source THEN packets ELSE 0 END)::BIGINT"
                            + " AS packets_sent",
                    "sum(CASE WHEN caller_is_source THEN 0 ELSE packets END)::BIGINT"
                            + " AS packets_received",
                    "bit_or(flags) AS flags",
                    "bit_or(CASE WHEN NOT is_scaled THEN 0 WHEN caller_is_source THEN "
                            + CallQuarter.SENT
                            + " ELSE "
                            + CallQuarter.RECEIVED
                            + " END) AS sampled",
                    "coalesce(min(CASE WHEN caller_is_source THEN place END), "
                            + NOTHING
                            + ") AS sent",
                    "coalesce(min(CASE WHEN caller_is_source THEN NULL ELSE place END), "
                            + NOTHING
                            + ") AS received");

    /// What else it is made of.
    private static final List<String> FURTHER =
            List.of(
                    "min(slice_start)",
                    "max(slice_end)",
                    "sum(records)::BIGINT",
                    "bit_or(tcp_flags)",
                    "max(tos)",
                    "min(first_position)",
                    "max(last_position)");

    private final Path folder;
    private final Store store;
    private final SliceEngine engine;
    private final Election election;
    private final JoinedSlices joined;
    private final ReleasedSlices released;
    private final boolean traced;

    /// @param traced whether calls tell their stream, at some cost
    CallReader(
            Path folder,
            Store store,
            SliceEngine engine,
            Map<Address, Integer> preferences,
            ReleasedSlices released,
            boolean traced) {
        this.folder = folder;
        this.store = store;
        this.engine = engine;
        election = new Election(engine, preferences);
        this.released = released;
        this.traced = traced;
        joined = new JoinedSlices(folder, store, engine, traced);
    }

    /// Reads every call, a carrier for each call and quarter hour, ordered by quarter hour and call
    /// id.
    ///
    /// @param lastCommit the highest commit number of slice files that count; `Long.MAX_VALUE` for
    ///   all
    public <X extends Exception> void electedCalls(
            long from, long to, long lastCommit, CallSink<X> sink) throws X {
        electedCalls(from, to, lastCommit, CallSelection.ALL, Cancellation.none(), sink);
    }

    public <X extends Exception> void electedCalls(
            long from,
            long to,
            long lastCommit,
            CallSelection selection,
            Cancellation cancellation,
            CallSink<X> sink)
            throws X {
        for (SliceCatalog.Stretch stretch : stretches(from, to, lastCommit)) {
            election.hold(slices(stretch, selection, lastCommit), wholeCalls(), cancellation);
            readCalls(cancellation, sink);
        }
    }

    /// Reads calls, then duplicates, then sums, with one election for the three of them: stretches
    /// of time in their order; calls in no order, and without what accounting does not go by.
    public <X extends Exception> void quarters(
            long from, long to, long lastCommit, Cancellation cancellation, QuarterSink<X> sink)
            throws X {
        for (SliceCatalog.Stretch stretch : stretches(from, to, lastCommit)) {
            election.hold(
                    slices(stretch, CallSelection.ALL, lastCommit), OF_ACCOUNTING, cancellation);
            handOverCalls(cancellation, sink);
            readSuppressed(cancellation, sink::suppressed);
            for (ExporterQuarter sum : readSums(cancellation)) {
                sink.sum(sum);
            }
            sink.endOfStretch();
        }
    }

    /// Takes what was made of quarter hours.
    ///
    /// @param <X> what it throws, which ends the reading
    public interface QuarterSink<X extends Exception> {
        /// @param call a reused carrier, without times of slices, records, TCP flags, type of
        ///   service, journal positions and stream
        void call(CallQuarter call) throws X;

        void suppressed(SuppressedCall call) throws X;

        void sum(ExporterQuarter sum) throws X;

        /// What comes from now on is of later quarter hours.
        void endOfStretch() throws X;
    }

    private <X extends Exception> void readCalls(Cancellation cancellation, CallSink<X> sink)
            throws X {
        CallQuarter call = new CallQuarter();
        engine.<Long, X>query(
                "SELECT * FROM "
                        + calls(
                                FURTHER,
                                traced ? ", split_part(parse_filename(min(filename)), '.', 1)" : "")
                        + " ORDER BY quarter, call_hi, call_lo",
                cancellation,
                rows -> {
                    Fields<SQLException> fields = column -> rows.getLong(column + 1);
                    long count = 0;
                    while (rows.next()) {
                        fill(call, fields);
                        fillFurther(call, rows);
                        sink.accept(call);
                        count++;
                    }
                    return count;
                });
    }

    private <X extends Exception> void handOverCalls(Cancellation cancellation, QuarterSink<X> sink)
            throws X {
        CallQuarter call = new CallQuarter();
        engine.<X>handOver(
                names(CALL),
                calls(List.of(), ""),
                cancellation,
                rows -> {
                    int[] row = new int[1];
                    Fields<RuntimeException> fields = column -> rows.get(column, row[0]);
                    for (; row[0] < rows.size(); row[0]++) {
                        fill(call, fields);
                        sink.call(call);
                    }
                });
    }

    private static String end(String ofCaller, String otherwise, String name) {
        return "min(CASE WHEN caller_is_source THEN %s ELSE %s END) AS %s"
                .formatted(ofCaller, otherwise, name);
    }

    private static List<String> names(List<String> expressions) {
        return expressions.stream()
                .map(expression -> expression.substring(expression.lastIndexOf(' ') + 1))
                .toList();
    }

    private List<String> wholeCalls() {
        List<String> columns = new ArrayList<>(OF_ACCOUNTING);
        columns.addAll(OF_CALLS);
        if (traced) {
            columns.add("filename");
        }
        return columns;
    }

    /// A relation with a row for each call and quarter hour.
    private String calls(List<String> further, String text) {
        return "(SELECT "
                + String.join(", ", CALL)
                + String.join("", further.stream().map(column -> ", " + column).toList())
                + text
                + " FROM ("
                + election.elected()
                + ") GROUP BY quarter, call_hi, call_lo)";
    }

    /// Reads what was not elected, ordered by quarter hour, key and observation point.
    public <X extends Exception> void suppressed(
            long from, long to, long lastCommit, Cancellation cancellation, SuppressedSink<X> sink)
            throws X {
        for (SliceCatalog.Stretch stretch : stretches(from, to, lastCommit)) {
            election.hold(slices(stretch, CallSelection.ALL, lastCommit), List.of(), cancellation);
            readSuppressed(cancellation, sink);
        }
    }

    private <X extends Exception> void readSuppressed(
            Cancellation cancellation, SuppressedSink<X> sink) throws X {
        if (!election.isContested()) {
            return;
        }
        engine.<Long, X>query(
                """
                SELECT quarter, protocol, source_hi, source_lo, destination_hi, destination_lo,
                    source_port, destination_port, place, winner, bytes, packets, records
                FROM loser ORDER BY ALL
                """,
                cancellation,
                rows -> {
                    long count = 0;
                    while (rows.next()) {
                        sink.accept(suppressed(rows));
                        count++;
                    }
                    return count;
                });
    }

    /// Takes duplicates as they are read.
    ///
    /// @param <X> what it throws, which ends the reading
    @FunctionalInterface
    public interface SuppressedSink<X extends Exception> {
        void accept(SuppressedCall call) throws X;
    }

    /// What became of the slices of each exporter, ordered by quarter hour and exporter.
    public List<ExporterQuarter> sums(
            long from, long to, long lastCommit, Cancellation cancellation) {
        List<ExporterQuarter> sums = new ArrayList<>();
        for (SliceCatalog.Stretch stretch : stretches(from, to, lastCommit)) {
            election.hold(slices(stretch, CallSelection.ALL, lastCommit), List.of(), cancellation);
            sums.addAll(readSums(cancellation));
        }
        return sums;
    }

    private List<ExporterQuarter> readSums(Cancellation cancellation) {
        List<ExporterQuarter> sums = new ArrayList<>();
        return engine.query(
                """
                WITH summed AS (
                    SELECT quarter, place, sum(records) AS records, sum(bytes) AS bytes,
                        sum(packets) AS packets
                    FROM seen GROUP BY quarter, place),
                lost AS (%s),
                part AS (
                    SELECT quarter, exporter_hi, exporter_lo,
                        summed.records - coalesce(lost.records, 0) AS records,
                        summed.bytes - coalesce(lost.bytes, 0) AS bytes,
                        summed.packets - coalesce(lost.packets, 0) AS packets,
                        lost.records AS lost_records, lost.bytes AS lost_bytes,
                        lost.packets AS lost_packets, 0 AS held_records, 0 AS held_bytes,
                        0 AS held_packets
                    FROM summed JOIN point USING (place) LEFT JOIN lost USING (quarter, place)
                    UNION ALL
                    SELECT quarter, exporter_hi, exporter_lo, 0, 0, 0, 0, 0, 0, records, bytes,
                        packets
                    FROM every_slice WHERE held <> 0)
                SELECT quarter, exporter_hi, exporter_lo, sum(records)::BIGINT,
                    sum(bytes)::BIGINT, sum(packets)::BIGINT,
                    coalesce(sum(lost_records), 0)::BIGINT, coalesce(sum(lost_bytes), 0)::BIGINT,
                    coalesce(sum(lost_packets), 0)::BIGINT, sum(held_records)::BIGINT,
                    sum(held_bytes)::BIGINT, sum(held_packets)::BIGINT
                FROM part GROUP BY quarter, exporter_hi, exporter_lo
                ORDER BY quarter, xor(exporter_hi, -9223372036854775808),
                    xor(exporter_lo, -9223372036854775808)
                """
                        .formatted(lost()),
                cancellation,
                rows -> {
                    while (rows.next()) {
                        sums.add(exporterQuarter(rows));
                    }
                    return sums;
                });
    }

    /// Figures for seals, in the order of quarter hours.
    List<CanonicalQuarter> canonical(
            SliceCatalog.Stretch stretch, long lastCommit, Cancellation cancellation) {
        CanonicalSums sums = new CanonicalSums();
        engine.handOver(
                CanonicalSums.columns(),
                CanonicalSums.entries(written(stretch, lastCommit)),
                cancellation,
                sums);
        return sums.quarters();
    }

    @Override
    public void close() {
        engine.close();
    }

    /// Compares a slice file with what the catalog says of it, octet for octet and sum for sum.
    ///
    /// @return a sentence for each difference
    public List<String> check(WrittenFile file, Cancellation cancellation) {
        SliceFileCheck check = new SliceFileCheck(file);
        if (check.compareOctets(folder.resolve(file.name()))) {
            try {
                check.compareSums(sums(file.name(), cancellation));
            } catch (ArchiveException e) {
                check.unreadable(e);
            }
        }
        return check.findings();
    }

    private SliceSums sums(String file, Cancellation cancellation) {
        SliceSums sums = new SliceSums();
        engine.query(
                "SELECT quarter, raw_bytes, raw_packets, bytes, packets, first_position,"
                        + " last_position FROM "
                        + SliceEngine.parquet(folder, List.of(file)),
                cancellation,
                rows -> {
                    while (rows.next()) {
                        sums.add(
                                rows.getLong(1),
                                rows.getLong(2),
                                rows.getLong(3),
                                rows.getLong(4),
                                rows.getLong(5),
                                rows.getLong(6),
                                rows.getLong(7));
                    }
                    return sums;
                });
        return sums;
    }

    private List<SliceCatalog.Stretch> stretches(long from, long to, long lastCommit) {
        return SliceCatalog.stretches(store, from, to, lastCommit, released.shifting());
    }

    /// The slices as accounting sees them: what was released is no longer held.
    private String slices(SliceCatalog.Stretch stretch, CallSelection selection, long lastCommit) {
        return released.query(
                joined.of(stretch, lastCommit), stretch.from(), stretch.to(), selection.sql());
    }

    /// Takes what releases have changed of an exporter: records, and bytes and packets before and
    /// after.
    interface ReleaseSink {
        void accept(
                Address exporter,
                boolean future,
                long records,
                long bytes,
                long bytesNow,
                long packets,
                long packetsNow);
    }

    /// Sums up what releases have changed of the slices that are kept.
    void released(List<HeldRelease> releases, Cancellation cancellation, ReleaseSink sink) {
        for (HeldRelease release : releases) {
            for (long[] kept :
                    store.read(connection ->
                            RemovedDetails.kept(connection, release.from(), release.to()))) {
                released(release, kept[0], kept[1], cancellation, sink);
            }
        }
    }

    /// Sums up what a release has changed of the slices in an interval, which lies in its own.
    void released(
            HeldRelease release, long from, long to, Cancellation cancellation, ReleaseSink sink) {
        ReleasedSlices one = new ReleasedSlices(List.of(release));
        for (SliceCatalog.Stretch stretch :
                SliceCatalog.stretches(store, from, to, Long.MAX_VALUE, List.of())) {
            engine.query(
                    """
                    SELECT exporter_hi, exporter_lo, held = %d, sum(records)::BIGINT,
                        sum(bytes)::BIGINT, sum(bytes_now)::BIGINT, sum(packets)::BIGINT,
                        sum(packets_now)::BIGINT
                    FROM (%s) GROUP BY 1, 2, 3
                    """
                            .formatted(
                                    Slice.HELD_FUTURE,
                                    one.changes(
                                            joined.of(stretch, Long.MAX_VALUE),
                                            stretch.from(),
                                            stretch.to())),
                    cancellation,
                    rows -> {
                        while (rows.next()) {
                            sink.accept(
                                    new Address(rows.getLong(1), rows.getLong(2)),
                                    rows.getBoolean(3),
                                    rows.getLong(4),
                                    rows.getLong(5),
                                    rows.getLong(6),
                                    rows.getLong(7),
                                    rows.getLong(8));
                        }
                        return sink;
                    });
        }
    }

    List<JoinedSlices.Correction> corrections(Cancellation cancellation) {
        return joined.corrections(Long.MIN_VALUE, Long.MAX_VALUE, cancellation);
    }

    /// Of the slices in an interval.
    List<JoinedSlices.Correction> corrections(long from, long to, Cancellation cancellation) {
        return joined.corrections(from, to, cancellation);
    }

    /// How many slices of an interval are held still and could have been released, and their bytes.
    public HeldTotal held(long from, long to, Cancellation cancellation) {
        HeldTotal total = new HeldTotal(0, 0);
        for (SliceCatalog.Stretch stretch : stretches(from, to, Long.MAX_VALUE)) {
            HeldTotal before = total;
            total =
                    engine.query(
                            "SELECT count(*),"
                                    + " coalesce(sum(bytes), 0)::BIGINT FROM ("
                                    + slices(stretch, CallSelection.ALL, Long.MAX_VALUE)
                                    + ") WHERE held NOT IN ("
                                    + Slice.NOT_HELD
                                    + ", "
                                    + Slice.HELD_AGGREGATE
                                    + ")",
                            cancellation,
                            rows -> {
                                rows.next();
                                return new HeldTotal(
                                        before.slices + rows.getLong(1),
                                        before.bytes + rows.getLong(2));
                            });
        }
        return total;
    }

    /// Slices that are held, and their scaled bytes.
    public record HeldTotal(long slices, long bytes) {}

    /// The slices as they were written.
    private String written(SliceCatalog.Stretch stretch, long lastCommit) {
        return "SELECT * FROM "
                + joined.of(stretch, lastCommit)
                + " WHERE quarter >= "
                + stretch.from()
                + " AND quarter < "
                + stretch.to();
    }

    /// What was not elected, by quarter hour and place.
    private String lost() {
        return election.isContested()
                ? "SELECT quarter, place, sum(records) AS records, sum(bytes) AS bytes,"
                        + " sum(packets) AS packets FROM loser GROUP BY quarter, place"
                : "SELECT NULL AS quarter, NULL AS place, 0 AS records, 0 AS bytes, 0 AS packets"
                        + " WHERE false";
    }

    /// The whole numbers of a row, in the order of `CALL` and `FURTHER`.
    private interface Fields<X extends Exception> {
        long get(int column) throws X;
    }

    private <X extends Exception> void fill(CallQuarter call, Fields<X> fields) throws X {
        call.quarter = fields.get(0);
        call.callHi = fields.get(1);
        call.callLo = fields.get(2);
        call.callStart = fields.get(3);
        call.ownedAt = fields.get(4);
        call.callerHi = fields.get(5);
        call.callerLo = fields.get(6);
        call.calleeHi = fields.get(7);
        call.calleeLo = fields.get(8);
        call.callerPort = (int) fields.get(9);
        call.calleePort = (int) fields.get(10);
        call.protocol = (int) fields.get(11);
        call.bytesSent = fields.get(12);
        call.bytesReceived = fields.get(13);
        call.packetsSent = fields.get(14);
        call.packetsReceived = fields.get(15);
        call.flags = (int) fields.get(16);
        call.sampled = (int) fields.get(17);
        fillPoints(call, (int) fields.get(18), (int) fields.get(19));
        call.startsHere = QuarterHour.of(call.callStart) == call.quarter;
    }

    private void fillFurther(CallQuarter call, ResultSet rows) throws SQLException {
        int column = CALL.size();
        call.start = rows.getLong(++column);
        call.end = rows.getLong(++column);
        call.records = rows.getLong(++column);
        call.tcpFlags = rows.getInt(++column);
        call.tos = rows.getInt(++column);
        call.firstPosition = rows.getLong(++column);
        call.lastPosition = rows.getLong(++column);
        call.stream = traced ? rows.getString(++column) : "";
    }

    /// Each end is behind the interface that what it sent came in by; else behind the one that what
    /// it received went out by.
    ///
    /// @param sent the place of the observation point; `NOTHING` if nothing was sent
    private void fillPoints(CallQuarter call, int sent, int received) {
        boolean nothingSent = sent == NOTHING;
        boolean nothingReceived = received == NOTHING;
        ObservationPoint forCaller = election.point(nothingSent ? received : sent);
        ObservationPoint forCallee = election.point(nothingReceived ? sent : received);
        call.exporterHi = forCaller.exporter().hi();
        call.exporterLo = forCaller.exporter().lo();
        call.callerInterface =
                nothingSent ? forCaller.outputInterface() : forCaller.inputInterface();
        call.calleeExporterHi = forCallee.exporter().hi();
        call.calleeExporterLo = forCallee.exporter().lo();
        call.calleeInterface =
                nothingReceived ? forCallee.outputInterface() : forCallee.inputInterface();
    }

    private SuppressedCall suppressed(ResultSet rows) throws SQLException {
        return new SuppressedCall(
                rows.getLong(1),
                rows.getInt(2),
                new Address(rows.getLong(3), rows.getLong(4)),
                new Address(rows.getLong(5), rows.getLong(6)),
                rows.getInt(7),
                rows.getInt(8),
                election.point(rows.getInt(9)),
                election.point(rows.getInt(10)),
                rows.getLong(11),
                rows.getLong(12),
                rows.getLong(13));
    }

    private static ExporterQuarter exporterQuarter(ResultSet rows) throws SQLException {
        return new ExporterQuarter(
                rows.getLong(1),
                new Address(rows.getLong(2), rows.getLong(3)),
                rows.getLong(4),
                rows.getLong(5),
                rows.getLong(6),
                rows.getLong(7),
                rows.getLong(8),
                rows.getLong(9),
                rows.getLong(10),
                rows.getLong(11),
                rows.getLong(12));
    }
}
