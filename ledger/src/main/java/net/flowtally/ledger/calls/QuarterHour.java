package net.flowtally.ledger.calls;

/// The unit of accounting: a quarter of an hour, UTC, named by its first microsecond since 1970.
public final class QuarterHour {
    public static final long MICROS = 900_000_000L;

    private QuarterHour() {}

    /// The quarter hour in which an instant lies.
    public static long of(long micros) {
        return Math.floorDiv(micros, MICROS) * MICROS;
    }

    public static boolean isBorder(long micros) {
        return Math.floorMod(micros, MICROS) == 0;
    }
}
