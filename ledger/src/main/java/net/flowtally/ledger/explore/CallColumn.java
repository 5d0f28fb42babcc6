package net.flowtally.ledger.explore;

/// A column of call records that they can be sorted by.
public enum CallColumn {
    START,
    END,
    DURATION,
    EXPORTER,
    CALLER,
    CALLEE,
    PROTOCOL,
    CALLER_PORT,
    CALLEE_PORT,
    SERVICE,
    DEPARTMENT,
    USER,
    WORKSTATION,
    ZONE,
    CATEGORY,
    BYTES_SENT,
    BYTES_RECEIVED,
    BYTES,
    PACKETS_SENT,
    PACKETS_RECEIVED,
    PACKETS,
    CHARGE
}
