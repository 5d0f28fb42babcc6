package net.flowtally.ledger.exporter;

import net.flowtally.ledger.LedgerException;

/// Octets that should have been collector settings.
public final class MalformedSettings extends LedgerException {
    private static final long serialVersionUID = 1L;

    MalformedSettings(String reason) {
        super("The collector settings cannot be read: " + reason + ".");
    }
}
