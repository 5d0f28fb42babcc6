package net.flowtally.ledger.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import net.flowtally.ledger.time.Micros;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteConfig;

/// The transactional store of a home: `ledger.db`. Reads run side by side, each on one unchanging
/// state; writes run one at a time, also across processes. Thread-safe.
public final class Store implements AutoCloseable {
    /// The number of the newest migration.
    static final int SCHEMA_VERSION = 15;

    private static final int BUSY_TIMEOUT_MILLIS = 30_000;
    private static final int IDLE_READERS = 4;

    private final Path database;
    private final Clock clock;
    private final ReentrantLock writing = new ReentrantLock();
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private final Connection writer;
    private boolean closed;

    /// Work in one transaction.
    @FunctionalInterface
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /// An edit in one transaction, with the number of the revision that it makes.
    @FunctionalInterface
    public interface Edit<T> {
        T run(Connection connection, long revision) throws SQLException;
    }

    private Store(Path database, Clock clock, Connection writer) {
        this.database = database;
        this.clock = clock;
        this.writer = writer;
    }

    /// Opens the store of a home and brings its tables up to date.
    public static Store open(Home home) {
        return open(home, Clock.systemUTC());
    }

    /// @param clock dates the revisions
    public static Store open(Home home, Clock clock) {
        Path database = home.database();
        try {
            Connection writer = connect(database, false);
            try {
                if (schemaVersion(writer) != SCHEMA_VERSION) {
                    migrate(home, writer);
                }
                return new Store(database, clock, writer);
            } catch (SQLException | RuntimeException e) {
                writer.close();
                throw e;
            }
        } catch (SQLException | FlywayException e) {
            throw new StoreException(
                    "The ledger " + database + " cannot be opened: " + StoreTrouble.of(e) + ".", e);
        }
    }

    /// Runs work that only reads, on the state as of its first query.
    public <T> T read(Work<T> work) {
        Connection connection = borrow();
        boolean sound = false;
        try {
            execute(connection, "BEGIN");
            T result;
            try {
                result = work.run(connection);
            } finally {
                execute(connection, "COMMIT");
            }
            sound = true;
            return result;
        } catch (SQLException e) {
            throw failure("read", e);
        } finally {
            giveBack(connection, sound);
        }
    }

    /// Runs work in one transaction that holds the write lock from its start. All of it is on disk
    /// when this returns, or nothing of it when it throws.
    public <T> T write(Work<T> work) {
        if (writing.isHeldByCurrentThread()) {
            throw new IllegalStateException("a transaction cannot begin inside another");
        }
        writing.lock();
        try {
            execute(writer, "BEGIN IMMEDIATE");
            boolean done = false;
            try {
                T result = work.run(writer);
                execute(writer, "COMMIT");
                done = true;
                return result;
            } finally {
                if (!done) {
                    rollBack();
                }
            }
        } catch (SQLException e) {
            throw failure("write", e);
        } finally {
            writing.unlock();
        }
    }

    /// A write that makes a new revision.
    ///
    /// @param actor who edits
    /// @param what one line for the audit trail
    public <T> T edit(String actor, String what, Edit<T> edit) {
        return write(connection -> edit.run(connection, revise(connection, actor, what)));
    }

