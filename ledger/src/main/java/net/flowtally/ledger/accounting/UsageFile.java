package net.flowtally.ledger.accounting;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.engine.Engine;
import net.flowtally.ledger.store.Home;

/// A catalog row of a Parquet file below `usage/`.
///
/// @param fromQuarter the quarter hours that it holds, `toQuarter` excluded
/// @param bytes the sum over its rows
/// @param hash SHA-256 of the file
public record UsageFile(
        long id,
        String path,
        Kind kind,
        long fromQuarter,
        long toQuarter,
        long entries,
        long bytes,
        String hash) {
    /// What rows a file holds.
    public enum Kind {
        USAGE("usage"),
        SUPPRESSED("suppressed");

        private final String column;

        Kind(String column) {
            this.column = column;
        }
    }

    /// The files with a part in `[from, to)`, in the order of time.
    public static List<UsageFile> overlapping(Connection connection, Kind kind, long from, long to)
            throws SQLException {
        List<UsageFile> files = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT id, path, from_quarter, to_quarter, entries, bytes, hash"
                                + " FROM usage_file"
                                + " WHERE kind = ? AND from_quarter < ? AND to_quarter > ?"
                                + " ORDER BY from_quarter")) {
            query.setString(1, kind.column);
            query.setLong(2, to);
            query.setLong(3, from);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    files.add(
                            new UsageFile(
                                    rows.getLong(1),
                                    rows.getString(2),
                                    kind,
                                    rows.getLong(3),
                                    rows.getLong(4),
                                    rows.getLong(5),
                                    rows.getLong(6),
                                    rows.getString(7)));
                }
            }
        }
        return files;
    }

    /// Enters a new file; its id is given by the catalog.
    static void insert(Connection connection, UsageFile file, long madeAt) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO usage_file (path, kind, from_quarter, to_quarter, entries,"
                                + " bytes, hash, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, file.path);
            insert.setString(2, file.kind.column);
            insert.setLong(3, file.fromQuarter);
            insert.setLong(4, file.toQuarter);
            insert.setLong(5, file.entries);
            insert.setLong(6, file.bytes);
            insert.setString(7, file.hash);
            insert.setLong(8, madeAt);
            insert.executeUpdate();
        }
    }

    /// Takes a file out of the catalog.
    public static void delete(Connection connection, UsageFile file) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM usage_file WHERE id = ?")) {
            delete.setLong(1, file.id);
            delete.executeUpdate();
        }
    }

    /// `read_parquet` over some files, which must not be none.
    static String readParquet(Home home, List<UsageFile> files) {
        List<String> paths = new ArrayList<>();
        for (UsageFile file : files) {
            paths.add(Engine.quote(home.usage().resolve(file.path).toString()));
        }
        return "read_parquet([" + String.join(", ", paths) + "])";
    }
}
