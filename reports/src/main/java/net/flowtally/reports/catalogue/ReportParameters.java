package net.flowtally.reports.catalogue;

import java.time.Instant;
import java.util.Locale;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.explore.CallSort;
import net.flowtally.ledger.explore.Filter;

/// What a reader asks a report for. What a report has no use for is left alone by it.
///
/// @param from on a border of quarter hours, as `to`; half-open
/// @param filter limits a list of calls
/// @param level index into the levels that the declaration offers, 0 = its default
/// @param top how many lines a ranking or list shows before *Others*, 0 = all
/// @param order of a list of calls
public record ReportParameters(
        Instant from,
        Instant to,
        UsageScope scope,
        Filter filter,
        int level,
        int top,
        CallSort order,
        Locale locale) {
    public ReportParameters {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("the end " + to + " is before the start " + from);
        }
        if (level < 0 || top < 0) {
            throw new IllegalArgumentException("level " + level + ", top " + top);
        }
    }

    /// Everything in an interval, at the default level.
    public static ReportParameters of(Instant from, Instant to, Locale locale) {
        return new ReportParameters(
                from, to, UsageScope.ALL, Filter.ALL, 0, 0, CallSort.BY_START, locale);
    }

    public ReportParameters with(UsageScope other) {
        return new ReportParameters(from, to, other, filter, level, top, order, locale);
    }

    public ReportParameters with(Filter other) {
        return new ReportParameters(from, to, scope, other, level, top, order, locale);
    }

    public ReportParameters atLevel(int other) {
        return new ReportParameters(from, to, scope, filter, other, top, order, locale);
    }

    public ReportParameters top(int lines) {
        return new ReportParameters(from, to, scope, filter, level, lines, order, locale);
    }

    public ReportParameters by(CallSort other) {
        return new ReportParameters(from, to, scope, filter, level, top, other, locale);
    }
}
