package net.flowtally.ledger.billing;

import net.flowtally.ledger.period.BillingPeriod;

/// What came of the wish to correct a period.
public sealed interface CorrectionOutcome {
    /// The period was rated again, and what it came to is booked; it may be no line at all.
    record Booked(Correction correction) implements CorrectionOutcome {}

    /// Nothing has come in since the seal or the last correction, and nothing would change.
    record UpToDate(BillingPeriod period) implements CorrectionOutcome {}

    /// The period is open: what comes in counts by itself.
    record NotSealed(BillingPeriod period) implements CorrectionOutcome {}
}
