package net.flowtally.ledger.exporter;

import net.flowtally.ledger.address.Address;

/// A decision about held records: those of an exporter that are held for a reason and lie in an
/// interval count, at a sampling rate or shifted in time.
///
/// @param id 0 for one that is not stored yet
/// @param from first microsecond of the interval, as the records have it; a quarter hour's border
/// @param to its end, exclusive; likewise
/// @param numerator with the denominator, the sampling rate; 1/1 counts what was counted
/// @param shift added to all times, microseconds; a whole number of quarter hours
public record HeldRelease(
        long id,
        Address exporter,
        Reason reason,
        long from,
        long to,
        long numerator,
        long denominator,
        long shift) {
    private static final long QUARTER = 900_000_000L;
    private static final long MOST = 1L << 31;

    /// Why records are held, as far as they can be released.
    public enum Reason {
        /// The exporter samples at a rate it did not tell.
        RATE,

        /// They lie in the future.
        FUTURE,

        /// The exporter's clock is off, and the policy is to hold.
        CLOCK
    }

    public HeldRelease {
        if (from % QUARTER != 0 || to % QUARTER != 0 || from >= to) {
            throw new BadRelease(
                    "A release begins and ends at whole quarter hours, and begins before it ends.");
        }
        if (shift % QUARTER != 0) {
            throw new BadRelease("Times are shifted by whole quarter hours.");
        }
        if (denominator < 1 || numerator < denominator || numerator > MOST) {
            throw new BadRelease(numerator + "/" + denominator + " is no sampling rate.");
        }
    }
}
