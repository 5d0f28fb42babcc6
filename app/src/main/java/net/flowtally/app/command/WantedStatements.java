package net.flowtally.app.command;

import java.util.List;
import java.util.stream.Collectors;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.billing.Statements;

/// The statements of a period that a command is about.
final class WantedStatements {
    private WantedStatements() {}

    /// @param period its name; one that nobody has needed yet is not made for this
    /// @param department path of the only one that is wanted, empty for all
    static List<Statement> of(OpenHome site, String period, String department) {
        Statements statements = new Statements(site.store(), site.usage());
        List<Statement> all =
                PeriodParameter.find(site, period)
                        .map(kept -> statements.of(kept, Cancellation.none()))
                        .orElse(List.of());
        if (all.isEmpty()) {
            throw PeriodParameter.unknown(period);
        }
        if (department.isEmpty()) {
            return all;
        }
        List<Statement> chosen =
                all.stream()
                        .filter(statement -> statement.departmentPath().equals(department))
                        .toList();
        if (chosen.isEmpty()) {
            throw new Refused(
                    "There is no statement for '"
                            + department
                            + "' in "
                            + period
                            + "; there is one for: "
                            + all.stream()
                                    .map(Statement::departmentPath)
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        return chosen;
    }
}
