package net.flowtally.ledger.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// A copy of a ledger's tables at one commit, and what files they name.
///
/// @param revision the newest
/// @param lastCommit the newest slice file
/// @param files that count, by their path in the home
public record StoreCopy(long revision, long lastCommit, List<NamedFile> files) {
    public StoreCopy {
        files = List.copyOf(files);
    }

    /// @param hash SHA-256
    public record NamedFile(String path, String hash) {}

    /// @param file that does not exist yet
    public static StoreCopy make(Store store, Path file) {
        store.copyTo(file);
        return read(file);
    }

    /// Reads what a copy says.
    ///
    /// @throws StoreException if it is damaged
    public static StoreCopy read(Path file) {
        try (Connection connection =
                DriverManager.getConnection("jdbc:sqlite:file:" + file + "?mode=ro")) {
            try (Statement query = connection.createStatement();
                    ResultSet row = query.executeQuery("PRAGMA integrity_check(1)")) {
                row.next();
                if (!row.getString(1).equals("ok")) {
                    throw new StoreException("The tables in " + file + " are damaged.");
                }
            }
            List<NamedFile> files = new ArrayList<>();
            try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT 'calls/' || path, hash FROM slice_file"
                                            + " WHERE replaced_at IS NULL"
                                            + " UNION ALL SELECT 'usage/' || path, hash"
                                            + " FROM usage_file ORDER BY 1");
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    files.add(new NamedFile(rows.getString(1), rows.getString(2)));
                }
            }
            return new StoreCopy(
                    number(connection, "SELECT coalesce(max(revision), 0) FROM revision"),
                    number(connection, "SELECT coalesce(max(id), 0) FROM slice_file"),
                    files);
        } catch (SQLException e) {
            throw new StoreException(
                    "The tables in " + file + " cannot be read: " + StoreTrouble.of(e) + ".", e);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row = query.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
