package net.flowtally.ledger.billing;

import java.math.BigDecimal;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.tariff.Band;

/// One priced quantity on a statement. The amount of usage is rounded once: bytes × unit price ÷
/// unit bytes, half up to the currency's minor unit. That of a correction is a difference of such
/// amounts.
///
/// @param line counts from 1
/// @param id the statement's number and the line, `2026-03-0001-01`
/// @param reference what it books where it is no usage: the line of a correction, `2026-02-C1-01`
/// @param rule of the tariff, 0 = unrated
/// @param zone that the rule is for, empty if it is for any
/// @param unitPrice exact price for each `unitBytes`
/// @param unitBytes 1,000,000 (MB) or 1,048,576 (MiB)
public record StatementLine(
        int line,
        String id,
        LineKind kind,
        String reference,
        long rule,
        String category,
        String zone,
        Band band,
        long calls,
        long bytes,
        BigDecimal unitPrice,
        long unitBytes,
        Amount amount) {
    /// This line at its place on a statement.
    StatementLine numbered(int place, String number) {
        return new StatementLine(
                place, number, kind, reference, rule, category, zone, band, calls, bytes, unitPrice,
                unitBytes, amount);
    }

    /// What is charged, in words: the cost category, and of a correction which one.
    public String title() {
        return switch (kind) {
            case USAGE -> category;
            case CORRECTION -> "Correction " + reference + ": " + category;
        };
    }
}
