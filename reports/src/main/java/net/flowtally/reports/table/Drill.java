package net.flowtally.reports.table;

import java.time.Instant;
import net.flowtally.ledger.accounting.UsageScope;

/// Where a row leads to: the calls that it is made of.
public sealed interface Drill {
    /// Nothing is behind the row.
    record Nowhere() implements Drill {}

    /// The calls of a part of the usage in `[from, to)`; their sum is the row's.
    ///
    /// @param filter text in the filter language that limits them further, empty for none
    record Calls(Instant from, Instant to, UsageScope scope, String filter) implements Drill {}

    Drill NOWHERE = new Nowhere();
}
