package net.flowtally.ledger.address;

import net.flowtally.ledger.LedgerException;

/// A text that should have been an address or a prefix.
public final class MalformedAddress extends LedgerException {
    private static final long serialVersionUID = 1L;

    MalformedAddress(String text) {
        super("'" + text + "' is not an address or prefix");
    }
}
