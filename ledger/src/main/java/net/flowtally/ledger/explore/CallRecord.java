package net.flowtally.ledger.explore;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import net.flowtally.ledger.address.Address;

/// A call: the sum of those of its slices that the question asked for. Sent and received are as the
/// caller sees them. Texts that changed in the course of the call (an owner, a category, the
/// elected exporter) name all of them, joined by a comma.
///
/// @param id 32 hexadecimal digits
/// @param start of the call, even if that is before the interval asked for
/// @param end of its last slice in the interval
/// @param protocol number, 6 = TCP
/// @param department of the payer, `Unassigned` if nobody owns it
/// @param user of the payer, empty for none
/// @param workstation of the payer, empty for none
/// @param zone of the payer's peer
/// @param begun how many calls usage counts for it here: 1 if it began in the part asked for, else
///   0
/// @param exactCharge not rounded; statements round it once per line
public record CallRecord(
        String id,
        Instant start,
        Instant end,
        String exporter,
        Address caller,
        Address callee,
        int protocol,
        int callerPort,
        int calleePort,
        String service,
        String department,
        String user,
        String workstation,
        String zone,
        String category,
        long bytesSent,
        long bytesReceived,
        long packetsSent,
        long packetsReceived,
        int begun,
        BigDecimal exactCharge) {
    public long bytes() {
        return bytesSent + bytesReceived;
    }

    public long packets() {
        return packetsSent + packetsReceived;
    }

    public Duration duration() {
        return Duration.between(start, end);
    }
}
