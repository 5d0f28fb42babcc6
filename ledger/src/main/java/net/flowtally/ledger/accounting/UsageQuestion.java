package net.flowtally.ledger.accounting;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;

/// Asks for usage of the half-open interval `[from, to)`, summed by any dimensions.
///
/// @param from on a border of quarter hours, as `to`
/// @param by in the order in which sums are sorted; empty for one sum of all
public record UsageQuestion(Instant from, Instant to, List<UsageDimension> by, UsageScope scope) {
    public UsageQuestion {
        by = List.copyOf(by);
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("the end " + to + " is before the start " + from);
        }
        if (!by.isEmpty() && EnumSet.copyOf(by).size() != by.size()) {
            throw new IllegalArgumentException("a dimension is named twice: " + by);
        }
    }
}
