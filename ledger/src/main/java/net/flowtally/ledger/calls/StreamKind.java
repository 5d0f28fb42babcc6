package net.flowtally.ledger.calls;

/// Where the slices of a stream come from.
public enum StreamKind {
    COLLECT,
    REPLAY
}
