package net.flowtally.ledger.exporter;

import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import net.flowtally.ledger.store.Store;

/// Hands out the prefixes of LFAP flow ids, each once for ever: the upper half is drawn once for
/// each home, the lower half counts. Never 0, and the highest bit is never set. Thread-safe, also
/// across processes.
public final class FlowPrefixes {
    private final Store store;

    public FlowPrefixes(Store store) {
        this.store = store;
    }

    /// A prefix that is the caller's alone when this returns.
    public long take() {
        int site = new SecureRandom().nextInt(1, Integer.MAX_VALUE);
        return store.write(connection -> {
            try (PreparedStatement take =
                    connection.prepareStatement(
                            """
                            INSERT INTO flow_prefix (id, site, taken) VALUES (1, ?, 1)
                            ON CONFLICT (id) DO UPDATE SET taken = taken + 1
                            RETURNING site, taken
                            """)) {
                take.setInt(1, site);
                try (ResultSet row = take.executeQuery()) {
                    row.next();
                    return (row.getLong(1) << 32) + row.getLong(2);
                }
            }
        });
    }
}
