package net.flowtally.reports.table;

import java.util.List;

/// A row of a table.
///
/// @param depth how far its first cell is set in, 0 = not at all
public record Row(Kind kind, int depth, List<Cell> cells, Drill drill) {
    /// What a row stands for. A table's detail, others and unassigned rows sum to its total;
    /// subtotals repeat what stands above them.
    public enum Kind {
        DETAIL,
        OTHERS,
        UNASSIGNED,
        SUBTOTAL,
        TOTAL;

        /// Whether the row is one of those that the total sums.
        public boolean isSummed() {
            return this == DETAIL || this == OTHERS || this == UNASSIGNED;
        }
    }

    public Row {
        cells = List.copyOf(cells);
    }

    /// A row that leads nowhere.
    public static Row of(Kind kind, List<Cell> cells) {
        return new Row(kind, 0, cells, Drill.NOWHERE);
    }
}
