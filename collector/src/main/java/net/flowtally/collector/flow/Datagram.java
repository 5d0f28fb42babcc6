package net.flowtally.collector.flow;

import java.lang.foreign.MemorySegment;

/// One received message where it lies in the journal: a window on the segment, moved from message
/// to message.
public final class Datagram {
    /// The memory in which the payload lies, its first octet and its length.
    public MemorySegment memory = MemorySegment.NULL;

    public long offset;
    public int length;

    /// Who sent it; for UDP the source address and port.
    public long sourceHi;

    public long sourceLo;
    public int sourcePort;

    /// Microseconds UTC.
    public long receivedAt;

    /// Where in the journal its entry begins.
    public long position;

    /// The exporter's own clock at export, set by the decoder from the header, microseconds UTC;
    /// `FlowRecord.NO_TIME` if the header has none.
    public long exportedAt;

    public void wrap(MemorySegment memory, long offset, int length) {
        this.memory = memory;
        this.offset = offset;
        this.length = length;
    }
}
