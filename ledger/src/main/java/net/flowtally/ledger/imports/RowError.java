package net.flowtally.ledger.imports;

/// What is wrong with one place of an imported file.
///
/// @param line the first is 1; where a record spans lines, the one it starts on; 0 = the whole file
/// @param column the column's name, empty = the whole line
/// @param message a plain sentence
public record RowError(long line, String column, String message) {
    @Override
    public String toString() {
        String place = line == 0 ? "" : "line " + line + (column.isEmpty() ? "" : ", " + column);
        return place.isEmpty() ? message : place + ": " + message;
    }
}
