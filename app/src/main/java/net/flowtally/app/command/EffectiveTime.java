package net.flowtally.app.command;

import java.time.Clock;
import java.time.Instant;
import net.flowtally.ledger.time.AccountingZone;

/// Reads the time from which an edit holds: `now`, `always`, or a time as people give it.
final class EffectiveTime {
    /// For the help of options.
    static final String WORDS =
            "a date, a local time or an instant, as in 2026-03-31, 2026-03-31T14:30 or"
                    + " 2026-03-31T12:30:00Z, or 'now' or 'always'.";

    private EffectiveTime() {}

    /// @param zone in which dates and local times are meant
    static Instant read(String text, AccountingZone zone, Clock clock) {
        return switch (text) {
            case "now" -> clock.instant();
            case "always" -> Instant.MIN;
            default -> zone.parse(text);
        };
    }
}
