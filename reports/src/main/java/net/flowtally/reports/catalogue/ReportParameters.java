package net.flowtally.reports.catalogue;

import java.time.Instant;
import java.util.Locale;
import net.flowtally.ledger.accounting.UsageScope;

/// What a reader asks a report for.
///
/// @param from on a border of quarter hours, as `to`; half-open
/// @param level index into the levels that the declaration offers, 0 = its default
/// @param top how many lines a ranking shows before *Others*, 0 = all
public record ReportParameters(
        Instant from, Instant to, UsageScope scope, int level, int top, Locale locale) {
    /// Everything in an interval, at the default level.
    public static ReportParameters of(Instant from, Instant to, Locale locale) {
        return new ReportParameters(from, to, UsageScope.ALL, 0, 0, locale);
    }

    public ReportParameters with(UsageScope other) {
        return new ReportParameters(from, to, other, level, top, locale);
    }
}
