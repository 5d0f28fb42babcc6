package net.flowtally.ledger.explain;

import java.time.Instant;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.money.Amount;

/// What a call has in one quarter hour, as far as it is on a statement line, and its share of the
/// usage row that it is part of: by bytes, by largest remainder, among equals to the earlier one.
/// Sent and received are as the caller sees them.
///
/// @param usage that it is part of
/// @param call id, 32 hexadecimal digits
/// @param exporter elected for what the caller sent
/// @param begun 1 if the call began here and is counted here, else 0
/// @param stream whose journal the positions are of; empty if slices of several streams are joined
/// @param firstPosition in the journal, of the first update; later ones are up to `lastPosition`
public record SliceShare(
        UsageShare usage,
        String call,
        Instant start,
        Instant end,
        Address exporter,
        Address caller,
        int callerPort,
        Address callee,
        int calleePort,
        int protocol,
        int begun,
        long bytesSent,
        long bytesReceived,
        long packetsSent,
        long packetsReceived,
        Amount amount,
        String stream,
        long firstPosition,
        long lastPosition) {
    public long bytes() {
        return bytesSent + bytesReceived;
    }

    public long packets() {
        return packetsSent + packetsReceived;
    }
}
