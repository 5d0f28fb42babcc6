package net.flowtally.ledger.engine;

import net.flowtally.ledger.LedgerException;

/// The embedded engine does not start or end.
public final class EngineException extends LedgerException {
    private static final long serialVersionUID = 1L;

    EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
