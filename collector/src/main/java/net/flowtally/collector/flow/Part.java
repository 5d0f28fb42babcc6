package net.flowtally.collector.flow;

/// The part of a flow update that lies in one quarter hour. A reused carrier.
final class Part {
    /// Quarter hours since 1970.
    int quarter;

    /// Microseconds into the quarter hour, both within 0 to its length.
    int start;

    int end;
    long rawBytes;
    long rawPackets;
    long bytes;
    long packets;

    /// 1 in the first part of an update, 0 in the others.
    int records;

    long position;
    int tcpFlags;

    /// `Slice` flags.
    int flags;
}
