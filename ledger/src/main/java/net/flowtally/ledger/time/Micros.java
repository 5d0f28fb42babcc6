package net.flowtally.ledger.time;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Microseconds since 1970-01-01T00:00:00Z, as the archive and the ledger keep instants. What lies
/// before or after everything that can be kept becomes `Long.MIN_VALUE` or `Long.MAX_VALUE`, and
/// these become `Instant.MIN` and `Instant.MAX`.
public final class Micros {
    private static final long PER_SECOND = 1_000_000;

    private Micros() {}

    public static long of(Instant instant) {
        long seconds = instant.getEpochSecond();
        if (seconds <= Long.MIN_VALUE / PER_SECOND) {
            return Long.MIN_VALUE;
        }
        if (seconds >= Long.MAX_VALUE / PER_SECOND) {
            return Long.MAX_VALUE;
        }
        return seconds * PER_SECOND + instant.getNano() / 1_000;
    }

    public static Instant instant(long micros) {
        if (micros == Long.MIN_VALUE) {
            return Instant.MIN;
        }
        return micros == Long.MAX_VALUE
                ? Instant.MAX
                : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
