package net.flowtally.collector.wire;

/// What the sequence number in the header of a datagram counts.
public enum Numbering {
    /// Datagrams (NetFlow v9).
    DATAGRAMS,
    /// Records before this datagram (NetFlow v5, IPFIX).
    RECORDS_BEFORE,
    /// Records before this datagram and in it (softflowd 1.1, in IPFIX and against the rules).
    RECORDS_WITH_THIS
}
