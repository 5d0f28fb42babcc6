package net.flowtally.ledger.engine;

import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBReadableVector;

/// Rows of whole numbers as the engine has them in memory, column by column. For one thread.
public final class NumberRows {
    private final int size;
    private final DuckDBReadableVector[] columns;

    NumberRows(DuckDBDataChunkReader chunk) {
        size = Math.toIntExact(chunk.rowCount());
        columns = new DuckDBReadableVector[Math.toIntExact(chunk.columnCount())];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = chunk.vector(i);
        }
    }

    public int size() {
        return size;
    }

    /// @param column counts from 0, as the row
    public long get(int column, int row) {
        return columns[column].getLong(row);
    }
}
