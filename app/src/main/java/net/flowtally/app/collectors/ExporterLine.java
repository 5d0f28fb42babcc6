package net.flowtally.app.collectors;

import java.time.Duration;
import java.time.Instant;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.CollectorSettings;
import net.flowtally.ledger.exporter.ExporterStatus;
import net.flowtally.ledger.exporter.Standing;

/// One source of flow information and how it does.
///
/// @param rate flow records each second
public record ExporterLine(ExporterStatus status, double rate, Health health) {
    private static final Duration LATE = Duration.ofMinutes(5);

    /// How an exporter does.
    public enum Health {
        /// It sends and nobody has approved it: it is counted, and nothing of it is accounted.
        WAITING,

        /// It sends.
        UP,

        /// It has not sent for a while.
        LATE,

        /// Nobody listens, so it cannot be told.
        NOT_HEARD,

        /// Nothing of it is accounted because an administrator says so.
        REFUSED
    }

    static ExporterLine of(
            ExporterStatus status,
            CollectorSettings settings,
            double rate,
            Instant now,
            boolean listening) {
        Duration silence = Duration.between(status.lastSeen(), now);
        return new ExporterLine(status, rate, health(status, settings, silence, listening));
    }

    private static Health health(
            ExporterStatus status,
            CollectorSettings settings,
            Duration silence,
            boolean listening) {
        if (settings.standing(status.address()) == Standing.REFUSED) {
            return Health.REFUSED;
        }
        if (status.pending() > 0) {
            return Health.WAITING;
        }
        if (!listening) {
            return Health.NOT_HEARD;
        }
        return silence.compareTo(LATE) > 0 ? Health.LATE : Health.UP;
    }

    /// Whether it can be approved: the rest of too many sources, counted together, cannot.
    public boolean isOneSource() {
        return !status.address().equals(Address.NONE);
    }
}