    /// Makes a revision inside a write, for an edit that finds out only then that it changes
    /// anything.
    public long revise(Connection connection, String actor, String what) throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        "INSERT INTO revision (made_at, actor, what) VALUES (?, ?, ?)"
                                + " RETURNING revision")) {
            insert.setLong(1, Micros.of(clock.instant()));
            insert.setString(2, actor);
            insert.setString(3, what);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /// The newest revision; 0 before the first edit.
    public long revision() {
        return read(connection -> {
            try (Statement query = connection.createStatement();
                    ResultSet row =
                            query.executeQuery("SELECT coalesce(max(revision), 0) FROM revision")) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /// Writes a copy of all tables, as they are at one commit, to a file that does not exist yet.
    void copyTo(Path file) {
        try (Connection connection = connect(database, false);
                PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
            copy.setString(1, file.toString());
            copy.execute();
        } catch (SQLException e) {
            throw failure("be copied", e);
        }
    }

    @Override
    public void close() {
        writing.lock();
        try {
            synchronized (idle) {
                closed = true;
                for (Connection connection : idle) {
                    connection.close();
                }
                idle.clear();
            }
            writer.close();
        } catch (SQLException e) {
            throw failure("close", e);
        } finally {
            writing.unlock();
        }
    }

    private Connection borrow() {
        synchronized (idle) {
            if (closed) {
                throw new StoreException("The ledger is closed.");
            }
            Connection connection = idle.poll();
            if (connection != null) {
                return connection;
            }
        }
        try {
            return connect(database, true);
        } catch (SQLException e) {
            throw failure("read", e);
        }
    }

    private void giveBack(Connection connection, boolean sound) {
        synchronized (idle) {
            if (sound && !closed && idle.size() < IDLE_READERS) {
                idle.push(connection);
                return;
            }
        }
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure("read", e);
        }
    }

    private void rollBack() {
        try {
            execute(writer, "ROLLBACK");
        } catch (SQLException e) {
            // SQLite has rolled back by itself, for instance on a full disk
            if (e.getMessage() == null || !e.getMessage().contains("no transaction is active")) {
                throw failure("write", e);
            }
        }
    }

    private StoreException failure(String verb, SQLException e) {
        return new StoreException(
                "The ledger " + database + " cannot " + verb + ": " + StoreTrouble.of(e) + ".", e);
    }

    private static Connection connect(Path database, boolean readOnly) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.enforceForeignKeys(true);
        Connection connection = config.createConnection("jdbc:sqlite:" + database);
        if (readOnly) {
            execute(connection, "PRAGMA query_only = ON");
        }
        return connection;
    }

    private static int schemaVersion(Connection connection) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row = query.executeQuery("PRAGMA user_version")) {
            row.next();
            int version = row.getInt(1);
            if (version > SCHEMA_VERSION) {
                throw new StoreException(
                        "The ledger was last opened by a newer Flowtally (its tables have version "
                                + version
                                + "; this program knows versions up to "
                                + SCHEMA_VERSION
                                + ").");
            }
            return version;
        }
    }

    /// Flyway has no lock of its own on SQLite, so that two processes would collide on a new home.
    private static void migrate(Home home, Connection connection) throws SQLException {
        Path lockFile = home.lock().resolve("migration");
        synchronized (Store.class) {
            try (FileChannel channel =
                            FileChannel.open(
                                    lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                if (schemaVersion(connection) == SCHEMA_VERSION) {
                    return;
                }
                dropViews(connection);
                Flyway.configure(Store.class.getClassLoader())
                        .dataSource("jdbc:sqlite:" + home.database(), "", "")
                        .loggers("slf4j")
                        .locations("classpath:net/flowtally/ledger/store/migration")
                        .load()
                        .migrate();
                createViews(connection);
            } catch (IOException e) {
                throw new StoreException("The lock " + lockFile + " cannot be taken: " + e, e);
            }
        }
    }

    /// Tables cannot be replaced beneath views that read them.
    private static void dropViews(Connection connection) throws SQLException {
        List<String> views = new ArrayList<>();
        try (Statement query = connection.createStatement();
                ResultSet rows =
                        query.executeQuery("SELECT name FROM sqlite_master WHERE type = 'view'")) {
            while (rows.next()) {
                views.add(rows.getString(1));
            }
        }
        for (String view : views) {
            execute(connection, "DROP VIEW \"" + view + "\"");
        }
    }

    /// Makes the views and notes that the tables are up to date: both or neither.
    private static void createViews(Connection connection) throws SQLException, IOException {
        try (InputStream script =
                        Objects.requireNonNull(Store.class.getResourceAsStream("views.sql"));
                Statement statement = connection.createStatement()) {
            // one call runs the whole script only where no rows are asked for
            statement.executeUpdate(
                    "BEGIN IMMEDIATE;\n"
                            + new String(script.readAllBytes(), StandardCharsets.UTF_8)
                            + "PRAGMA user_version = "
                            + SCHEMA_VERSION
                            + ";\nCOMMIT");
        } catch (SQLException e) {
            execute(connection, "ROLLBACK");
            throw e;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
