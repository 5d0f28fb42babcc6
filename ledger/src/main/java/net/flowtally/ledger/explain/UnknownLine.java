package net.flowtally.ledger.explain;

import net.flowtally.ledger.LedgerException;

/// There is no statement line of that name.
public final class UnknownLine extends LedgerException {
    private static final long serialVersionUID = 1L;

    UnknownLine(String id, String why) {
        super("There is no statement line " + id + ": " + why);
    }
}
