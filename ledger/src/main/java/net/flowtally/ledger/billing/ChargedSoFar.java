package net.flowtally.ledger.billing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.flowtally.ledger.accounting.Names;
import net.flowtally.ledger.accounting.UsageLine;
import net.flowtally.ledger.money.Amount;

/// What a sealed period was charged by its statements and all corrections up to now, by department
/// and line. For one thread.
final class ChargedSoFar {
    private static final Comparator<CorrectionLine> ORDER =
            Comparator.comparing((CorrectionLine line) -> line.departmentId() == 0)
                    .thenComparing(CorrectionLine::departmentPath)
                    .thenComparingLong(CorrectionLine::departmentId)
                    .thenComparing(line -> line.rule() == 0)
                    .thenComparing(CorrectionLine::category)
                    .thenComparing(CorrectionLine::band)
                    .thenComparing(CorrectionLine::zone)
                    .thenComparingLong(CorrectionLine::rule)
                    .thenComparing(CorrectionLine::kind)
                    .thenComparing(CorrectionLine::reference);

    private final Map<CorrectionLine.Identity, CorrectionLine> charged = new HashMap<>();

    /// @param statements as they were sealed
    ChargedSoFar(List<Statement> statements) {
        for (Statement statement : statements) {
            CorrectionLine.rated(statement).forEach(this::add);
        }
    }

    void add(Correction correction) {
        correction.lines().forEach(this::add);
    }

    /// What is missing to a new rating of the period: a line for each that differs, in the order of
    /// departments and lines.
    ///
    /// @param number of the correction
    List<CorrectionLine> missingTo(List<UsageLine> rated, Names names, String number) {
        Map<CorrectionLine.Identity, CorrectionLine> missing = new LinkedHashMap<>();
        for (UsageLine line : rated) {
            CorrectionLine now = CorrectionLine.of(line, names);
            missing.merge(now.identity(), now, (one, more) -> sum(one, more, 1));
        }
        charged.forEach((key, before) ->
                missing.merge(
                        key, sum(nothing(before), before, -1), (now, _) -> sum(now, before, -1)));
        List<CorrectionLine> ordered = new ArrayList<>(missing.values());
        ordered.removeIf(line -> line.calls() == 0 && line.bytes() == 0 && line.amount().isZero());
        ordered.sort(ORDER);
        List<CorrectionLine> numbered = new ArrayList<>();
        for (CorrectionLine line : ordered) {
            String id = String.format(Locale.ROOT, "%s-%02d", number, numbered.size() + 1);
            numbered.add(line.with(id, line.calls(), line.bytes(), line.amount()));
        }
        return numbered;
    }

    private void add(CorrectionLine line) {
        charged.merge(line.identity(), line, (before, more) -> sum(before, more, 1));
    }

    /// The first line's words with the figures of both.
    private static CorrectionLine sum(CorrectionLine one, CorrectionLine other, int sign) {
        return one.with(
                one.id(),
                one.calls() + sign * other.calls(),
                one.bytes() + sign * other.bytes(),
                sign > 0 ? one.amount().plus(other.amount()) : one.amount().minus(other.amount()));
    }

    private static CorrectionLine nothing(CorrectionLine line) {
        return line.with(line.id(), 0, 0, Amount.zero(line.amount().currency()));
    }
}
