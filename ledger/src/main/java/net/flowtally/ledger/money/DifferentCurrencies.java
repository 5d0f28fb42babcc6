package net.flowtally.ledger.money;

import net.flowtally.ledger.LedgerException;

/// Two amounts that cannot be added or compared.
public final class DifferentCurrencies extends LedgerException {
    private static final long serialVersionUID = 1L;

    DifferentCurrencies(Amount one, Amount other) {
        super(one + " and " + other + " are of different currencies.");
    }
}
