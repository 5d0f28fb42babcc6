package net.flowtally.ledger.period;

import java.time.Instant;
import java.time.ZoneId;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.time.Micros;

/// A billing period, a half-open pair of instants that lie on borders of quarter hours.
///
/// @param name `YYYY-MM`
/// @param zone the accounting time zone that the borders were derived from
public record BillingPeriod(
        long id, String name, Instant from, Instant to, ZoneId zone, PeriodState state) {
    public long fromMicros() {
        return Micros.of(from);
    }

    public long toMicros() {
        return Micros.of(to);
    }

    /// How many quarter hours it has; months with a change to or from summer time have 4 less or
    /// more than their days.
    public int quarterHours() {
        return Math.toIntExact((toMicros() - fromMicros()) / QuarterHour.MICROS);
    }

    public boolean isSealed() {
        return state == PeriodState.SEALED;
    }

    public boolean contains(long micros) {
        return fromMicros() <= micros && micros < toMicros();
    }
}
