package net.flowtally.ledger.calls;

import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.HeldRelease;
import net.flowtally.ledger.store.Store;

/// Reads calls from the archive, with observation points elected. Spans are half-open and in
/// microseconds UTC; whole quarter hours are read, those that begin in the span. For one thread;
/// another may cancel.
public final class CallReader implements AutoCloseable {
    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

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
            election.hold(slices(stretch, selection, lastCommit), cancellation);
            readCalls(cancellation, sink);
        }
    }

    /// Reads calls, then duplicates, then sums, with one election for the three of them: stretches
    /// of time in their order, each ordered as it is when it is read alone.
    public <X extends Exception> void quarters(
            long from, long to, long lastCommit, Cancellation cancellation, QuarterSink<X> sink)
            throws X {
        for (SliceCatalog.Stretch stretch : stretches(from, to, lastCommit)) {
            election.hold(slices(stretch, CallSelection.ALL, lastCommit), cancellation);
            readCalls(cancellation, sink::call);
            readSuppressed(cancellation, sink::suppressed);
            for (ExporterQuarter sum : readSums(cancellation)) {
                sink.sum(sum);
            }
        }
    }

    /// Takes what was made of quarter hours.
    ///
    /// @param <X> what it throws, which ends the reading
    public interface QuarterSink<X extends Exception> {
        /// @param call a reused carrier
        void call(CallQuarter call) throws X;

        void suppressed(SuppressedCall call) throws X;

        void sum(ExporterQuarter sum) throws X;
    }

    private <X extends Exception> void readCalls(Cancellation cancellation, CallSink<X> sink)
            throws X {
        CallQuarter call = new CallQuarter();
        engine.<Long, X>query(
                """
                SELECT quarter, call_hi, call_lo, min(call_start), min(owned_at),
                    min(slice_start), max(slice_end),
                    min(CASE WHEN caller_is_source THEN place END),
                    min(CASE WHEN caller_is_source THEN source_hi ELSE destination_hi END),
                    min(CASE WHEN caller_is_source THEN source_lo ELSE destination_lo END),
                    min(CASE WHEN caller_is_source THEN destination_hi ELSE source_hi END),
                    min(CASE WHEN caller_is_source THEN destination_lo ELSE source_lo END),
                    min(CASE WHEN caller_is_source THEN source_port ELSE destination_port END),
                    min(CASE WHEN caller_is_source THEN destination_port ELSE source_port END),
                    min(protocol),
                    sum(CASE WHEN caller_is_source THEN bytes ELSE 0 END)::BIGINT,
                    sum(CASE WHEN caller_is_source THEN 0 ELSE bytes END)::BIGINT,
                    sum(CASE WHEN caller_is_source THEN packets ELSE 0 END)::BIGINT,
                    sum(CASE WHEN caller_is_source THEN 0 ELSE packets END)::BIGINT,
                    sum(records)::BIGINT, bit_or(tcp_flags), max(tos), bit_or(flags),
                    bit_or(CASE WHEN rate_numerator = rate_denominator THEN 0
                        WHEN caller_is_source THEN 1 ELSE 2 END),
                    min(first_position), max(last_position),
                    min(CASE WHEN caller_is_source THEN NULL ELSE place END), %s
                FROM (%s) GROUP BY quarter, call_hi, call_lo
                ORDER BY quarter, call_hi, call_lo
                """
                        .formatted(
                                traced ? "split_part(parse_filename(min(filename)), '.', 1)" : "''",
                                election.elected()),
                cancellation,
                rows -> {
                    long count = 0;
                    while (rows.next()) {
                        fill(call, rows);
                        sink.accept(call);
                        count++;
                    }
                    return count;
                });
    }

    /// Reads what was not elected, ordered by quarter hour, key and observation point.
    public <X extends Exception> void suppressed(
            long from, long to, long lastCommit, Cancellation cancellation, SuppressedSink<X> sink)
            throws X {
        for (SliceCatalog.Stretch stretch : stretches(from, to, lastCommit)) {
            election.hold(slices(stretch, CallSelection.ALL, lastCommit), cancellation);
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
            election.hold(slices(stretch, CallSelection.ALL, lastCommit), cancellation);
            sums.addAll(readSums(cancellation));
        }
        return sums;
    }

    private List<ExporterQuarter> readSums(Cancellation cancellation) {
        List<ExporterQuarter> sums = new ArrayList<>();
        return engine.query(
                """
                WITH seen AS (
                    SELECT quarter, exporter_hi, exporter_lo,
                        sum(CASE WHEN held = 0 THEN records ELSE 0 END) AS records,
                        sum(CASE WHEN held = 0 THEN bytes ELSE 0 END) AS bytes,
                        sum(CASE WHEN held = 0 THEN packets ELSE 0 END) AS packets,
                        sum(CASE WHEN held = 0 THEN 0 ELSE records END) AS held_records,
                        sum(CASE WHEN held = 0 THEN 0 ELSE bytes END) AS held_bytes,
                        sum(CASE WHEN held = 0 THEN 0 ELSE packets END) AS held_packets
                    FROM every_slice GROUP BY quarter, exporter_hi, exporter_lo),
                lost AS (%s)
                SELECT quarter, exporter_hi, exporter_lo,
                    (seen.records - coalesce(lost.records, 0))::BIGINT,
                    (seen.bytes - coalesce(lost.bytes, 0))::BIGINT,
                    (seen.packets - coalesce(lost.packets, 0))::BIGINT,
                    coalesce(lost.records, 0)::BIGINT, coalesce(lost.bytes, 0)::BIGINT,
                    coalesce(lost.packets, 0)::BIGINT, held_records::BIGINT,
                    held_bytes::BIGINT, held_packets::BIGINT
                FROM seen LEFT JOIN lost USING (quarter, exporter_hi, exporter_lo)
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
    public List<CanonicalQuarter> canonical(
            long from, long to, long lastCommit, Cancellation cancellation) {
        List<CanonicalQuarter> quarters = new ArrayList<>();
        for (SliceCatalog.Stretch stretch :
                SliceCatalog.stretches(store, from, to, lastCommit, List.of())) {
            engine.query(
                    """
                    WITH entry AS (
                        SELECT quarter, sum(bytes) AS all_bytes, sum(packets) AS all_packets,
                            sum(raw_bytes) AS all_raw_bytes,
                            sum(raw_packets) AS all_raw_packets,
                            concat_ws(',', quarter, call_hi, call_lo, caller_is_source,
                                exporter_hi, exporter_lo, input_interface, output_interface,
                                direction, held, protocol, source_hi, source_lo, destination_hi,
                                destination_lo, source_port, destination_port, min(call_start),
                                min(owned_at), min(slice_start), max(slice_end),
                                max(rate_numerator <> rate_denominator), sum(records),
                                sum(bytes), sum(packets), sum(raw_bytes), sum(raw_packets))
                                AS text
                        FROM (%s)
                        GROUP BY quarter, call_hi, call_lo, caller_is_source, exporter_hi,
                            exporter_lo, input_interface, output_interface, direction, held,
                            protocol, source_hi, source_lo, destination_hi, destination_lo,
                            source_port, destination_port)
                    SELECT quarter, count(*), sum(all_bytes)::BIGINT, sum(all_packets)::BIGINT,
                        sum(all_raw_bytes)::BIGINT, sum(all_raw_packets)::BIGINT,
                        sum(md5_number_upper(text)::HUGEINT)::VARCHAR,
                        sum(md5_number_lower(text)::HUGEINT)::VARCHAR
                    FROM entry GROUP BY quarter ORDER BY quarter
                    """
                            .formatted(written(stretch, CallSelection.ALL, lastCommit)),
                    cancellation,
                    rows -> {
                        while (rows.next()) {
                            quarters.add(
                                    new CanonicalQuarter(
                                            rows.getLong(1),
                                            rows.getLong(2),
                                            rows.getLong(3),
                                            rows.getLong(4),
                                            rows.getLong(5),
                                            rows.getLong(6),
                                            hex(rows.getString(7)) + hex(rows.getString(8))));
                        }
                        return quarters;
                    });
        }
        return quarters;
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

    /// Sums up what releases have changed.
    void released(List<HeldRelease> releases, Cancellation cancellation, ReleaseSink sink) {
        for (HeldRelease release : releases) {
            ReleasedSlices one = new ReleasedSlices(List.of(release));
            for (SliceCatalog.Stretch stretch :
                    SliceCatalog.stretches(
                            store, release.from(), release.to(), Long.MAX_VALUE, List.of())) {
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
    }

    List<JoinedSlices.Correction> corrections(Cancellation cancellation) {
        return joined.corrections(cancellation);
    }

    private String written(SliceCatalog.Stretch stretch, CallSelection selection, long lastCommit) {
        return "SELECT * FROM "
                + joined.of(stretch, lastCommit)
                + " WHERE quarter >= "
                + stretch.from()
                + " AND quarter < "
                + stretch.to()
                + " AND "
                + selection.sql();
    }

    private String lost() {
        return election.isContested()
                ? "SELECT quarter, exporter_hi, exporter_lo, sum(loser.records) AS records,"
                        + " sum(loser.bytes) AS bytes, sum(loser.packets) AS packets"
                        + " FROM loser JOIN point USING (place)"
                        + " GROUP BY quarter, exporter_hi, exporter_lo"
                : "SELECT 0::BIGINT AS quarter, 0::BIGINT AS exporter_hi,"
                        + " 0::BIGINT AS exporter_lo, 0 AS records, 0 AS bytes, 0 AS packets"
                        + " WHERE false";
    }

    private void fill(CallQuarter call, ResultSet rows) throws SQLException {
        call.quarter = rows.getLong(1);
        call.callHi = rows.getLong(2);
        call.callLo = rows.getLong(3);
        call.callStart = rows.getLong(4);
        call.ownedAt = rows.getLong(5);
        call.start = rows.getLong(6);
        call.end = rows.getLong(7);
        fillPoints(call, rows);
        call.callerHi = rows.getLong(9);
        call.callerLo = rows.getLong(10);
        call.calleeHi = rows.getLong(11);
        call.calleeLo = rows.getLong(12);
        call.callerPort = rows.getInt(13);
        call.calleePort = rows.getInt(14);
        call.protocol = rows.getInt(15);
        call.bytesSent = rows.getLong(16);
        call.bytesReceived = rows.getLong(17);
        call.packetsSent = rows.getLong(18);
        call.packetsReceived = rows.getLong(19);
        call.records = rows.getLong(20);
        call.tcpFlags = rows.getInt(21);
        call.tos = rows.getInt(22);
        call.flags = rows.getInt(23);
        call.sampled = rows.getInt(24);
        call.firstPosition = rows.getLong(25);
        call.lastPosition = rows.getLong(26);
        call.stream = rows.getString(28);
        call.startsHere = QuarterHour.of(call.callStart) == call.quarter;
    }

    /// Each end is behind the interface that what it sent came in by; else behind the one that what
    /// it received went out by.
    private void fillPoints(CallQuarter call, ResultSet rows) throws SQLException {
        int sent = rows.getInt(8);
        boolean nothingSent = rows.wasNull();
        int received = rows.getInt(27);
        boolean nothingReceived = rows.wasNull();
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

    private static String hex(String sum) {
        return String.format(Locale.ROOT, "%016x", new BigInteger(sum).mod(TWO_TO_64));
    }
}
