package net.flowtally.ledger.exporter;

/// What an administrator has decided about a source of flow information.
public enum Approval {
    APPROVED,
    REFUSED
}
