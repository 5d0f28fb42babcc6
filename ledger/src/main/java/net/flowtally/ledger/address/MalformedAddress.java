package net.flowtally.ledger.address;

import net.flowtally.ledger.LedgerException;

/// A text that should have been an address, a prefix or a MAC.
public final class MalformedAddress extends LedgerException {
    private static final long serialVersionUID = 1L;

    MalformedAddress(String text) {
        this(text, "an address or prefix");
    }

    /// @param wanted what the text should have been
    public MalformedAddress(String text, String wanted) {
        super("'" + text + "' is not " + wanted);
    }
}
