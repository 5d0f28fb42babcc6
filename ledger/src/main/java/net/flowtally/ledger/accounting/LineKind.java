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

    /// A share of a cost that departments have in common.
    POOL("pool"),

    /// A line of a correction of an earlier, sealed period.
    CORRECTION("correction"),

    /// Money given back.
    CREDIT("credit"),

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
            case FEE, POOL, CORRECTION, CREDIT, MARKUP, TAX -> false;
        };
    }

    /// Whether it is worked out from the tariff and a period, so that a correction of the period
    /// books what differs.
    public boolean isRated() {
        return isOfUsage() || this == FEE || this == POOL;
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
