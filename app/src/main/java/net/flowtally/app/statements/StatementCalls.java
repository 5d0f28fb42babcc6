package net.flowtally.app.statements;

import java.util.List;
import net.flowtally.app.screen.Destination;
import net.flowtally.ledger.accounting.UsageDimension;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.accounting.UsageValue;
import net.flowtally.ledger.billing.Statement;

/// Where the calls of a statement are.
final class StatementCalls {

    private StatementCalls() {}

    /// All calls that the statement charges.
    static Destination.Calls of(Statement statement, List<String> trail) {
        return new Destination.Calls(
                statement.period().from(),
                statement.period().to(),
                "",
                UsageScope.of(
                        new UsageValue(
                                UsageDimension.DEPARTMENT,
                                statement.departmentId(),
                                statement.departmentPath())),
                trail);
    }
}
