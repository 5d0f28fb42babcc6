package net.flowtally.ledger.explain;

import java.time.Instant;
import java.util.Comparator;
import net.flowtally.ledger.money.Amount;

/// A usage row and its share of a statement line: the amount is spread over the rows in proportion
/// to their bytes, by largest remainder, among equals to the earlier row. Below a line of a
/// correction: what the row has more than it had when it was charged before.
///
/// @param quarter start of the quarter hour
/// @param user name, empty for none
/// @param workstation name, empty for none
/// @param calls that began in the quarter hour
public record UsageShare(
        Instant quarter,
        long userId,
        String user,
        long workstationId,
        String workstation,
        String service,
        long zoneId,
        String zone,
        long calls,
        long bytes,
        long packets,
        Amount amount) {
    /// The order of usage files.
    static final Comparator<UsageShare> ORDER =
            Comparator.comparing(UsageShare::quarter)
                    .thenComparingLong(UsageShare::userId)
                    .thenComparingLong(UsageShare::workstationId)
                    .thenComparing(UsageShare::service)
                    .thenComparingLong(UsageShare::zoneId);

    /// What tells rows of a line apart.
    record Key(Instant quarter, long user, long workstation, String service, long zone) {}

    Key key() {
        return new Key(quarter, userId, workstationId, service, zoneId);
    }

    /// The same row with other figures.
    UsageShare with(long newCalls, long newBytes, long newPackets, Amount newAmount) {
        return new UsageShare(
                quarter,
                userId,
                user,
                workstationId,
                workstation,
                service,
                zoneId,
                zone,
                newCalls,
                newBytes,
                newPackets,
                newAmount);
    }

    UsageShare with(Amount share) {
        return with(calls, bytes, packets, share);
    }

    /// What this row has more than another of the same key.
    UsageShare minus(UsageShare other) {
        return with(
                calls - other.calls,
                bytes - other.bytes,
                packets - other.packets,
                amount.minus(other.amount));
    }

    /// The same row without anything.
    UsageShare emptied() {
        return with(0, 0, 0, Amount.zero(amount.currency()));
    }

    boolean isNothing() {
        return calls == 0 && bytes == 0 && packets == 0 && amount.isZero();
    }
}
