package net.flowtally.ledger.calls;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.engine.Engine;
import net.flowtally.ledger.engine.NumberSink;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;

/// The engine that reads slice files and nothing else; what fails in it is a failure of the
/// archive. For one thread.
final class SliceEngine implements AutoCloseable {
    private final Engine engine;

    private SliceEngine(Engine engine) {
        this.engine = engine;
    }

    /// @param parts how many there are at a time, which share the memory of one
    static SliceEngine open(Home home, Store store, int parts) {
        return new SliceEngine(Engine.open(home, store, "engine", parts, List.of(home.calls())));
    }

    /// Runs a statement that may take long.
    void execute(String sql, Cancellation cancellation) {
        try {
            engine.execute(sql, cancellation);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /// Runs a query and hands its rows over as they come.
    <T, X extends Exception> T query(
            String sql, Cancellation cancellation, Engine.Rows<T, X> reader) throws X {
        try {
            return engine.query(sql, cancellation, reader);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /// Hands over all rows of a relation, in no order, many at a time.
    <X extends Exception> void handOver(
            List<String> columns, String relation, Cancellation cancellation, NumberSink<X> sink)
            throws X {
        try {
            engine.handOver(columns, relation, cancellation, sink);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /// `read_parquet` over slice files. Columns that older files do not have are null.
    ///
    /// @param options further named parameters
    static String parquet(Path folder, List<String> files, String... options) {
        List<String> paths = new ArrayList<>(files.size());
        for (String file : files) {
            Path path = folder.resolve(file);
            if (!Files.exists(path)) {
                throw new ArchiveException(
                        "The file "
                                + path
                                + " is missing, and the ledger counts on it. Put it back from a backup;"
                                + " 'flowtally verify' tells what else is missing.");
            }
            paths.add(Engine.quote(path.toString()));
        }
        StringBuilder call = new StringBuilder("read_parquet([");
        call.append(String.join(", ", paths)).append("], union_by_name = true");
        for (String option : options) {
            call.append(", ").append(option);
        }
        return call.append(')').toString();
    }

    @Override
    public void close() {
        engine.close();
    }

    private static ArchiveException unreadable(SQLException e) {
        return new ArchiveException("The calls cannot be read: " + e.getMessage(), e);
    }
}
