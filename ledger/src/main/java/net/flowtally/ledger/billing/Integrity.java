package net.flowtally.ledger.billing;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.accounting.UsageQuality;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.store.Store;

/// Works out the integrity box of a period as things are now.
final class Integrity {
    private static final String CATALOG =
            """
            SELECT (SELECT count(DISTINCT quarter) FROM slice_file_quarter
                    WHERE quarter >= ?1 AND quarter < ?2),
                   (SELECT coalesce(sum(expected), 0) FROM exporter_loss
                    WHERE quarter >= ?1 AND quarter < ?2),
                   (SELECT coalesce(sum(lost), 0) FROM exporter_loss
                    WHERE quarter >= ?1 AND quarter < ?2),
                   (SELECT coalesce(sum(suppressed_bytes), 0) FROM quarter_sum
                    WHERE quarter >= ?1 AND quarter < ?2),
                   (SELECT coalesce(sum(held_bytes), 0) FROM quarter_sum
                    WHERE quarter >= ?1 AND quarter < ?2)
            """;

    private final Store store;
    private final UsageReader usage;

    Integrity(Store store, UsageReader usage) {
        this.store = store;
        this.usage = usage;
    }

    IntegrityBox of(BillingPeriod period, Cancellation cancellation) {
        UsageQuality quality = usage.quality(period.from(), period.to(), cancellation);
        return store.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement(CATALOG)) {
                query.setLong(1, period.fromMicros());
                query.setLong(2, period.toMicros());
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    return new IntegrityBox(
                            period.quarterHours(),
                            row.getInt(1),
                            row.getLong(2),
                            row.getLong(3),
                            quality.bytes(),
                            row.getLong(4),
                            quality.sampledBytes(),
                            quality.correctedBytes(),
                            quality.unassignedBytes(),
                            quality.unratedBytes(),
                            row.getLong(5));
                }
            }
        });
    }
}
