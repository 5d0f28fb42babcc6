package net.flowtally.ledger.calls;

import net.flowtally.ledger.LedgerException;

/// The call archive could not be read or written, or was to be given what does not fit it.
public final class ArchiveException extends LedgerException {
    private static final long serialVersionUID = 1L;

    ArchiveException(String message) {
        super(message);
    }

    ArchiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
