package net.flowtally.ledger.explain;

import java.time.Instant;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.money.Amount;

/// A call record and its share of a statement line: the sum of those of its slices that are on the
/// line.
///
/// @param call id, 32 hexadecimal digits
/// @param start of its first slice on the line
/// @param end of its last slice on the line
/// @param slices how many
/// @param begun 1 if the line counts it as a call, else 0
public record CallShare(
        String call,
        Instant start,
        Instant end,
        Address caller,
        int callerPort,
        Address callee,
        int calleePort,
        int protocol,
        int slices,
        int begun,
        long bytesSent,
        long bytesReceived,
        long packetsSent,
        long packetsReceived,
        Amount amount) {
    static CallShare of(SliceShare slice) {
        return new CallShare(
                slice.call(),
                slice.start(),
                slice.end(),
                slice.caller(),
                slice.callerPort(),
                slice.callee(),
                slice.calleePort(),
                slice.protocol(),
                1,
                slice.begun(),
                slice.bytesSent(),
                slice.bytesReceived(),
                slice.packetsSent(),
                slice.packetsReceived(),
                slice.amount());
    }

    /// With a later slice of the same call.
    CallShare plus(CallShare later) {
        return new CallShare(
                call,
                start.isBefore(later.start) ? start : later.start,
                end.isAfter(later.end) ? end : later.end,
                caller,
                callerPort,
                callee,
                calleePort,
                protocol,
                slices + later.slices,
                begun + later.begun,
                bytesSent + later.bytesSent,
                bytesReceived + later.bytesReceived,
                packetsSent + later.packetsSent,
                packetsReceived + later.packetsReceived,
                amount.plus(later.amount));
    }

    public long bytes() {
        return bytesSent + bytesReceived;
    }

    public long packets() {
        return packetsSent + packetsReceived;
    }
}
