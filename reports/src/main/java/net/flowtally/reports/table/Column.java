package net.flowtally.reports.table;

/// What a column of a table holds.
///
/// @param unit printed in the header; empty where the values need none
public record Column(String id, String title, String unit, Kind kind) {
    /// The type of a column's cells.
    public enum Kind {
        TEXT,
        COUNT,
        BYTES,
        VOLUME,
        MONEY,
        PRICE,
        SHARE,
        INSTANT,
        DAY,
        DURATION;

        /// Numbers stand to the right, with digits below digits.
        public boolean isNumber() {
            return this != TEXT && this != INSTANT && this != DAY;
        }
    }

    /// The title with its unit, as a header shows it.
    public String header() {
        return unit.isEmpty() ? title : title + " (" + unit + ")";
    }
}
