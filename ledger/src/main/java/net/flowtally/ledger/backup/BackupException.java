package net.flowtally.ledger.backup;

import net.flowtally.ledger.LedgerException;

/// A backup cannot be made, or one is not whole.
public final class BackupException extends LedgerException {
    private static final long serialVersionUID = 1L;

    BackupException(String message) {
        super(message);
    }

    BackupException(String message, Throwable cause) {
        super(message, cause);
    }
}
