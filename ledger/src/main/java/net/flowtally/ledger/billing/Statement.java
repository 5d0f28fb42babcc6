package net.flowtally.ledger.billing;

import java.util.Currency;
import java.util.List;
import net.flowtally.ledger.directory.Billing;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.period.BillingPeriod;

/// A department's statement for a period: its own usage, not that of departments below it. A draft
/// until the period is sealed.
///
/// @param number `2026-03-0001`; a draft's may change until the seal
/// @param departmentId 0 = Unassigned
/// @param departmentPath names from the top, joined by `/`
/// @param billing whether the department is charged, or shown what it would cost
/// @param total the sum of the lines
public record Statement(
        String number,
        BillingPeriod period,
        long departmentId,
        String departmentPath,
        Billing billing,
        Currency currency,
        List<StatementLine> lines,
        Amount total,
        IntegrityBox integrity) {
    public Statement {
        lines = List.copyOf(lines);
    }

    public long calls() {
        long sum = 0;
        for (StatementLine line : lines) {
            sum += line.calls();
        }
        return sum;
    }

    public long bytes() {
        long sum = 0;
        for (StatementLine line : lines) {
            sum += line.bytes();
        }
        return sum;
    }

    /// Whether its total is booked to the department.
    public boolean isCharged() {
        return billing == Billing.CHARGEBACK;
    }

    public boolean isDraft() {
        return !period.isSealed();
    }
}
