package net.flowtally.ledger.explain;

import java.util.List;
import net.flowtally.ledger.accounting.LineKind;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.billing.StatementLine;
import net.flowtally.ledger.money.Amount;

/// A statement line, and the lines that rest on the same usage: tiers, calls, a minimum or a cap of
/// one rule stand on lines of their own and charge for the same calls. What is below a line sums to
/// all of these together.
///
/// @param line the one that was asked for
/// @param charged what it charges; of a correction, what the corrected line does
/// @param lines those of the same usage, it among them; only itself where no usage stands behind it
public record ExplainedLine(
        Statement statement, StatementLine line, LineKind charged, List<StatementLine> lines) {
    public ExplainedLine {
        lines = List.copyOf(lines);
    }

    /// Whether there is usage behind it: not behind fees, pools, credits and percentages, nor
    /// behind corrections of these.
    public boolean hasUsage() {
        return charged.isOfUsage();
    }

    /// Whether it books what a correction of another period found, so that what is below it are
    /// differences.
    public boolean isCorrection() {
        return line.kind() == LineKind.CORRECTION;
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
