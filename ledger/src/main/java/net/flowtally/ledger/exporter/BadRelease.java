package net.flowtally.ledger.exporter;

import net.flowtally.ledger.LedgerException;

/// A release of held records that cannot be.
public final class BadRelease extends LedgerException {
    private static final long serialVersionUID = 1L;

    BadRelease(String sentence) {
        super(sentence);
    }
}
