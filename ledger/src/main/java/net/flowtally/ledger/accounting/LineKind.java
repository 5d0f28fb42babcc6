package net.flowtally.ledger.accounting;

/// What a statement line charges or books.
public enum LineKind {
    /// Volume at a price, of one tier where there are several.
    USAGE("usage"),

    /// Calls at a price each.
    CALLS("calls"),

    /// Committed megabits a second, at the 95th percentile of the rate.
    COMMIT("commit"),

    /// Megabits a second beyond the commit.
    OVERAGE("overage"),

    /// What is missing to the least that a rule charges.
    MINIMUM("minimum"),

    /// What is taken off above the most that a rule charges.
    CAP("cap"),

    /// A flat fee.
    FEE("fee"),

    /// A line of a correction of an earlier, sealed period.
    CORRECTION("correction"),

    /// A percentage of the lines before it.
    MARKUP("markup"),

    /// A percentage of the lines and mark-ups before it.
    TAX("tax");

    private final String column;

    LineKind(String column) {
        this.column = column;
    }

    /// As it is kept in tables.
    public String column() {
        return column;
    }

    /// Whether usage of the period stands behind it.
    public boolean isOfUsage() {
        return switch (this) {
            case USAGE, CALLS, COMMIT, OVERAGE, MINIMUM, CAP -> true;
            case FEE, CORRECTION, MARKUP, TAX -> false;
        };
    }

    public static LineKind ofColumn(String text) {
        for (LineKind kind : values()) {
            if (kind.column.equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind of line: " + text);
    }
}
