package net.flowtally.ledger.settings;

import net.flowtally.ledger.LedgerException;

/// A value that a setting cannot have.
public final class BadSetting extends LedgerException {
    private static final long serialVersionUID = 1L;

    BadSetting(String key, String value, String allowed) {
        super("'" + value + "' is no value for " + key + ", which takes " + allowed + ".");
    }
}
