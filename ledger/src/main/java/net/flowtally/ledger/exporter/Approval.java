package net.flowtally.ledger.exporter;

/// What an administrator has decided about a source of flow information.
public enum Approval {
    APPROVED,
    REFUSED,

    /// Nothing: the allowed subnets decide.
    UNDECIDED
}
