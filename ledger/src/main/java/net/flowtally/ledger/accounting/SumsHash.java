package net.flowtally.ledger.accounting;

import java.sql.Connection;
import java.sql.SQLException;

/// The hash over what accounting made of each exporter's slices by quarter hour: elected,
/// suppressed, held. It shows that these sums are what they were when the slices could still be
/// summed up again.
public final class SumsHash {
    private SumsHash() {}

    /// @param from microseconds, as `to`, which is exclusive
    public static String of(Connection connection, long from, long to) throws SQLException {
        CanonicalHash hash = new CanonicalHash();
        for (QuarterSums sum : QuarterSums.read(connection, from, to)) {
            hash.field(sum.quarter())
                    .field(sum.exporter().toString())
                    .field(sum.electedBytes())
                    .field(sum.electedPackets())
                    .field(sum.suppressedRecords())
                    .field(sum.suppressedBytes())
                    .field(sum.suppressedPackets())
                    .field(sum.heldBytes())
                    .endRow();
        }
        return hash.hex();
    }
}
