package net.flowtally.ledger.calls;

import java.util.List;
import java.util.Locale;

/// A period as slices know it.
///
/// @param from microseconds UTC, on the border of a quarter hour
/// @param to excluded
public record PeriodSpan(long period, long from, long to) {
    private String contains(String column) {
        return String.format(Locale.ROOT, "(%s >= %d AND %s < %d)", column, from, column, to);
    }

    /// A condition in SQL: a time is in one of several.
    ///
    /// @param column microseconds
    static String anyContains(List<PeriodSpan> spans, String column) {
        return String.join(" OR ", spans.stream().map(span -> span.contains(column)).toList());
    }
}
