package net.flowtally.ledger.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Cancelled;
import net.flowtally.ledger.settings.Setting;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.SpillFolder;
import net.flowtally.ledger.store.Store;
import org.duckdb.DuckDBConnection;

/// An embedded engine of its own: in bounded memory, spilling into the home, with access to nothing
/// but the folders that it was opened for. For one thread at a time.
public final class Engine implements AutoCloseable {
    private static final int THREADS = 2;

    private final DuckDBConnection connection;
    private final SpillFolder spill;
    private final HandOver handOver;
    private final GivenRows givenRows;

    private Engine(DuckDBConnection connection, SpillFolder spill) throws SQLException {
        this.connection = connection;
        this.spill = spill;
        handOver = HandOver.register(connection);
        givenRows = GivenRows.register(connection);
    }

    /// @param name of its spill folder
    /// @param parts how many such engines there are at a time, which share the memory of one
    /// @param folders that it may read and write
    /// @param settings of its own, as in `preserve_insertion_order = false`
    public static Engine open(
            Home home,
            Store store,
            String name,
            int parts,
            List<Path> folders,
            String... settings) {
        try {
            return start(home, store, name, parts, folders, settings);
        } catch (SQLException | IOException e) {
            throw new EngineException("The engine cannot be started: " + e.getMessage(), e);
        }
    }

    private static Engine start(
            Home home, Store store, String name, int parts, List<Path> folders, String... settings)
            throws SQLException, IOException {
        long memory = new Settings(store).get(Setting.ENGINE_MEMORY) / parts;
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        // one for each engine: two would overwrite each other's files
        SpillFolder spill = SpillFolder.make(home, name);
        Connection opened = DriverManager.getConnection("jdbc:duckdb:", properties);
        Engine engine = new Engine(opened.unwrap(DuckDBConnection.class), spill);
        engine.execute("SET memory_limit = '" + memory + "B'");
        engine.execute("SET threads = " + Math.max(1, THREADS / parts));
        engine.execute("SET temp_directory = " + quote(spill.path().toString()));
        for (String setting : settings) {
            engine.execute("SET " + setting);
        }
        engine.execute("SET autoinstall_known_extensions = false");
        engine.execute("SET autoload_known_extensions = false");
        engine.execute(
                folders.stream()
                        .map(folder -> quote(folder.toString()))
                        .collect(Collectors.joining(", ", "SET allowed_directories = [", "]")));
        engine.execute("SET enable_external_access = false");
        engine.execute("SET lock_configuration = true");
        return engine;
    }

    public DuckDBConnection connection() {
        return connection;
    }

    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Runs a statement that may take long; a cancellation stops it.
    public void execute(String sql, Cancellation cancellation) throws SQLException {
        cancellation.check();
        try (Statement statement = connection.createStatement();
                Cancellation.Registration _ = cancellation.onCancel(() -> stop(statement))) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failure(e, cancellation);
        }
    }

    /// Runs a query and hands its rows over as they come; a cancellation stops it.
    public <T, X extends Exception> T query(
            String sql, Cancellation cancellation, Rows<T, X> reader) throws SQLException, X {
        cancellation.check();
        try (Statement statement = connection.createStatement();
                Cancellation.Registration _ = cancellation.onCancel(() -> stop(statement));
                ResultSet rows = statement.executeQuery(sql)) {
            return reader.read(rows);
        } catch (SQLException e) {
            throw failure(e, cancellation);
        }
    }

    /// Hands over all rows of a relation, in no order, many at a time: for millions of rows of
    /// whole numbers, which come ten times as fast as by `query`. A cancellation stops it.
    ///
    /// @param columns expressions of whole numbers that are never null
    /// @param relation what stands behind FROM
    public <X extends Exception> void handOver(
            List<String> columns, String relation, Cancellation cancellation, NumberSink<X> sink)
            throws SQLException, X {
        handOver.to(
                sink,
                () -> {
                    execute(HandOver.sql(columns, relation), cancellation);
                    return query(
                            HandOver.SAID,
                            cancellation,
                            rows -> {
                                rows.next();
                                return rows.getLong(1);
                            });
                });
    }

    /// Appends rows to a table of as many columns of whole numbers.
    public void insert(String table, NumberSource rows) throws SQLException {
        givenRows.give(rows);
        execute("INSERT INTO " + table + " SELECT * FROM " + GivenRows.RELATION);
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
            throw new EngineException("The engine cannot be closed: " + e.getMessage(), e);
        }
    }

    private static SQLException failure(SQLException e, Cancellation cancellation) {
        if (cancellation.isCancelled()) {
            throw new Cancelled();
        }
        return e;
    }

    private static void stop(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException _) {
            // it has ended by itself
        }
    }

    /// Reads the rows of a result.
    ///
    /// @param <X> what it throws besides
    @FunctionalInterface
    public interface Rows<T, X extends Exception> {
        T read(ResultSet rows) throws SQLException, X;
    }
}
