package net.flowtally.ledger.accounting;

import java.util.List;
import net.flowtally.ledger.money.Amount;

/// Usage of one group. Sent and received are as the payer sees them.
///
/// @param key a value for each dimension asked for, in the order they were asked for
/// @param calls counted in the quarter hour in which they began
/// @param charge this group's share of the statement lines it is part of; the shares of a whole
///   period add up to its statements
public record UsageSum(
        List<UsageValue> key,
        long calls,
        long bytesSent,
        long bytesReceived,
        long packetsSent,
        long packetsReceived,
        Amount charge) {
    public UsageSum {
        key = List.copyOf(key);
    }

    public long bytes() {
        return bytesSent + bytesReceived;
    }

    public long packets() {
        return packetsSent + packetsReceived;
    }

    /// The value of a dimension that was asked for.
    public UsageValue value(UsageDimension dimension) {
        for (UsageValue value : key) {
            if (value.dimension() == dimension) {
                return value;
            }
        }
        throw new IllegalArgumentException(dimension + " was not asked for");
    }

    /// What this group is made of, to drill down with.
    public UsageScope scope() {
        return new UsageScope(key);
    }
}
