package net.flowtally.ledger.tariff;

import net.flowtally.ledger.LedgerException;

/// A tariff that cannot hold.
public final class BadTariff extends LedgerException {
    private static final long serialVersionUID = 1L;

    BadTariff(String message) {
        super(message);
    }
}
