package net.flowtally.ledger.accounting;

import net.flowtally.ledger.LedgerException;

/// Usage could not be made or read.
public final class AccountingException extends LedgerException {
    private static final long serialVersionUID = 1L;

    public AccountingException(String message) {
        super(message);
    }

    public AccountingException(String message, Throwable cause) {
        super(message, cause);
    }
}
