package net.flowtally.ledger.accounting;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.Micros;

/// A stretch of time that is seen in one way: a sealed period at the revision and commit of its
/// seal, anything else as it is now.
///
/// @param from microseconds, as `to`
/// @param lastCommit the highest commit number of slice files that count
public record Stretch(long from, long to, Snapshots snapshots, long lastCommit) {
    private record Sealed(BillingPeriod period, long revision, long lastCommit) {}

    boolean contains(long quarter) {
        return from <= quarter && quarter < to;
    }

    public boolean isSealed() {
        return lastCommit != Long.MAX_VALUE;
    }

    /// Cuts an interval where sealed periods begin and end; at least one stretch comes of it.
    public static List<Stretch> cut(Store store, Instant from, Instant to) {
        List<Sealed> sealed = store.read(Stretch::sealed);
        Snapshots newest = Snapshots.newest(store);
        List<Stretch> stretches = new ArrayList<>();
        long at = Micros.of(from);
        long end = Micros.of(to);
        for (Sealed seal : sealed) {
            long start = Math.max(at, seal.period.fromMicros());
            long stop = Math.min(end, seal.period.toMicros());
            if (start >= stop) {
                continue;
            }
            if (at < start) {
                stretches.add(new Stretch(at, start, newest, Long.MAX_VALUE));
            }
            stretches.add(
                    new Stretch(start, stop, Snapshots.at(store, seal.revision), seal.lastCommit));
            at = stop;
        }
        if (at < end || stretches.isEmpty()) {
            stretches.add(new Stretch(at, end, newest, Long.MAX_VALUE));
        }
        return stretches;
    }

    private static List<Sealed> sealed(Connection connection) throws SQLException {
        List<Sealed> sealed = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT revision, last_commit FROM seal WHERE period = ?")) {
            for (BillingPeriod period : Periods.list(connection)) {
                query.setLong(1, period.id());
                try (ResultSet row = query.executeQuery()) {
                    if (row.next()) {
                        sealed.add(new Sealed(period, row.getLong(1), row.getLong(2)));
                    }
                }
            }
        }
        return sealed;
    }
}
