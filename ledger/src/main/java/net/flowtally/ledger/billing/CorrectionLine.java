package net.flowtally.ledger.billing;

import java.math.BigDecimal;
import net.flowtally.ledger.accounting.LineKind;
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
}
