package net.flowtally.app.overview;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.period.BillingPeriod;

/// What the overview shows of one billing period.
///
/// @param before the total of the period before, zero where there was none
/// @param unassigned what nobody owns, a part of `total`
/// @param days every day of the period that has begun, in order
/// @param departments the one with the most bytes first; Unassigned like any other
/// @param unaccounted quarter hours whose calls are newer than these figures, of the whole archive
record OverviewFigures(
        BillingPeriod period,
        Total total,
        Total before,
        Total unassigned,
        List<Day> days,
        List<Department> departments,
        long unaccounted) {

    OverviewFigures {
        days = List.copyOf(days);
        departments = List.copyOf(departments);
    }

    /// Sums of some usage.
    record Total(long calls, long bytes, Amount charge) {
        boolean isNothing() {
            return calls == 0 && bytes == 0;
        }
    }

    /// A day of the accounting time zone.
    ///
    /// @param unassigned bytes of it that nobody owns
    record Day(LocalDate date, Instant from, Instant to, Total total, long unassigned) {}

    /// A department's usage.
    ///
    /// @param scope what its calls are found with
    record Department(long id, String path, Total total, UsageScope scope) {}
}
