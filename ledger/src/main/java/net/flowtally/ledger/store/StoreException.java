package net.flowtally.ledger.store;

import net.flowtally.ledger.LedgerException;

/// The home directory or the ledger's files could not be opened, read or written.
public final class StoreException extends LedgerException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
