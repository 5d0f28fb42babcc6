package net.flowtally.ledger.exporter;

/// Whether what a source sends is accounted, and who said so.
public enum Standing {
    /// Accounted: an administrator approved it.
    APPROVED,

    /// Accounted: it is in a subnet that is allowed beforehand.
    ALLOWED,

    /// Not accounted: nobody has decided yet.
    PENDING,

    /// Not accounted: an administrator refused it.
    REFUSED
}
