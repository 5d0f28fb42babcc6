package net.flowtally.ledger.engine;

/// Rows of whole numbers that a table is to get.
public interface NumberSource {
    int columns();

    int rows();

    /// @param column counts from 0, as the row
    long get(int column, int row);
}
