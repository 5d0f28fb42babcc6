package net.flowtally.ledger.billing;

import java.util.List;
import net.flowtally.ledger.accounting.Finding;
import net.flowtally.ledger.accounting.Finding.Subject;
import net.flowtally.ledger.period.BillingPeriod;

/// Compares the stored statements of a period, line by line, with the same worked out again.
final class StatementComparison {
    private StatementComparison() {}

    static void compare(
            BillingPeriod period,
            List<Statement> kept,
            List<Statement> again,
            List<Finding> findings) {
        if (kept.size() != again.size()) {
            add(
                    findings,
                    period.name(),
                    kept.size() + " statements are kept, the usage gives " + again.size() + ".");
        }
        for (int i = 0; i < Math.min(kept.size(), again.size()); i++) {
            compare(kept.get(i), again.get(i), findings);
        }
    }

    private static void compare(Statement kept, Statement again, List<Finding> findings) {
        String place = "statement " + kept.number();
        if (!kept.number().equals(again.number())
                || kept.departmentId() != again.departmentId()
                || !kept.departmentPath().equals(again.departmentPath())) {
            add(
                    findings,
                    place,
                    "It is for "
                            + kept.departmentPath()
                            + ", the usage gives "
                            + again.number()
                            + " for "
                            + again.departmentPath()
                            + ".");
        }
        if (kept.billing() != again.billing()) {
            add(
                    findings,
                    place,
                    "It is a "
                            + kept.billing().column()
                            + ", the directory says "
                            + again.billing().column()
                            + ".");
        }
        if (!kept.total().equals(again.total())) {
            add(
                    findings,
                    place,
                    "Its total is " + kept.total() + ", the usage gives " + again.total() + ".");
        }
        if (kept.lines().size() != again.lines().size()) {
            add(
                    findings,
                    place,
                    "It has "
                            + kept.lines().size()
                            + " lines, the usage gives "
                            + again.lines().size()
                            + ".");
        }
        for (int i = 0; i < Math.min(kept.lines().size(), again.lines().size()); i++) {
            StatementLine line = kept.lines().get(i);
            StatementLine other = again.lines().get(i);
            if (!isSame(line, other)) {
                add(
                        findings,
                        "statement line " + line.id(),
                        "It says " + words(line) + "; the usage gives " + words(other) + ".");
            }
        }
    }

    private static boolean isSame(StatementLine one, StatementLine other) {
        return one.line() == other.line()
                && one.id().equals(other.id())
                && one.kind() == other.kind()
                && one.reference().equals(other.reference())
                && one.rule() == other.rule()
                && one.category().equals(other.category())
                && one.zone().equals(other.zone())
                && one.band() == other.band()
                && one.calls() == other.calls()
                && one.bytes() == other.bytes()
                && one.unitPrice().compareTo(other.unitPrice()) == 0
                && one.unitBytes() == other.unitBytes()
                && one.amount().equals(other.amount());
    }

    private static String words(StatementLine line) {
        return line.title()
                + " (rule "
                + line.rule()
                + ", "
                + line.band().column()
                + "), "
                + line.calls()
                + " calls, "
                + line.bytes()
                + " bytes at "
                + line.unitPrice().toPlainString()
                + " = "
                + line.amount();
    }

    private static void add(List<Finding> findings, String place, String what) {
        findings.add(new Finding(Subject.STATEMENT, place, what));
    }
}
