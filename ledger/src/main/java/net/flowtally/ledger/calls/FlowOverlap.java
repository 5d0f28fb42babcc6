package net.flowtally.ledger.calls;

/// Finds what several streams have booked of the same LFAP flow: the relations `booked_bytes` and
/// `booked_packets` (file, row, amount to be taken off) and `repeated` (file and row of slices that
/// do not count at all), from `history`, the slices of the flows in question.
///
/// *Running counters.* On the axis of a direction's counter a stream has stretches; each but the
/// first begins with a REBASED slice, which says how far the counter has come since the stream last
/// heard of it. So a slice lies between two values, whatever others have. Where slices of two
/// streams overlap, the one whose stretch began lower counts, and a REBASED slice only where no
/// other does: it is the one that spans what it has not seen. What is left of a slice is never
/// negative, and all that is left sums to what the streams have seen of the counter. A stretch
/// without a REBASED slice begins at nought: its stream saw the flow begin, or heard first that
/// nothing had come that way.
///
/// *Deltas.* What was not acknowledged by one server is said again to the next. There it is a slice
/// for each update, REPEATABLE, with the agent's clock. It counts unless a stretch of another
/// stream that began earlier reaches over that time: an agent tells one server at a time, in order.
/// A stretch begins with a REPEATABLE slice or with the flow.
final class FlowOverlap {
    /// A tick, in microseconds.
    private static final int TICK = 10_000;

    private FlowOverlap() {}

    static String sql() {
        return heard() + counter("bytes") + counter("packets") + repeated();
    }

    private static String heard() {
        return """
        heard AS (
            SELECT call_hi, call_lo, caller_is_source, stream, filename, file_row_number,
                first_position, flags, raw_bytes, raw_packets, coalesce(ticks, 0) AS ticks,
                max(slice_end) OVER (PARTITION BY call_hi, call_lo, stream, first_position)
                    // %1$d AS told,
                ((flags & %2$d) <> 0)::INTEGER AS rebased,
                bool_or((flags & %2$d) <> 0) OVER (PARTITION BY call_hi, call_lo, stream)
                    AS is_running,
                max(CASE WHEN (flags & %2$d) <> 0 THEN first_position ELSE -1 END) OVER w
                    AS stretch,
                sum(raw_bytes) OVER w AS top_bytes, sum(raw_packets) OVER w AS top_packets
            FROM history WHERE (flags & %3$d) = 0
            WINDOW w AS (PARTITION BY call_hi, call_lo, caller_is_source, stream
                ORDER BY first_position, (flags & %2$d) DESC, quarter, slice_start,
                    last_position, filename, file_row_number
                ROWS UNBOUNDED PRECEDING)),
        """
                .formatted(TICK, Slice.REBASED, Slice.ADMISSION);
    }

    /// Stretches of a counter's axis that streams claim (`low` to `high`, both apart for what a
    /// REBASED slice spans), and what of a slice lies in claims that go before its own.
    private static String counter(String counter) {
        return """
        stretch_%1$s AS (
            SELECT call_hi, call_lo, caller_is_source, stream, stretch,
                min(top_%1$s - raw_%1$s) AS bottom,
                CASE WHEN stretch < 0 THEN 0
                    ELSE max(CASE WHEN rebased = 1 THEN top_%1$s END) END AS low,
                max(top_%1$s) AS high,
                bool_or(is_running) AS is_running, bool_or((flags & %2$d) <> 0) AS is_late
            FROM heard GROUP BY call_hi, call_lo, caller_is_source, stream, stretch),
        claim_%1$s AS (
            SELECT call_hi, call_lo, caller_is_source, stream, stretch, is_running, 0 AS rebased,
                low, high, (low, is_late, stream) AS rank
            FROM stretch_%1$s WHERE is_running OR NOT is_late
            UNION ALL
            SELECT call_hi, call_lo, caller_is_source, stream, stretch, true, 1, bottom, low,
                (low, is_late, stream)
            FROM stretch_%1$s WHERE stretch >= 0),
        contest_%1$s AS (
            SELECT own.call_hi, own.call_lo, own.caller_is_source, own.stream, own.stretch,
                own.rebased, other.low, other.high,
                max(other.high) OVER (
                    PARTITION BY own.call_hi, own.call_lo, own.caller_is_source, own.stream,
                        own.stretch, own.rebased
                    ORDER BY other.low, other.high, other.rebased, other.rank
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
            FROM claim_%1$s own JOIN claim_%1$s other
                ON own.call_hi = other.call_hi AND own.call_lo = other.call_lo
                    AND own.caller_is_source = other.caller_is_source
            WHERE own.is_running AND own.stream <> other.stream
                AND other.low < own.high AND other.high > own.low
                AND (other.rebased < own.rebased
                    OR (other.rebased = own.rebased AND other.rank < own.rank))),
        booked_%1$s AS (
            SELECT filename, file_row_number,
                sum(least(top_%1$s, high)
                    - greatest(top_%1$s - raw_%1$s, low, coalesce(reached, low)))::BIGINT AS amount
            FROM heard JOIN contest_%1$s
                USING (call_hi, call_lo, caller_is_source, stream, stretch, rebased)
            WHERE least(top_%1$s, high)
                > greatest(top_%1$s - raw_%1$s, low, coalesce(reached, low))
            GROUP BY filename, file_row_number),
        """
                .formatted(counter, Slice.RESUMED | Slice.REPEATABLE);
    }

    /// The agent's clock is told modulo some hours; the time of day says how often it went round
    /// since the first slice.
    private static String repeated() {
        return """
        clocked AS (
            SELECT call_hi, call_lo, stream, filename, file_row_number, flags,
                ticks + %1$d * round((told - origin - ticks) / %1$d.0)::BIGINT AS moment,
                max(CASE WHEN (flags & %2$d) <> 0 THEN first_position ELSE -1 END) OVER (
                    PARTITION BY call_hi, call_lo, stream
                    ORDER BY first_position, (flags & %2$d) DESC
                    RANGE UNBOUNDED PRECEDING) AS stretch
            FROM (SELECT *, first_value(told - ticks) OVER (PARTITION BY call_hi, call_lo
                    ORDER BY stream, first_position, file_row_number) AS origin
                FROM heard)),
        spoken AS (
            SELECT call_hi, call_lo, stream, max(moment) AS until,
                CASE WHEN stretch < 0 THEN -1000000000000 ELSE min(moment) END AS since
            FROM clocked GROUP BY call_hi, call_lo, stream, stretch),
        repeated AS (
            SELECT DISTINCT filename, file_row_number FROM clocked JOIN spoken
                ON clocked.call_hi = spoken.call_hi AND clocked.call_lo = spoken.call_lo
            WHERE (flags & %2$d) <> 0 AND clocked.stream <> spoken.stream
                AND moment BETWEEN since AND until
                AND (since < moment OR (since = moment AND spoken.stream < clocked.stream)))\
        """
                .formatted(Slice.TICKS, Slice.REPEATABLE);
    }
}
