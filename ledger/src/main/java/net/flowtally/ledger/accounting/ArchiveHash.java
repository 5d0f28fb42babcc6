package net.flowtally.ledger.accounting;

import java.util.List;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.CanonicalQuarter;
import net.flowtally.ledger.period.BillingPeriod;

/// The hash over what the archive has of a period: the canonical figures of each quarter hour,
/// which stay the same when slice files are rewritten.
public final class ArchiveHash {
    private ArchiveHash() {}

    /// @param lastCommit the highest commit number of slice files that count
    public static String of(
            CallArchive archive, BillingPeriod period, long lastCommit, Cancellation cancellation) {
        return of(
                archive.canonical(
                        period.fromMicros(), period.toMicros(), lastCommit, cancellation));
    }

    /// The same of figures that are at hand.
    public static String of(List<CanonicalQuarter> quarters) {
        CanonicalHash hash = new CanonicalHash();
        for (CanonicalQuarter quarter : quarters) {
            hash.field(quarter.quarter())
                    .field(quarter.entries())
                    .field(quarter.bytes())
                    .field(quarter.packets())
                    .field(quarter.rawBytes())
                    .field(quarter.rawPackets())
                    .field(quarter.hash())
                    .endRow();
        }
        return hash.hex();
    }
}
