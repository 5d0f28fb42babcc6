package net.flowtally.ledger.billing;

/// What a statement line books.
public enum LineKind {
    /// The priced usage of the period itself.
    USAGE("usage"),

    /// A line of a correction of an earlier, sealed period.
    CORRECTION("correction");

    private final String column;

    LineKind(String column) {
        this.column = column;
    }

    /// As it is kept in tables.
    public String column() {
        return column;
    }

    static LineKind ofColumn(String text) {
        for (LineKind kind : values()) {
            if (kind.column.equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind of line: " + text);
    }
}
