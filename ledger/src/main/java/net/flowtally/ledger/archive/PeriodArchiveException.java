package net.flowtally.ledger.archive;

import net.flowtally.ledger.LedgerException;
import org.jspecify.annotations.Nullable;

/// The archive of a period cannot be written or read.
public final class PeriodArchiveException extends LedgerException {
    private static final long serialVersionUID = 1L;

    PeriodArchiveException(String message) {
        super(message);
    }

    PeriodArchiveException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
