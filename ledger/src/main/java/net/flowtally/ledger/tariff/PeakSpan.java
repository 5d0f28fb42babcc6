package net.flowtally.ledger.tariff;

/// Minutes of a weekday that are peak, as the clocks of the accounting zone show them.
///
/// @param weekday Monday is 1
/// @param fromMinute of the day, on a quarter hour
/// @param toMinute exclusive, on a quarter hour, up to 1440
public record PeakSpan(int weekday, int fromMinute, int toMinute) {
    public PeakSpan {
        if (weekday < 1 || weekday > 7) {
            throw new IllegalArgumentException("no weekday: " + weekday);
        }
        if (fromMinute < 0 || toMinute <= fromMinute || toMinute > 1_440) {
            throw new IllegalArgumentException(
                    "no minutes of a day: " + fromMinute + "-" + toMinute);
        }
        if (fromMinute % 15 != 0 || toMinute % 15 != 0) {
            throw new IllegalArgumentException("peak hours begin and end on quarter hours");
        }
    }
}
