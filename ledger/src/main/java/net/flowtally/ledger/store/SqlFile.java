package net.flowtally.ledger.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/// A SQL database in a file of its own, which no other program has to have open: made once in one
/// transaction, then only read. For one thread.
public final class SqlFile implements AutoCloseable {
    private final Connection connection;

    private SqlFile(Connection connection) {
        this.connection = connection;
    }

    /// A new one, in a file that is not there or empty. Nothing of it counts before `finish`.
    public static SqlFile create(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            // a file that is not finished is thrown away: nothing has to be taken back
            statement.execute("PRAGMA journal_mode = OFF");
            statement.execute("PRAGMA synchronous = OFF");
            statement.execute("BEGIN");
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return new SqlFile(connection);
    }

    /// One that is there, to read.
    public static SqlFile read(Path file) throws SQLException {
        return new SqlFile(
                DriverManager.getConnection("jdbc:sqlite:file:" + file + "?mode=ro&immutable=1"));
    }

    public Connection connection() {
        return connection;
    }

    /// Ends the one transaction.
    public void finish() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("COMMIT");
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
