package net.flowtally.ledger.billing;

import java.math.BigDecimal;
import net.flowtally.ledger.money.Amount;

/// One priced quantity on a statement. Its amount is rounded once: bytes × unit price ÷ unit bytes,
/// half up to the currency's minor unit.
///
/// @param line counts from 1
/// @param id the statement's number and the line, `2026-03-0001-01`
/// @param rule of the tariff, 0 = unrated
/// @param zone that the rule is for, empty if it is for any
/// @param band `peak`, `offpeak` or `any`
/// @param unitPrice exact price for each `unitBytes`
/// @param unitBytes 1,000,000 (MB) or 1,048,576 (MiB)
public record StatementLine(
        int line,
        String id,
        long rule,
        String category,
        String zone,
        String band,
        long calls,
        long bytes,
        BigDecimal unitPrice,
        long unitBytes,
        Amount amount) {}
