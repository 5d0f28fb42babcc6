package net.flowtally.ledger.calls;

import java.util.List;

/// Joins slices of LFAP flows over streams. Where an agent went on at another server, its stream
/// may know a flow by its id alone, and what it makes of the first running counter there contains
/// what other streams have booked. Nothing is stored: the join is worked out anew from the slices
/// whenever they are read, and is right whichever stream commits first.
///
/// *Endpoints*: a slice that is RESUMED takes call start, and where it has no endpoints these and
/// the observation point, from slices of the same call whose stream saw the flow begin.
///
/// *Running counters*: what a stream has of one direction of a call falls into segments; each but
/// the first begins with a REBASED slice. The sum of all it has up to the end of a segment is the
/// running counter then. A REBASED slice says how far the counter has come beyond what its own
/// stream has; what segments of other streams that began lower have booked beyond that, up to the
/// end of its own segment, is taken off. It may be more than the slice has, where an agent said
/// again what the other server had journalled and not acknowledged: the slices that follow in the
/// segment make up for it.
final class FlowJoin {
    private static final String CALL = "call_hi, call_lo, caller_is_source";

    private FlowJoin() {}

    /// A select of slices like those in the files, joined.
    ///
    /// @param slices `read_parquet` over the files to read, with the file name
    /// @param condition which of them
    /// @param history `read_parquet` over all files with flows, with the file name
    /// @param streams rows of file name and stream, of all files
    /// @param selection what to keep of the result
    static String sql(
            String slices,
            String condition,
            String history,
            List<String> streams,
            String selection) {
        return "WITH"
                + common(slices, condition, history, streams)
                + """

                SELECT * FROM (
                    SELECT base.* EXCLUDE (filename, stream, caller_hi, caller_lo, callee_hi, callee_lo,
                        caller_port, callee_port, known_protocol, known_start, is_bare,
                        known_exporter_hi, known_exporter_lo, known_in, known_out, known_way,
                        known_bytes, known_packets, scaled_bytes, scaled_packets) REPLACE (
                        CASE WHEN is_bare AND caller_is_source THEN caller_hi
                            WHEN is_bare THEN callee_hi ELSE source_hi END AS source_hi,
                        CASE WHEN is_bare AND caller_is_source THEN caller_lo
                            WHEN is_bare THEN callee_lo ELSE source_lo END AS source_lo,
                        CASE WHEN is_bare AND caller_is_source THEN callee_hi
                            WHEN is_bare THEN caller_hi ELSE destination_hi END AS destination_hi,
                        CASE WHEN is_bare AND caller_is_source THEN callee_lo
                            WHEN is_bare THEN caller_lo ELSE destination_lo END AS destination_lo,
                        CASE WHEN is_bare AND caller_is_source THEN caller_port
                            WHEN is_bare THEN callee_port ELSE source_port END AS source_port,
                        CASE WHEN is_bare AND caller_is_source THEN callee_port
                            WHEN is_bare THEN caller_port ELSE destination_port END
                            AS destination_port,
                        CASE WHEN is_bare THEN known_protocol ELSE protocol END AS protocol,
                        CASE WHEN is_bare THEN known_exporter_hi ELSE exporter_hi END
                            AS exporter_hi,
                        CASE WHEN is_bare THEN known_exporter_lo ELSE exporter_lo END
                            AS exporter_lo,
                        CASE WHEN is_bare AND caller_is_source THEN known_in
                            WHEN is_bare THEN known_out ELSE input_interface END
                            AS input_interface,
                        CASE WHEN is_bare AND caller_is_source THEN known_out
                            WHEN is_bare THEN known_in ELSE output_interface END
                            AS output_interface,
                        CASE WHEN is_bare THEN known_way ELSE direction END AS direction,
                        coalesce(known_start, call_start) AS call_start,
                        CASE WHEN known_start IS NULL THEN owned_at
                            WHEN known_start < quarter + 900000000
                                THEN greatest(known_start, quarter)
                            ELSE quarter END AS owned_at,
                        (raw_bytes - coalesce(known_bytes, 0))::BIGINT AS raw_bytes,
                        (raw_packets - coalesce(known_packets, 0))::BIGINT
                            AS raw_packets,
                        (bytes - coalesce(scaled_bytes, 0))::BIGINT AS bytes,
                        (packets - coalesce(scaled_packets, 0))::BIGINT AS packets)
                    FROM (
                        SELECT base.*, caller_hi, caller_lo, callee_hi, callee_lo, caller_port,
                            callee_port, known_protocol, known_start, known_exporter_hi,
                            known_exporter_lo, known_in, known_out, known_way,
                            (flags & 64) <> 0 AND caller_hi IS NOT NULL
                                AND (source_hi | source_lo | destination_hi | destination_lo) = 0
                                AS is_bare,
                            known_bytes, known_packets,
                            (known_bytes::HUGEINT * rate_numerator * 2 + rate_denominator)
                                // (rate_denominator::HUGEINT * 2) AS scaled_bytes,
                            (known_packets::HUGEINT * rate_numerator * 2 + rate_denominator)
                                // (rate_denominator::HUGEINT * 2) AS scaled_packets
                        FROM base
                        LEFT JOIN known ON base.call_hi = known.call_hi
                            AND base.call_lo = known.call_lo AND (base.flags & 64) <> 0
                        LEFT JOIN elsewhere ON base.call_hi = elsewhere.call_hi
                            AND base.call_lo = elsewhere.call_lo
                            AND base.caller_is_source = elsewhere.caller_is_source
                            AND base.stream = elsewhere.stream
                            AND base.first_position = elsewhere.first_position
                            AND base.quarter = elsewhere.quarter
                            AND (base.flags & 128) <> 0) base)
                """
                + "WHERE "
                + selection;
    }

