package net.flowtally.app.collectors;

import java.time.Duration;
import java.time.Instant;
import net.flowtally.ledger.exporter.ExporterStatus;

/// One exporter and protocol, and how it does.
///
/// @param rate flow records each second
/// @param silence since its last datagram
public record ExporterLine(ExporterStatus status, double rate, Duration silence, Health health) {
    private static final Duration LATE = Duration.ofMinutes(5);

    /// How an exporter does.
    public enum Health {
        /// It sends.
        UP,

        /// It has not sent for a while.
        LATE,

        /// Nobody listens, so it cannot be told.
        NOT_HEARD
    }

    static ExporterLine of(ExporterStatus status, double rate, Instant now, boolean listening) {
        Duration silence = Duration.between(status.lastSeen(), now);
        Health health =
                !listening
                        ? Health.NOT_HEARD
                        : silence.compareTo(LATE) > 0 ? Health.LATE : Health.UP;
        return new ExporterLine(status, rate, silence, health);
    }
}
