package net.flowtally.app.statements;

import java.util.List;
import java.util.Optional;
import net.flowtally.ledger.billing.ChecklistItem;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.period.BillingPeriod;

/// A billing period with its statements and what the checklist says.
///
/// @param checklist empty once the period is sealed
record PeriodStatements(
        BillingPeriod period, List<Statement> statements, List<ChecklistItem> checklist) {
    PeriodStatements {
        statements = List.copyOf(statements);
        checklist = List.copyOf(checklist);
    }

    Optional<Statement> of(long department) {
        return statements.stream()
                .filter(statement -> statement.departmentId() == department)
                .findFirst();
    }

    boolean hasErrors() {
        return checklist.stream().anyMatch(item -> item.severity() == ChecklistItem.Severity.ERROR);
    }

    /// Before that it cannot be sealed, whatever reason is given.
    boolean isOver() {
        return checklist.stream()
                .noneMatch(item -> item.subject() == ChecklistItem.Subject.PERIOD_NOT_OVER);
    }

    long calls() {
        return statements.stream().mapToLong(Statement::calls).sum();
    }

    long bytes() {
        return statements.stream().mapToLong(Statement::bytes).sum();
    }

    /// The sum of all statements; empty if there are none.
    Optional<Amount> total() {
        return statements.stream().map(Statement::total).reduce(Amount::plus);
    }
}
