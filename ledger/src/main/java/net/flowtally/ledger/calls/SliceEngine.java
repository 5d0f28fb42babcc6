package net.flowtally.ledger.calls;

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

/// The embedded engine that reads slice files: in bounded memory, spilling into the home, with no
/// access to anything but the slice files. For one thread.
final class SliceEngine implements AutoCloseable {
    private static final int THREADS = 2;

    private final Connection connection;
    private final SpillFolder spill;

    /// Reads the rows of a result.
    @FunctionalInterface
    interface Rows<T, X extends Exception> {
        T read(ResultSet rows) throws SQLException, X;
    }

    private SliceEngine(Connection connection, SpillFolder spill) {
        this.connection = connection;
        this.spill = spill;
    }

    static SliceEngine open(Home home, Store store) {
        long memory = new Settings(store).get(Setting.ENGINE_MEMORY);
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        try {
            SpillFolder spill = SpillFolder.make(home, "engine");
            Connection opened = DriverManager.getConnection("jdbc:duckdb:", properties);
            SliceEngine engine = new SliceEngine(opened, spill);
            engine.execute("SET memory_limit = '" + memory + "B'");
            engine.execute("SET threads = " + THREADS);
            engine.execute("SET temp_directory = " + quote(spill.path().toString()));
            engine.execute("SET autoinstall_known_extensions = false");
            engine.execute("SET autoload_known_extensions = false");
            engine.execute("SET allowed_directories = [" + quote(home.calls().toString()) + "]");
            engine.execute("SET enable_external_access = false");
            engine.execute("SET lock_configuration = true");
            return engine;
        } catch (SQLException | IOException e) {
            throw new ArchiveException(
                    "The engine that reads calls cannot be started: " + e.getMessage(), e);
        }
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Runs a statement that may take long.
    void execute(String sql, Cancellation cancellation) {
        cancellation.check();
        try (Statement statement = connection.createStatement();
                var _ = cancellation.onCancel(() -> stop(statement))) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failure(e, cancellation);
        }
    }

    /// Runs a query and hands its rows over as they come.
    <T, X extends Exception> T query(String sql, Cancellation cancellation, Rows<T, X> reader)
            throws X {
        cancellation.check();
        try (Statement statement = connection.createStatement();
                var _ = cancellation.onCancel(() -> stop(statement));
                ResultSet rows = statement.executeQuery(sql)) {
            return reader.read(rows);
        } catch (SQLException e) {
            throw failure(e, cancellation);
        }
    }

    static String quote(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    @Override
    public void close() {
        try {
            connection.close();
            spill.close();
        } catch (SQLException | IOException e) {
            throw new ArchiveException(
                    "The engine that reads calls cannot be closed: " + e.getMessage(), e);
        }
    }

    private static RuntimeException failure(SQLException e, Cancellation cancellation) {
        return cancellation.isCancelled()
                ? new Cancelled()
                : new ArchiveException("The calls cannot be read: " + e.getMessage(), e);
    }

    private static void stop(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException _) {
            // it has ended by itself
        }
    }
}
