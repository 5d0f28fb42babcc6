package net.flowtally.ledger.explain;

import net.flowtally.ledger.LedgerException;

/// A level does not sum to the one above it.
public final class Disagreement extends LedgerException {
    private static final long serialVersionUID = 1L;

    Disagreement(String message) {
        super(message);
    }
}
