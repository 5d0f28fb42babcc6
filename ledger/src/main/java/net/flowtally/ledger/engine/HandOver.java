package net.flowtally.ledger.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBLogicalType;
import org.duckdb.DuckDBScalarFunctionBuilder;
import org.duckdb.DuckDBWritableVector;

/// A function in SQL that gives the rows it is called with to Java and is 1 for each of them, so
/// that its sum says whether all have come. The engine may call it on any of its threads, though
/// never on two at a time.
final class HandOver {
    /// Tells the sum of the function over the rows of the last statement.
    static final String SAID = "SELECT number FROM handed_over";

    private static final String NAME = "hand_over";

    private NumberSink<?> sink = _ -> {};
    private Optional<Exception> failure = Optional.empty();
    private long taken;

    private HandOver() {}

    static HandOver register(Connection connection) throws SQLException {
        HandOver handOver = new HandOver();
        try (DuckDBScalarFunctionBuilder function = DuckDBFunctions.scalarFunction();
                DuckDBLogicalType number = DuckDBLogicalType.of(DuckDBColumnType.BIGINT)) {
            function.withName(NAME)
                    .withVarArgs(number)
                    .withReturnType(DuckDBColumnType.BIGINT)
                    .withVolatile()
                    .withVectorizedFunction(handOver::take)
                    .register(connection);
        }
        return handOver;
    }

    /// A statement that calls the function with all rows. It is no query, of which the driver would
    /// not say why it failed.
    static String sql(List<String> columns, String relation) {
        return "CREATE OR REPLACE TEMP TABLE handed_over AS"
                + " SELECT coalesce(sum(%s(%s)), 0)::BIGINT AS number FROM %s"
                        .formatted(NAME, String.join(", ", columns), relation);
    }

    /// @param query runs what `sql` gave, then `SAID`
    @SuppressWarnings("unchecked") // the sink throws nothing but X and what is unchecked
    <X extends Exception> void to(NumberSink<X> taker, Query query) throws SQLException, X {
        synchronized (this) {
            sink = taker;
            failure = Optional.empty();
            taken = 0;
        }
        long said;
        try {
            said = query.run();
        } catch (SQLException e) {
            Optional<Exception> cause = failure();
            if (cause.isPresent()) {
                throw (X) cause.get();
            }
            throw e;
        }
        if (said != taken()) {
            throw new SQLException("The engine handed over " + taken() + " of " + said + " rows.");
        }
    }

    private synchronized void take(DuckDBDataChunkReader chunk, DuckDBWritableVector ones)
            throws Exception {
        NumberRows rows = new NumberRows(chunk);
        try {
            sink.accept(rows);
        } catch (Exception e) {
            failure = Optional.of(e);
            throw e;
        }
        taken += rows.size();
        for (int row = 0; row < rows.size(); row++) {
            ones.setLong(row, 1);
        }
    }

    private synchronized Optional<Exception> failure() {
        return failure;
    }

    private synchronized long taken() {
        return taken;
    }

    /// Runs a query that calls the function.
    interface Query {
        /// The sum of the function over all rows.
        long run() throws SQLException;
    }
}
