package net.flowtally.ledger.billing;

import java.util.List;
import net.flowtally.ledger.accounting.LineKind;
import net.flowtally.ledger.accounting.Snapshots;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.tariff.Band;
import net.flowtally.ledger.tariff.TariffTerm;
import net.flowtally.ledger.tariff.TariffVersion;

/// Mark-up and tax of a statement: percentages of the tariff version that is in force when its
/// period begins. Mark-ups are on the sum of all lines, corrections of earlier periods among them;
/// taxes are on that sum with the mark-ups. Each is a line, rounded once.
final class Percentages {
    private Percentages() {}

    static void add(List<StatementLine> lines, Snapshots snapshots, BillingPeriod period) {
        List<TariffTerm> terms =
                snapshots
                        .tariff()
                        .versionOf(period.fromMicros())
                        .map(TariffVersion::terms)
                        .orElse(List.of());
        for (LineKind kind : List.of(LineKind.MARKUP, LineKind.TAX)) {
            Amount base = Statements.total(lines, snapshots.currency());
            for (TariffTerm term : terms) {
                if (term.kind() == wanted(kind)) {
                    lines.add(line(kind, term, base, snapshots));
                }
            }
        }
    }

    private static TariffTerm.Kind wanted(LineKind kind) {
        return kind == LineKind.MARKUP ? TariffTerm.Kind.MARKUP : TariffTerm.Kind.TAX;
    }

    private static StatementLine line(
            LineKind kind, TariffTerm term, Amount base, Snapshots snapshots) {
        return new StatementLine(
                0,
                "",
                kind,
                term.value().toPlainString() + " % of " + base,
                0,
                term.name(),
                "",
                Band.ANY,
                0,
                0,
                term.value(),
                snapshots.unit().bytes(),
                Amount.rounded(
                        base.decimal().multiply(term.value()).movePointLeft(2),
                        snapshots.currency()));
    }
}
