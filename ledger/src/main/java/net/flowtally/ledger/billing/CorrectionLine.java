package net.flowtally.ledger.billing;

import java.math.BigDecimal;
import java.util.List;
import net.flowtally.ledger.accounting.LineKind;
import net.flowtally.ledger.accounting.Names;
import net.flowtally.ledger.accounting.UsageLine;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.tariff.Band;

/// A debit of a correction, or a credit where it is below zero: what a department's line comes to
/// when its period is rated again, less what was charged for it so far.
///
/// @param id `2026-03-C1-01`
/// @param departmentId 0 = Unassigned
/// @param kind of the line that is corrected, as is the reference
/// @param rule of the tariff, 0 = unrated
/// @param calls more than were charged; below zero for fewer, like the bytes
/// @param unitPrice of the new rating; where the line is no longer there, the one it was charged at
/// @param amount the difference of two rounded amounts, not a product rounded again
public record CorrectionLine(
        String id,
        long departmentId,
        String departmentPath,
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
    public CorrectionLine {
        unitPrice = unitPrice.signum() == 0 ? BigDecimal.ZERO : unitPrice.stripTrailingZeros();
    }

    /// What the lines of a sealed statement charge by rating, as if they were differences to
    /// nothing, with the ids of these lines.
    static List<CorrectionLine> rated(Statement statement) {
        return statement.lines().stream()
                .filter(line -> line.kind().isRated())
                .map(line -> of(line, statement.departmentId(), statement.departmentPath()))
                .toList();
    }

    /// What a rating charges, as if it were a difference to nothing; without an id.
    static CorrectionLine of(UsageLine line, Names names) {
        return of(StatementLine.of(line), line.department(), names.department(line.department()));
    }

    private static CorrectionLine of(StatementLine line, long department, String path) {
        return new CorrectionLine(
                line.id(),
                department,
                path,
                line.kind(),
                line.reference(),
                line.rule(),
                line.category(),
                line.zone(),
                line.band(),
                line.calls(),
                line.bytes(),
                line.unitPrice(),
                line.unitBytes(),
                line.amount());
    }

    /// Whether this one and another are about the same line of a statement, so that one can take
    /// the place of the other: what is measured, and said of it, may differ, but not the tier.
    boolean isSameAs(CorrectionLine other) {
        return identity().equals(other.identity());
    }

    /// @param tier of volume, else empty
    record Identity(
            long department, LineKind kind, String tier, long rule, String category, Band band) {}

    Identity identity() {
        return new Identity(
                departmentId, kind, kind == LineKind.USAGE ? reference : "", rule, category, band);
    }

    /// What is charged, in words.
    public String title() {
        int digits = Math.max(0, amount.currency().getDefaultFractionDigits());
        return StatementLine.title(
                kind, category, reference, unitPrice.setScale(Math.max(digits, unitPrice.scale())));
    }

    /// The same words with other figures.
    CorrectionLine with(String number, long newCalls, long newBytes, Amount newAmount) {
        return new CorrectionLine(
                number,
                departmentId,
                departmentPath,
                kind,
                reference,
                rule,
                category,
                zone,
                band,
                newCalls,
                newBytes,
                unitPrice,
                unitBytes,
                newAmount);
    }

    /// As it stands on a statement of the period that it is booked into.
    StatementLine onStatement() {
        return new StatementLine(
                0,
                "",
                LineKind.CORRECTION,
                id,
                rule,
                category,
                zone,
                band,
                calls,
                bytes,
                unitPrice,
                unitBytes,
                amount);
    }
}
