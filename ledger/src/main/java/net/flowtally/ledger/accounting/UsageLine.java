package net.flowtally.ledger.accounting;

import java.math.BigDecimal;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.tariff.Band;

/// What a statement line charges: the usage of a whole billing period that has the same department,
/// rule, category and band, priced and rounded once.
///
/// @param zone that the rule is for, empty for any
/// @param price exact, for each `unitBytes`
public record UsageLine(
        long department,
        long rule,
        String category,
        Band band,
        String zone,
        long calls,
        long bytes,
        BigDecimal price,
        long unitBytes,
        Amount amount) {}
