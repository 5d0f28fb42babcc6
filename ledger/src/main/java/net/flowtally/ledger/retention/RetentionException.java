package net.flowtally.ledger.retention;

import net.flowtally.ledger.LedgerException;

/// Call detail cannot be removed as it should.
public final class RetentionException extends LedgerException {
    private static final long serialVersionUID = 1L;

    RetentionException(String message, Throwable cause) {
        super(message, cause);
    }
}
