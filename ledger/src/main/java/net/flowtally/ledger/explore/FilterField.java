package net.flowtally.ledger.explore;

import java.util.Locale;

/// What a filter can ask about.
public enum FilterField {
    CALLER,
    CALLEE,

    /// Caller or callee.
    ADDRESS,
    SERVICE,

    /// Of the caller or the callee.
    PORT,
    PROTOCOL,
    EXPORTER,

    /// Of the payer's peer.
    ZONE,

    /// Of the payer; a department includes those below it.
    DEPARTMENT,
    USER,
    WORKSTATION,
    CATEGORY,

    /// Of the call record, both directions.
    BYTES;

    /// As it is written in a filter.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
