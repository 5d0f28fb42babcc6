package net.flowtally.ledger.directory;

import java.util.Locale;

/// How it is known that an address belonged to somebody.
public enum Evidence {
    STATIC,
    LEASE,
    LOGON,
    RULE,
    IMPORT;

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Evidence ofColumn(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
