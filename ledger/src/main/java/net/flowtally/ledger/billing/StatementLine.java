package net.flowtally.ledger.billing;

import java.math.BigDecimal;
import net.flowtally.ledger.accounting.LineKind;
import net.flowtally.ledger.accounting.UsageLine;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.tariff.Band;

/// One priced quantity on a statement. Its amount is rounded once, half up to the currency's minor
/// unit; that of volume is bytes × unit price ÷ unit bytes, that of a correction a difference of
/// such amounts.
///
/// @param line counts from 1
/// @param id the statement's number and the line, `2026-03-0001-01`
/// @param reference which of several lines of a kind: the tier, what was counted or measured, the
///   line of a correction (`2026-02-C1-01`)
/// @param rule of the tariff, 0 = unrated, or charged beside the rules
/// @param zone that the rule is for, empty if it is for any
/// @param unitPrice exact price for each `unitBytes`, call, Mbit/s or head; or per cent
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
    /// What usage charges, without a place on a statement as yet.
    static StatementLine of(UsageLine line) {
        return new StatementLine(
                0,
                "",
                line.kind(),
                line.reference(),
                line.rule(),
                line.category(),
                line.zone(),
                line.band(),
                line.calls(),
                line.bytes(),
                line.price(),
                line.unitBytes(),
                line.amount());
    }

    /// This line at its place on a statement.
    StatementLine numbered(int place, String number) {
        return new StatementLine(
                place, number, kind, reference, rule, category, zone, band, calls, bytes, unitPrice,
                unitBytes, amount);
    }

    /// What is charged, in words: the cost category, and what else there is to say.
    public String title() {
        return title(kind, category, reference, unitPrice);
    }

    static String title(LineKind kind, String category, String reference, BigDecimal unitPrice) {
        String price = unitPrice.toPlainString();
        return switch (kind) {
            case USAGE -> reference.isEmpty() ? category : category + ", " + reference;
            case CALLS, OVERAGE -> category + ", " + reference + " at " + price;
            case COMMIT -> category + ", " + reference + " Mbit/s at " + price;
            case MINIMUM -> category + ", up to the minimum of " + price;
            case CAP -> category + ", down to the cap of " + price;
            case FEE -> category + " for " + reference + " at " + price;
            case CORRECTION -> "Correction " + reference + ": " + category;
            case CREDIT -> "Credit: " + category + (reference.isEmpty() ? "" : ", " + reference);
            case POOL, MARKUP, TAX -> category + ", " + reference;
        };
    }
}
