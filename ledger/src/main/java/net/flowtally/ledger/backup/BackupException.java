package net.flowtally.ledger.backup;

import net.flowtally.ledger.LedgerException;
import org.jspecify.annotations.Nullable;

/// A backup cannot be made, or one is not whole.
public final class BackupException extends LedgerException {
    private static final long serialVersionUID = 1L;

    BackupException(String message) {
        super(message);
    }

    BackupException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
