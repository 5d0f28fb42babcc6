package net.flowtally.ledger.explain;

import java.time.Instant;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.money.Amount;

/// What a call has in one quarter hour, as far as it is on a statement line, and its share of the
/// usage row that it is part of: by bytes, by largest remainder, among equals to the earlier one.
/// Below a line of a correction: what it has more than was charged before.
///
/// @param usage that it is part of
/// @param exporter elected for what the caller sent
/// @param stream whose journal the positions are of; empty if slices of several streams are joined
/// @param firstPosition in the journal, of the first update; later ones are up to `lastPosition`
public record SliceShare(
        UsageShare usage,
        CallIdentity call,
        Instant start,
        Instant end,
        Address exporter,
        CallCounts counts,
        Amount amount,
        String stream,
        long firstPosition,
        long lastPosition) {
    public long bytes() {
        return counts.bytes();
    }

    public long packets() {
        return counts.packets();
    }

    /// The same slice with another share.
    SliceShare with(UsageShare row, CallCounts otherCounts, Amount otherAmount) {
        return new SliceShare(
                row,
                call,
                start,
                end,
                exporter,
                otherCounts,
                otherAmount,
                stream,
                firstPosition,
                lastPosition);
    }

    boolean isNothing() {
        return counts.equals(CallCounts.NOTHING) && amount.isZero();
    }
}
