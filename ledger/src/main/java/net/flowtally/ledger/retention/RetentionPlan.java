package net.flowtally.ledger.retention;

import java.util.List;

/// What retention would do now.
///
/// @param periods those that have call detail or had some, in the order of time
/// @param detail all of it, and where it is going
/// @param overSize octets by which it exceeds the limit of the site even when all has gone that
///   may; 0 if it does not
public record RetentionPlan(
        RetentionPolicy policy, List<PeriodDetail> periods, DetailForecast detail, long overSize) {
    public RetentionPlan {
        periods = List.copyOf(periods);
    }

    public List<PeriodDetail> going() {
        return periods.stream().filter(each -> each.fate() == PeriodDetail.Fate.GOES).toList();
    }
}
