package net.flowtally.ledger.archive;

import net.flowtally.ledger.LedgerException;

/// The archive of a period cannot be written or read.
public final class PeriodArchiveException extends LedgerException {
    private static final long serialVersionUID = 1L;

    PeriodArchiveException(String message) {
        super(message);
    }

    PeriodArchiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
