package net.flowtally.ledger.explain;

import java.time.Instant;
import net.flowtally.ledger.money.Amount;

/// A call record and its share of a statement line: the sum of those of its slices that are on the
/// line.
///
/// @param start of its first slice on the line
/// @param end of its last slice on the line
/// @param slices how many
public record CallShare(
        CallIdentity call,
        Instant start,
        Instant end,
        int slices,
        CallCounts counts,
        Amount amount) {
    static CallShare of(SliceShare slice) {
        return new CallShare(
                slice.call(), slice.start(), slice.end(), 1, slice.counts(), slice.amount());
    }

    /// With a later slice of the same call.
    CallShare plus(CallShare later) {
        return new CallShare(
                call,
                start.isBefore(later.start) ? start : later.start,
                end.isAfter(later.end) ? end : later.end,
                slices + later.slices,
                counts.plus(later.counts),
                amount.plus(later.amount));
    }
}
