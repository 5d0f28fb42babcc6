package net.flowtally.ledger.accounting;

import java.sql.ResultSet;
import java.sql.Statement;
import net.flowtally.ledger.store.Store;

/// What accounting has not worked off yet. Thread-safe.
public final class Backlog {
    private final Store store;

    public Backlog(Store store) {
        this.store = store;
    }

    /// How many quarter hours the next run would account: those marked as dirty that lie in no
    /// sealed period.
    public long quarterHours() {
        return store.read(connection -> {
            try (Statement query = connection.createStatement();
                    ResultSet row =
                            query.executeQuery(
                                    """
                                    SELECT count(*) FROM dirty_quarter WHERE NOT EXISTS (
                                        SELECT 1 FROM billing_period
                                        WHERE state = 'sealed'
                                          AND from_instant <= quarter AND quarter < to_instant)
                                    """)) {
                row.next();
                return row.getLong(1);
            }
        });
    }
}
