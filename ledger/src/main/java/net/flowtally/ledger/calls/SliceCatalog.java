package net.flowtally.ledger.calls;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.flowtally.ledger.store.Store;

/// Which slice files have something of a span of time.
final class SliceCatalog {
    /// So many slices are elected at a time, quarter hours permitting: bounds the memory of it.
    private static final long SLICES_AT_A_TIME = 1_000_000;

    private SliceCatalog() {}

    /// Neighbouring quarter hours and the files that have something of them.
    ///
    /// @param to exclusive
    record Stretch(long from, long to, List<String> files) {}

    /// Cuts a span into stretches that can be elected one by one, in order; what has no slices is
    /// left out.
    static List<Stretch> stretches(Store store, long from, long to, long lastCommit) {
        return store.read(connection -> {
            List<Stretch> stretches = new ArrayList<>();
            try (PreparedStatement query =
                    connection.prepareStatement(
                            """
                            SELECT q.quarter, q.slices, f.path
                            FROM slice_file_quarter q JOIN slice_file f ON f.id = q.file
                            WHERE q.quarter >= ? AND q.quarter < ? AND f.id <= ?
                            ORDER BY q.quarter, f.id
                            """)) {
                query.setLong(1, from);
                query.setLong(2, to);
                query.setLong(3, lastCommit);
                try (ResultSet row = query.executeQuery()) {
                    collect(row, stretches);
                }
            }
            return stretches;
        });
    }

    private static void collect(ResultSet row, List<Stretch> stretches) throws SQLException {
        TreeSet<String> files = new TreeSet<>();
        long slices = 0;
        long first = 0;
        long last = 0;
        while (row.next()) {
            long quarter = row.getLong(1);
            if (!files.isEmpty() && quarter != last && slices >= SLICES_AT_A_TIME) {
                stretches.add(new Stretch(first, last + QuarterHour.MICROS, List.copyOf(files)));
                files.clear();
                slices = 0;
            }
            if (files.isEmpty()) {
                first = quarter;
            }
            files.add(row.getString(3));
            slices += row.getLong(2);
            last = quarter;
        }
        if (!files.isEmpty()) {
            stretches.add(new Stretch(first, last + QuarterHour.MICROS, List.copyOf(files)));
        }
    }
}
