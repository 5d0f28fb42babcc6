package net.flowtally.reports.table;

import java.util.List;

/// Rows of typed cells below named columns, exact values only.
public record Table(String title, List<Column> columns, List<Row> rows) {
    public Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        for (Row row : rows) {
            if (row.cells().size() != columns.size()) {
                throw new IllegalArgumentException(
                        title
                                + ": a row has "
                                + row.cells().size()
                                + " cells for "
                                + columns.size()
                                + " columns");
            }
        }
    }

    /// The rows that the total sums.
    public List<Row> summed() {
        return rows.stream().filter(row -> row.kind().isSummed()).toList();
    }
}
