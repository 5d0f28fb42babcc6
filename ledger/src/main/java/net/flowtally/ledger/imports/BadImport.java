package net.flowtally.ledger.imports;

import net.flowtally.ledger.LedgerException;

/// An import that is asked for in a way that cannot be.
public final class BadImport extends LedgerException {
    private static final long serialVersionUID = 1L;

    public BadImport(String sentence) {
        super(sentence);
    }
}
