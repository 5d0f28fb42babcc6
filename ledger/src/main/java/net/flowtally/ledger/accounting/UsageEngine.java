package net.flowtally.ledger.accounting;

import java.io.IOException;
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
import net.flowtally.ledger.store.SpillFolder;
import net.flowtally.ledger.store.Store;
import org.duckdb.DuckDBConnection;

/// An embedded engine of its own, in bounded memory, that spills into the home. For one thread at a
/// time.
public final class UsageEngine implements AutoCloseable {
    private static final int THREADS = 2;

    private final DuckDBConnection connection;
    private final SpillFolder spill;

    private UsageEngine(DuckDBConnection connection, SpillFolder spill) {
        this.connection = connection;
        this.spill = spill;
    }

    public static UsageEngine open(Home home, Store store) {
        long memory = new Settings(store).get(Setting.ENGINE_MEMORY);
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        try {
            // one for each engine: two would overwrite each other's files
            SpillFolder spill = SpillFolder.make(home, "usage");
            Connection opened = DriverManager.getConnection("jdbc:duckdb:", properties);
            UsageEngine engine = new UsageEngine(opened.unwrap(DuckDBConnection.class), spill);
            engine.execute("SET memory_limit = '" + memory + "B'");
            engine.execute("SET threads = " + THREADS);
            engine.execute("SET temp_directory = " + quote(spill.path().toString()));
            engine.execute("SET preserve_insertion_order = false");
            engine.execute("SET autoinstall_known_extensions = false");
            engine.execute("SET autoload_known_extensions = false");
            engine.execute(
                    "SET allowed_directories = ["
                            + quote(home.usage().toString())
                            + ", "
                            + quote(home.calls().toString())
                            + "]");
            engine.execute("SET enable_external_access = false");
            engine.execute("SET lock_configuration = true");
            return engine;
        } catch (SQLException | IOException e) {
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
            spill.close();
        } catch (SQLException | IOException e) {
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
