package net.flowtally.ledger.time;

import net.flowtally.ledger.LedgerException;

/// A text that should have named a time, a billing period or a time zone, or a time that cannot be
/// used as it is meant.
public final class MalformedTime extends LedgerException {
    private static final long serialVersionUID = 1L;

    MalformedTime(String message) {
        super(message);
    }
}
