package net.flowtally.ledger.explain;

/// What counts of a call on a statement line. Sent and received are as the caller sees them. Below
/// a line of a correction these are differences, and may be below zero.
///
/// @param begun 1 if the call began here and is counted here, else 0
public record CallCounts(
        int begun, long bytesSent, long bytesReceived, long packetsSent, long packetsReceived) {
    static final CallCounts NOTHING = new CallCounts(0, 0, 0, 0, 0);

    public long bytes() {
        return bytesSent + bytesReceived;
    }

    public long packets() {
        return packetsSent + packetsReceived;
    }

    CallCounts plus(CallCounts other) {
        return new CallCounts(
                begun + other.begun,
                bytesSent + other.bytesSent,
                bytesReceived + other.bytesReceived,
                packetsSent + other.packetsSent,
                packetsReceived + other.packetsReceived);
    }

    CallCounts minus(CallCounts other) {
        return new CallCounts(
                begun - other.begun,
                bytesSent - other.bytesSent,
                bytesReceived - other.bytesReceived,
                packetsSent - other.packetsSent,
                packetsReceived - other.packetsReceived);
    }
}
