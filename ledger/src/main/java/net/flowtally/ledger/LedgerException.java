package net.flowtally.ledger;

/// Root of everything the ledger throws. The message is a plain sentence that can be shown to a
/// user.
public abstract class LedgerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected LedgerException(String message) {
        super(message);
    }

    protected LedgerException(String message, Throwable cause) {
        super(message, cause);
    }
}
