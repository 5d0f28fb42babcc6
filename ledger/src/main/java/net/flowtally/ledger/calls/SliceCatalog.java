package net.flowtally.ledger.calls;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import net.flowtally.ledger.exporter.HeldRelease;
import net.flowtally.ledger.store.Store;

/// What the catalog of slice files has of a span of time.
final class SliceCatalog {
    /// So many slices are elected at a time, quarter hours permitting: bounds the memory of it.
    private static final long SLICES_AT_A_TIME = 250_000;

    private static final String FILE =
            """
            SELECT path, stream, first_emission, last_emission, first_position, last_position,
                slices, raw_bytes, raw_packets, bytes, packets, octets_on_disk, hash, id,
                flows, joined
            FROM slice_file
            """;

    private SliceCatalog() {}

    /// Neighbouring quarter hours and the files that have something of them.
    ///
    /// @param to exclusive
    record Stretch(long from, long to, List<String> files) {}

    /// Cuts a span into stretches that can be elected one by one, in order; what has no slices is
    /// left out.
    ///
    /// @param shifts releases that take slices from one quarter hour to another: those are at hand
    ///   where they go
    /// @throws DetailRemoved if retention has removed slices of the span
    static List<Stretch> stretches(
            Store store, long from, long to, long lastCommit, List<HeldRelease> shifts) {
        return store.read(connection -> {
            RemovedDetails.refuse(connection, from, to);
            List<Stretch> stretches = new ArrayList<>();
            try (PreparedStatement query =
                    connection.prepareStatement(
                            """
                            SELECT q.quarter, q.slices, f.path, f.id
                            FROM slice_file_quarter q JOIN slice_file f ON f.id = q.file
                            WHERE q.quarter >= ?1 AND q.quarter < ?2
                                AND coalesce(f.through_commit, f.id) <= ?3
                            %s
                            ORDER BY 1, 4
                            """
                                    .formatted(shifted(shifts)))) {
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

    private static String shifted(List<HeldRelease> shifts) {
        StringBuilder sql = new StringBuilder();
        for (HeldRelease release : shifts) {
            sql.append(
                    String.format(
                            Locale.ROOT,
                            " UNION ALL SELECT q.quarter + (%1$d), q.slices, f.path, f.id"
                                    + " FROM slice_file_quarter q JOIN slice_file f ON f.id = q.file"
                                    + " WHERE q.quarter + (%1$d) >= ?1 AND q.quarter + (%1$d) < ?2"
                                    + " AND q.quarter >= %2$d AND q.quarter < %3$d"
                                    + " AND coalesce(f.through_commit, f.id) <= ?3",
                            release.shift(),
                            release.from(),
                            release.to()));
        }
        return sql.toString();
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

    static List<WrittenFile> files(Connection connection, long from, long to, long lastCommit)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        FILE
                                + """
                                WHERE coalesce(through_commit, id) <= ?3
                                    AND id IN (SELECT file FROM slice_file_quarter
                                        WHERE quarter >= ?1 AND quarter < ?2)
                                ORDER BY id
                                """)) {
            query.setLong(1, from);
            query.setLong(2, to);
            query.setLong(3, lastCommit);
            return files(connection, query);
        }
    }

    static WrittenFile file(Connection connection, long id) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(FILE + "WHERE id = ?")) {
            query.setLong(1, id);
            return files(connection, query).getFirst();
        }
    }

    /// A file with slices of LFAP flows.
    ///
    /// @param isJoined whether some of them are joined with slices of other streams
    record FlowFile(String path, String stream, boolean isJoined) {}

    /// All files with slices of LFAP flows.
    static List<FlowFile> flowFiles(Connection connection, long lastCommit) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        """
                        SELECT path, stream, joined > 0 FROM slice_file
                        WHERE flows > 0 AND replaced_at IS NULL
                            AND coalesce(through_commit, id) <= ?
                        ORDER BY id
                        """)) {
            query.setLong(1, lastCommit);
            List<FlowFile> files = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    files.add(new FlowFile(row.getString(1), row.getString(2), row.getBoolean(3)));
                }
            }
            return files;
        }
    }

    /// The files of a stream with slices of LFAP flows that are joined with those of others.
    static List<String> joined(Connection connection, String stream) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT path FROM slice_file"
                                + " WHERE stream = ? AND joined > 0 AND replaced_at IS NULL")) {
            query.setString(1, stream);
            return texts(query);
        }
    }

    /// The names of all files that may be on disk.
    static List<String> names(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT path FROM slice_file")) {
            return texts(query);
        }
    }

    /// The names of files that were replaced before an instant.
    static List<String> replaced(Connection connection, long before) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT path FROM slice_file WHERE replaced_at < ?")) {
            query.setLong(1, before);
            return texts(query);
        }
    }

    private static List<String> texts(PreparedStatement query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }

    private static List<WrittenFile> files(Connection connection, PreparedStatement query)
            throws SQLException {
        List<WrittenFile> files = new ArrayList<>();
        try (PreparedStatement quarters =
                        connection.prepareStatement(
                                "SELECT quarter, slices, bytes, packets FROM slice_file_quarter"
                                        + " WHERE file = ? ORDER BY quarter");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                quarters.setLong(1, row.getLong(14));
                files.add(
                        new WrittenFile(
                                row.getString(1),
                                row.getString(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6),
                                row.getLong(7),
                                row.getLong(8),
                                row.getLong(9),
                                row.getLong(10),
                                row.getLong(11),
                                row.getLong(12),
                                row.getString(13),
                                quarterSums(quarters),
                                row.getLong(15),
                                row.getLong(16)));
            }
        }
        return files;
    }

    static long lastCommit(Connection connection) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row = query.executeQuery("SELECT coalesce(max(id), 0) FROM slice_file")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static List<QuarterSum> quarterSums(PreparedStatement query) throws SQLException {
        List<QuarterSum> sums = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                sums.add(
                        new QuarterSum(
                                row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)));
            }
        }
        return sums;
    }
}
