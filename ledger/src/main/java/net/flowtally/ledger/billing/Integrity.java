package net.flowtally.ledger.billing;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.accounting.UsageQuality;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.Micros;

/// Works out how far figures can be trusted, as things are now. Thread-safe.
public final class Integrity {
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

    public Integrity(Store store, UsageReader usage) {
        this.store = store;
        this.usage = usage;
    }

    IntegrityBox of(BillingPeriod period, Cancellation cancellation) {
        return of(period.from(), period.to(), cancellation);
    }

    /// The box of any interval between quarter hours.
    public IntegrityBox of(Instant from, Instant to, Cancellation cancellation) {
        UsageQuality quality = usage.quality(from, to, cancellation);
        long first = Micros.of(from);
        long last = Micros.of(to);
        return store.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement(CATALOG)) {
                query.setLong(1, first);
                query.setLong(2, last);
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    return new IntegrityBox(
                            Math.toIntExact((last - first) / QuarterHour.MICROS),
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
