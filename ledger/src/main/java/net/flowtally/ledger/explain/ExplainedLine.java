package net.flowtally.ledger.explain;

import java.util.List;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.billing.StatementLine;
import net.flowtally.ledger.money.Amount;

/// A statement line, and the lines that rest on the same usage: tiers, calls, a minimum or a cap of
/// one rule stand on lines of their own and charge for the same calls. What is below a line sums to
/// all of these together.
///
/// @param line the one that was asked for
/// @param lines those of the same usage, it among them; only itself where no usage stands behind it
public record ExplainedLine(Statement statement, StatementLine line, List<StatementLine> lines) {
    public ExplainedLine {
        lines = List.copyOf(lines);
    }

    /// Whether there is usage behind it: not behind fees, percentages and corrections.
    public boolean hasUsage() {
        return line.kind().isOfUsage();
    }

    public long calls() {
        return lines.stream().mapToLong(StatementLine::calls).sum();
    }

    public long bytes() {
        return lines.stream().mapToLong(StatementLine::bytes).sum();
    }

    public Amount amount() {
        Amount sum = Amount.zero(statement.currency());
        for (StatementLine each : lines) {
            sum = sum.plus(each.amount());
        }
        return sum;
    }
}
