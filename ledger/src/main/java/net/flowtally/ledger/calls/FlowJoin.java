package net.flowtally.ledger.calls;

/// Joins slices of LFAP flows over streams. Where an agent went on at another server, its stream
/// may know a flow by its id alone, and what it books may be booked by the stream before as well.
/// Nothing is stored: the join is worked out anew from the slices whenever they are read, and is
/// right whichever stream commits first.
///
/// *Endpoints*: slices of a flow take call start, and where they have no endpoints these and the
/// observation point, from slices of the same call whose stream saw the flow begin.
///
/// *Counters*: what streams have both booked counts once, see `FlowOverlap`. A slice of which
/// nothing is left is left out.
final class FlowJoin {
    private FlowJoin() {}

    /// The slices that are to be joined, and where the flows in them have been.
    ///
    /// @param slices `read_parquet` over the files to read, with file name and row number
    /// @param marked the same over the files that have slices to be joined
    /// @param history the same over all files with flows
    /// @param streams rows of file name and stream, of all files
    record Sources(String slices, String marked, String history, String streams) {}

    /// A select of slices like those in the files, joined.
    static String sql(Sources sources) {
        return "WITH"
                + common(sources)
                + """
                ,
                bare AS (
                    SELECT corrected.*, known.* EXCLUDE (call_hi, call_lo),
                        (flags & %1$d) <> 0 AND caller_hi IS NOT NULL
                            AND (source_hi | source_lo | destination_hi | destination_lo) = 0
                            AS is_bare
                    FROM corrected LEFT JOIN known USING (call_hi, call_lo)
                    WHERE NOT is_repeat
                        AND ((raw_bytes | raw_packets) = 0 OR (left_bytes | left_packets) <> 0))
                SELECT * EXCLUDE (filename, file_row_number, stream, left_bytes, left_packets,
                        is_repeat, is_bare, caller_hi, caller_lo, callee_hi, callee_lo,
                        caller_port, callee_port, known_protocol, known_start,
                        known_exporter_hi, known_exporter_lo, known_in, known_out, known_way)
                    REPLACE (
                        %2$s,
                        CASE WHEN is_bare THEN known_protocol ELSE protocol END AS protocol,
                        CASE WHEN is_bare THEN known_exporter_hi ELSE exporter_hi END
                            AS exporter_hi,
                        CASE WHEN is_bare THEN known_exporter_lo ELSE exporter_lo END
                            AS exporter_lo,
                        CASE WHEN is_bare THEN known_way ELSE direction END AS direction,
                        coalesce(known_start, call_start) AS call_start,
                        CASE WHEN known_start IS NULL THEN owned_at
                            WHEN known_start < quarter + 900000000
                                THEN greatest(known_start, quarter)
                            ELSE quarter END AS owned_at,
                        left_bytes AS raw_bytes,
                        left_packets AS raw_packets,
                        %3$s AS bytes,
                        %4$s AS packets)
                FROM bare
                """
                        .formatted(
                                Slice.RESUMED,
                                String.join(
                                        ", ",
                                        side("caller_hi", "callee_hi", "source_hi"),
                                        side("caller_lo", "callee_lo", "source_lo"),
                                        side("callee_hi", "caller_hi", "destination_hi"),
                                        side("callee_lo", "caller_lo", "destination_lo"),
                                        side("caller_port", "callee_port", "source_port"),
                                        side("callee_port", "caller_port", "destination_port"),
                                        side("known_in", "known_out", "input_interface"),
                                        side("known_out", "known_in", "output_interface")),
                                left("bytes"),
                                left("packets"));
    }

    /// What streams have booked that others have as well, by exporter.
    static String corrections(Sources sources) {
        return "WITH"
                + common(sources)
                + """

                SELECT exporter_hi, exporter_lo,
                    sum(bytes - CASE WHEN is_repeat THEN 0 ELSE %s END)::BIGINT,
                    sum(packets - CASE WHEN is_repeat THEN 0 ELSE %s END)::BIGINT
                FROM corrected
                WHERE is_repeat OR left_bytes <> raw_bytes OR left_packets <> raw_packets
                GROUP BY exporter_hi, exporter_lo
                """
                        .formatted(left("bytes"), left("packets"));
    }

    private static String side(String ofCaller, String ofCallee, String column) {
        return ("CASE WHEN is_bare AND caller_is_source THEN %1$s WHEN is_bare THEN %2$s"
                        + " ELSE %3$s END AS %3$s")
                .formatted(ofCaller, ofCallee, column);
    }

    /// A counter as it is, or what is left of it, scaled half up.
    private static String left(String counter) {
        return ("CASE WHEN left_%1$s = raw_%1$s THEN %1$s"
                        + " ELSE ((left_%1$s::HUGEINT * rate_numerator * 2 + rate_denominator)"
                        + " // (rate_denominator::HUGEINT * 2))::BIGINT END")
                .formatted(counter);
    }

    private static String common(Sources sources) {
        return """
         stream_of(filename, stream) AS (VALUES %4$s),
        base AS (
            SELECT * FROM %1$s slice JOIN stream_of USING (filename)
            WHERE (flags & %5$d) = 0),
        needed AS (
            SELECT DISTINCT call_hi, call_lo FROM %2$s slice
            SEMI JOIN (SELECT call_hi, call_lo FROM base WHERE (flags & %6$d) <> 0)
                USING (call_hi, call_lo)
            WHERE (flags & %7$d) <> 0),
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
                    (flags & %8$d)::HUGEINT * 1000000000000000000 + call_start AS rank,
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
        %9$s,
        corrected AS (
            SELECT base.*,
                raw_bytes - coalesce(booked_bytes.amount, 0) AS left_bytes,
                raw_packets - coalesce(booked_packets.amount, 0) AS left_packets,
                repeated.filename IS NOT NULL AS is_repeat
            FROM base
            LEFT JOIN booked_bytes USING (filename, file_row_number)
            LEFT JOIN booked_packets USING (filename, file_row_number)
            LEFT JOIN repeated USING (filename, file_row_number))\
        """
                .formatted(
                        sources.slices(),
                        sources.marked(),
                        sources.history(),
                        sources.streams(),
                        Slice.ADMISSION,
                        Slice.FLOW,
                        Slice.JOINED,
                        Slice.RESUMED,
                        FlowOverlap.sql());
    }
}
