package net.flowtally.ledger.period;

/// How far a billing period has come.
public enum PeriodState {
    OPEN,

    /// The checklist was gone through without an error.
    CHECKED,

    /// Closed for ever.
    SEALED
}
