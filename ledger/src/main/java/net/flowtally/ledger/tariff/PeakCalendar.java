package net.flowtally.ledger.tariff;

import java.util.Arrays;
import java.util.Collection;
import net.flowtally.ledger.time.AccountingZone;

/// Which quarter hours of the week are peak, on the calendar of the accounting zone; none of a
/// holiday. Immutable; may be shared between threads.
public final class PeakCalendar {
    private static final int QUARTERS_PER_DAY = 96;

    private final AccountingZone zone;
    private final long[] holidays;
    private final boolean[] peak = new boolean[7 * QUARTERS_PER_DAY];

    public PeakCalendar(
            AccountingZone zone, Collection<PeakSpan> spans, Collection<Holiday> holidays) {
        this.zone = zone;
        this.holidays =
                holidays.stream()
                        .mapToLong(holiday -> holiday.day().toEpochDay())
                        .sorted()
                        .distinct()
                        .toArray();
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
        boolean isPeak = peak[day + zone.minuteOfDay(micros) / 15];
        return isPeak && Arrays.binarySearch(holidays, zone.epochDay(micros)) < 0
                ? Band.PEAK
                : Band.OFF_PEAK;
    }
}
