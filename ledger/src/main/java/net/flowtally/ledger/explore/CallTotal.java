package net.flowtally.ledger.explore;

import java.math.BigDecimal;
import java.util.Currency;

/// The sum of all call records of an answer. Sent and received are as the callers see them.
///
/// @param calls how many call records there are
/// @param begun how many of them began in the part asked for: the calls that usage counts
/// @param exactCharge not rounded; statements round it once per line
public record CallTotal(
        long calls,
        long begun,
        long bytesSent,
        long bytesReceived,
        long packetsSent,
        long packetsReceived,
        BigDecimal exactCharge,
        Currency currency) {
    public long bytes() {
        return bytesSent + bytesReceived;
    }

    public long packets() {
        return packetsSent + packetsReceived;
    }
}
