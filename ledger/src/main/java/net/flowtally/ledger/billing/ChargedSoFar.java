package net.flowtally.ledger.billing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.flowtally.ledger.accounting.LineKind;
import net.flowtally.ledger.accounting.Names;
import net.flowtally.ledger.accounting.UsageLine;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.tariff.Band;

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

    private final Map<Key, CorrectionLine> charged = new HashMap<>();

    /// @param tier of volume; what else is said of a line may change with what is measured
    private record Key(
            long department, LineKind kind, String tier, long rule, String category, Band band) {
        static Key of(CorrectionLine line) {
            return new Key(
                    line.departmentId(),
                    line.kind(),
                    tier(line.kind(), line.reference()),
                    line.rule(),
                    line.category(),
                    line.band());
        }

        static Key of(UsageLine line) {
            return new Key(
                    line.department(),
                    line.kind(),
                    tier(line.kind(), line.reference()),
                    line.rule(),
                    line.category(),
                    line.band());
        }

        private static String tier(LineKind kind, String reference) {
            return kind == LineKind.USAGE ? reference : "";
        }
    }

    /// @param statements as they were sealed
    ChargedSoFar(List<Statement> statements) {
        for (Statement statement : statements) {
            for (StatementLine line : statement.lines()) {
                if (line.kind().isRated()) {
                    add(
                            new CorrectionLine(
                                    "",
                                    statement.departmentId(),
                                    statement.departmentPath(),
                                    line.kind(),
                                    line.reference(),
                                    line.rule(),
                                    line.category(),
                                    line.zone(),
                                    line.band(),
                                    line.calls(),
                                    line.bytes(),
                                    line.unitPrice(),
                                    line.unitBytes(),
                                    line.amount()));
                }
            }
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
        List<CorrectionLine> missing = new ArrayList<>();
        Set<Key> seen = new HashSet<>();
        for (UsageLine line : rated) {
            Key key = Key.of(line);
            seen.add(key);
            CorrectionLine now =
                    new CorrectionLine(
                            "",
                            line.department(),
                            names.department(line.department()),
                            line.kind(),
                            line.reference(),
                            line.rule(),
                            line.category(),
                            line.zone(),
                            line.band(),
                            line.calls(),
                            line.bytes(),
                            line.price(),
                            line.unitBytes(),
                            line.amount());
            missing.add(
                    Optional.ofNullable(charged.get(key))
                            .map(before -> sum(now, before, -1))
                            .orElse(now));
        }
        charged.forEach((key, before) -> {
            if (!seen.contains(key)) {
                missing.add(sum(nothing(before), before, -1));
            }
        });
        missing.removeIf(line -> line.calls() == 0 && line.bytes() == 0 && line.amount().isZero());
        missing.sort(ORDER);
        List<CorrectionLine> numbered = new ArrayList<>();
        for (CorrectionLine line : missing) {
            String id = String.format(Locale.ROOT, "%s-%02d", number, numbered.size() + 1);
            numbered.add(with(line, id, line.calls(), line.bytes(), line.amount()));
        }
        return numbered;
    }

    private void add(CorrectionLine line) {
        charged.merge(Key.of(line), line, (before, more) -> sum(before, more, 1));
    }

    /// The first line's words with the figures of both.
    private static CorrectionLine sum(CorrectionLine one, CorrectionLine other, int sign) {
        return with(
                one,
                one.id(),
                one.calls() + sign * other.calls(),
                one.bytes() + sign * other.bytes(),
                sign > 0 ? one.amount().plus(other.amount()) : one.amount().minus(other.amount()));
    }

    private static CorrectionLine nothing(CorrectionLine line) {
        return with(line, line.id(), 0, 0, Amount.zero(line.amount().currency()));
    }

    private static CorrectionLine with(
            CorrectionLine line, String id, long calls, long bytes, Amount amount) {
        return new CorrectionLine(
                id,
                line.departmentId(),
                line.departmentPath(),
                line.kind(),
                line.reference(),
                line.rule(),
                line.category(),
                line.zone(),
                line.band(),
                calls,
                bytes,
                line.unitPrice(),
                line.unitBytes(),
                amount);
    }
}
