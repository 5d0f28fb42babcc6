package net.flowtally.ledger.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionBuilder;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBWritableVector;

/// A table in SQL whose rows are those that Java has at hand, in their order.
final class GivenRows implements DuckDBTableFunction<NumberSource, GivenRows.Place, Object> {
    static final String RELATION = "given_rows()";
    private static final String NAME = "given_rows";

    private Optional<NumberSource> given = Optional.empty();

    /// How far a query has read.
    static final class Place {
        private int row;
    }

    private GivenRows() {}

    static GivenRows register(Connection connection) throws SQLException {
        GivenRows rows = new GivenRows();
        try (DuckDBTableFunctionBuilder function = DuckDBFunctions.tableFunction()) {
            function.withName(NAME).withFunction(rows).register(connection);
        }
        return rows;
    }

    synchronized void give(NumberSource source) {
        given = Optional.of(source);
    }

    @Override
    public synchronized NumberSource bind(DuckDBTableFunctionBindInfo query) throws SQLException {
        NumberSource source = given.orElseThrow();
        for (int column = 0; column < source.columns(); column++) {
            query.addResultColumn("column" + column, DuckDBColumnType.BIGINT);
        }
        query.setCardinality(source.rows(), true);
        return source;
    }

    @Override
    public Place init(DuckDBTableFunctionInitInfo query) {
        query.setMaxThreads(1);
        return new Place();
    }

    @Override
    public long apply(DuckDBTableFunctionCallInfo query, DuckDBDataChunkWriter chunk) {
        NumberSource source = query.getBindData();
        Place place = query.getInitData();
        int count = (int) Math.min(chunk.capacity(), source.rows() - place.row);
        for (int column = 0; column < source.columns(); column++) {
            DuckDBWritableVector values = chunk.vector(column);
            for (int i = 0; i < count; i++) {
                values.setLong(i, source.get(column, place.row + i));
            }
        }
        place.row += count;
        return count;
    }
}
