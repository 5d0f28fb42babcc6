package net.flowtally.ledger.zone;

import net.flowtally.ledger.LedgerException;

/// An edit of zones that makes no sense.
public final class BadZone extends LedgerException {
    private static final long serialVersionUID = 1L;

    BadZone(String message) {
        super(message);
    }
}
