package net.flowtally.ledger.accounting;

import java.math.BigDecimal;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.tariff.Band;

/// What a statement line charges. The usage of a whole billing period that has the same department,
/// rule, category and band makes one line for each form of its price, each rounded once; its calls
/// and bytes stand on one of them each, so that they sum to the usage.
///
/// @param reference which of several lines of a kind, in words: the tier, what was measured
/// @param zone that the rule is for, empty for any
/// @param price exact, for each `unitBytes`, call, Mbit/s or whatever is counted
public record UsageLine(
        long department,
        LineKind kind,
        String reference,
        long rule,
        String category,
        Band band,
        String zone,
        long calls,
        long bytes,
        BigDecimal price,
        long unitBytes,
        Amount amount) {}
