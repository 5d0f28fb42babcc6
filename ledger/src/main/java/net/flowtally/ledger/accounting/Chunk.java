package net.flowtally.ledger.accounting;

import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.period.BillingPeriod;

/// A stretch of quarter hours that share one usage file: a UTC day, cut at the borders of billing
/// periods.
///
/// @param quarters those to be accounted, ascending
record Chunk(BillingPeriod period, long from, long to, List<Long> quarters) {
    private static final long DAY = 96 * QuarterHour.MICROS;

    Chunk {
        quarters = List.copyOf(quarters);
    }

    static Chunk of(BillingPeriod period, long quarter) {
        long day = Math.floorDiv(quarter, DAY) * DAY;
        return new Chunk(
                period,
                Math.max(day, period.fromMicros()),
                Math.min(day + DAY, period.toMicros()),
                List.of(quarter));
    }

    /// Whether all its quarter hours are to be accounted.
    boolean isWhole() {
        return quarters.size() * QuarterHour.MICROS == to - from;
    }

    boolean contains(long quarter) {
        return from <= quarter && quarter < to;
    }

    Chunk with(long quarter) {
        List<Long> more = new ArrayList<>(quarters);
        more.add(quarter);
        return new Chunk(period, from, to, more);
    }
}
