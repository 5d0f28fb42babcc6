package net.flowtally.ledger.explore;

import net.flowtally.ledger.LedgerException;

/// A text that is no filter.
public final class MalformedFilter extends LedgerException {
    private static final long serialVersionUID = 1L;

    private final int column;

    MalformedFilter(int column, String message) {
        super("column " + column + ": " + message);
        this.column = column;
    }

    /// Where the text stops to make sense, from 1.
    public int column() {
        return column;
    }
}
