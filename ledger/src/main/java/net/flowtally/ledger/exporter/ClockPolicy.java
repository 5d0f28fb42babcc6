package net.flowtally.ledger.exporter;

/// What is done with an exporter whose clock is off by more than the limit.
public enum ClockPolicy {
    /// Its times are believed.
    ACCEPT,

    /// Its times are shifted by the difference and flagged.
    CORRECT,

    /// Its records are held.
    HOLD
}
