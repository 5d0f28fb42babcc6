package net.flowtally.ledger.billing;

import net.flowtally.ledger.LedgerException;

/// A period could not be sealed or a statement not be made.
public final class BillingException extends LedgerException {
    private static final long serialVersionUID = 1L;

    BillingException(String message) {
        super(message);
    }
}
