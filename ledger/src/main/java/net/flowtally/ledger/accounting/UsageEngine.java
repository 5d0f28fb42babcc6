package net.flowtally.ledger.accounting;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Cancelled;
import net.flowtally.ledger.settings.Setting;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import org.duckdb.DuckDBConnection;

/// An embedded engine of its own, in bounded memory, that spills into the home. For one thread at a
/// time.
public final class UsageEngine implements AutoCloseable {
    private final DuckDBConnection connection;

    private UsageEngine(DuckDBConnection connection) {
        this.connection = connection;
    }

    public static UsageEngine open(Home home, Store store) {
        try {
            Connection opened = DriverManager.getConnection("jdbc:duckdb:", new Properties());
            UsageEngine engine = new UsageEngine(opened.unwrap(DuckDBConnection.class));
            engine.execute(
                    "SET memory_limit = '" + new Settings(store).get(Setting.ENGINE_MEMORY) + "B'");
            engine.execute("SET temp_directory = " + quote(home.tmp().toString()));
            engine.execute("SET preserve_insertion_order = false");
            return engine;
        } catch (SQLException e) {
            throw new AccountingException("The engine cannot be started: " + e.getMessage(), e);
        }
    }

    public DuckDBConnection connection() {
        return connection;
    }

    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Runs a query and hands its rows to a reader; a cancellation stops it.
    public <T> T query(String sql, Cancellation cancellation, Rows<T> reader) throws SQLException {
        cancellation.check();
        try (Statement statement = connection.createStatement();
                Cancellation.Registration _ = cancellation.onCancel(() -> stop(statement));
                ResultSet rows = statement.executeQuery(sql)) {
            return reader.read(rows);
        } catch (SQLException e) {
            if (cancellation.isCancelled()) {
                throw new Cancelled();
            }
            throw e;
        }
    }

    /// Runs a statement that may take long; a cancellation stops it.
    public void execute(String sql, Cancellation cancellation) throws SQLException {
        cancellation.check();
        try (Statement statement = connection.createStatement();
                Cancellation.Registration _ = cancellation.onCancel(() -> stop(statement))) {
            statement.execute(sql);
        } catch (SQLException e) {
            if (cancellation.isCancelled()) {
                throw new Cancelled();
            }
            throw e;
        }
    }

    /// A text as a literal.
    public static String quote(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new AccountingException("The engine cannot be closed: " + e.getMessage(), e);
        }
    }

    private static void stop(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException _) {
            // it has ended by itself
        }
    }

    /// Reads the rows of a result.
    @FunctionalInterface
    public interface Rows<T> {
        T read(ResultSet rows) throws SQLException;
    }
}
