package net.flowtally.ledger.tariff;

import java.util.Collection;
import net.flowtally.ledger.time.AccountingZone;

/// Which quarter hours of the week are peak, on the calendar of the accounting zone. Immutable; may
/// be shared between threads.
public final class PeakCalendar {
    private static final int QUARTERS_PER_DAY = 96;

    private final AccountingZone zone;
    private final boolean[] peak = new boolean[7 * QUARTERS_PER_DAY];

    public PeakCalendar(AccountingZone zone, Collection<PeakSpan> spans) {
        this.zone = zone;
        for (PeakSpan span : spans) {
            int day = (span.weekday() - 1) * QUARTERS_PER_DAY;
            for (int at = span.fromMinute() / 15; at < span.toMinute() / 15; at++) {
                peak[day + at] = true;
            }
        }
    }

    /// PEAK or OFF_PEAK at an instant, in microseconds.
    public Band bandAt(long micros) {
        int day = (zone.weekday(micros) - 1) * QUARTERS_PER_DAY;
        return peak[day + zone.minuteOfDay(micros) / 15] ? Band.PEAK : Band.OFF_PEAK;
    }
}