    private static String common(
            String slices, String condition, String history, List<String> streams) {
        return """
         stream_of(filename, stream) AS (VALUES %4$s),
        base AS (
            SELECT * FROM %1$s slice JOIN stream_of USING (filename)
            WHERE (flags & 512) = 0 AND %2$s),
        needed AS (
            SELECT DISTINCT call_hi, call_lo FROM base WHERE (flags & 192) <> 0),
        history AS (
            SELECT * FROM %3$s slice JOIN stream_of USING (filename)
            SEMI JOIN needed USING (call_hi, call_lo)),
        known AS (
            SELECT call_hi, call_lo, best.caller_hi, best.caller_lo, best.callee_hi,
                best.callee_lo, best.caller_port, best.callee_port,
                best.protocol AS known_protocol, best.call_start AS known_start,
                best.exporter_hi AS known_exporter_hi,
                best.exporter_lo AS known_exporter_lo, best.way_in AS known_in,
                best.way_out AS known_out, best.direction AS known_way
            FROM (SELECT call_hi, call_lo, arg_min(entry, rank) AS best FROM (
                SELECT call_hi, call_lo,
                    (flags & 64)::HUGEINT * 1000000000000000000 + call_start AS rank,
                    {'caller_hi': CASE WHEN caller_is_source THEN source_hi
                            ELSE destination_hi END,
                        'caller_lo': CASE WHEN caller_is_source THEN source_lo
                            ELSE destination_lo END,
                        'callee_hi': CASE WHEN caller_is_source THEN destination_hi
                            ELSE source_hi END,
                        'callee_lo': CASE WHEN caller_is_source THEN destination_lo
                            ELSE source_lo END,
                        'caller_port': CASE WHEN caller_is_source THEN source_port
                            ELSE destination_port END,
                        'callee_port': CASE WHEN caller_is_source THEN destination_port
                            ELSE source_port END,
                        'way_in': CASE WHEN caller_is_source THEN input_interface
                            ELSE output_interface END,
                        'way_out': CASE WHEN caller_is_source THEN output_interface
                            ELSE input_interface END,
                        'exporter_hi': exporter_hi, 'exporter_lo': exporter_lo,
                        'direction': direction, 'protocol': protocol,
                        'call_start': call_start} AS entry
                FROM history
                WHERE (source_hi | source_lo | destination_hi | destination_lo) <> 0)
            GROUP BY call_hi, call_lo)),
        steps AS (
            SELECT %5$s, stream, quarter, first_position, (flags & 128) <> 0 AS rebased,
                raw_bytes, raw_packets,
                sum(CASE WHEN (flags & 128) <> 0 THEN 1 ELSE 0 END) OVER w AS segment,
                sum(raw_bytes) OVER w AS run_bytes, sum(raw_packets) OVER w AS run_packets
            FROM history WHERE (flags & 512) = 0
            WINDOW w AS (PARTITION BY %5$s, stream
                ORDER BY first_position, (flags & 128) DESC, quarter, slice_start,
                    raw_bytes, raw_packets
                ROWS UNBOUNDED PRECEDING)),
        segments AS (
            SELECT %5$s, stream, segment,
                CASE WHEN segment = 0 THEN 0 ELSE min(run_bytes) END AS low_bytes,
                max(run_bytes) AS high_bytes,
                CASE WHEN segment = 0 THEN 0 ELSE min(run_packets) END AS low_packets,
                max(run_packets) AS high_packets
            FROM steps GROUP BY %5$s, stream, segment),
        elsewhere AS (
            SELECT s.call_hi, s.call_lo, s.caller_is_source, s.stream, s.quarter,
                s.first_position,
                greatest(0, coalesce(max(CASE WHEN o.low_bytes < s.run_bytes
                        THEN least(o.high_bytes, own.high_bytes) END), 0)
                    - (any_value(s.run_bytes) - any_value(s.raw_bytes)))::BIGINT
                    AS known_bytes,
                greatest(0, coalesce(max(CASE WHEN o.low_packets < s.run_packets
                        THEN least(o.high_packets, own.high_packets) END), 0)
                    - (any_value(s.run_packets) - any_value(s.raw_packets)))::BIGINT
                    AS known_packets
            FROM steps s JOIN segments own ON s.call_hi = own.call_hi
                AND s.call_lo = own.call_lo AND s.caller_is_source = own.caller_is_source
                AND s.stream = own.stream AND s.segment = own.segment
            JOIN segments o ON s.call_hi = o.call_hi
                AND s.call_lo = o.call_lo AND s.caller_is_source = o.caller_is_source
                AND s.stream <> o.stream
            WHERE s.rebased
            GROUP BY s.call_hi, s.call_lo, s.caller_is_source, s.stream, s.quarter,
                s.first_position)\
        """
                .formatted(slices, condition, history, String.join(", ", streams), CALL);
    }

    /// What other streams have booked of what the slices say, by exporter.
    static String corrections(String history, List<String> streams) {
        return "WITH"
                + common(history, "(flags & 128) <> 0", history, streams)
                + """

                SELECT exporter_hi, exporter_lo,
                    sum((known_bytes::HUGEINT * rate_numerator * 2 + rate_denominator)
                        // (rate_denominator::HUGEINT * 2))::BIGINT,
                    sum((known_packets::HUGEINT * rate_numerator * 2 + rate_denominator)
                        // (rate_denominator::HUGEINT * 2))::BIGINT
                FROM base JOIN elsewhere USING (call_hi, call_lo, caller_is_source, stream,
                    first_position, quarter)
                GROUP BY exporter_hi, exporter_lo
                """;
    }
}
