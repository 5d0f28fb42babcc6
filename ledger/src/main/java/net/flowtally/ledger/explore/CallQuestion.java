package net.flowtally.ledger.explore;

import java.time.Instant;
import net.flowtally.ledger.accounting.UsageScope;

/// Asks for the calls of the half-open interval `[from, to)`, by quarter hours.
///
/// @param from on a border of quarter hours, as `to`
/// @param scope limits the calls to those that a usage sum is made of
public record CallQuestion(Instant from, Instant to, Filter filter, UsageScope scope) {
    public CallQuestion {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("the end " + to + " is before the start " + from);
        }
    }

    /// All calls of an interval.
    public static CallQuestion of(Instant from, Instant to) {
        return new CallQuestion(from, to, Filter.ALL, UsageScope.ALL);
    }

    /// The calls behind a usage sum; their total equals it to the byte.
    public static CallQuestion of(Instant from, Instant to, UsageScope scope) {
        return new CallQuestion(from, to, Filter.ALL, scope);
    }

    public CallQuestion with(Filter other) {
        return new CallQuestion(from, to, other, scope);
    }
}
