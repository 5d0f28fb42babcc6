package net.flowtally.ledger.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.EveryLine;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.accounting.LineKind;
import net.flowtally.ledger.billing.SealOutcome;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.billing.StatementLine;
import net.flowtally.ledger.period.BillingPeriod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrillDownTest {
    @TempDir Path directory;

    /// Of random months: sealed, sealed with late calls after it, and open.
    @ParameterizedTest
    @ValueSource(strings = {"sealed", "late", "open"})
    void everyLevelOfEveryLineSumsToTheOneAboveToTheByteAndTheCent(String month) {
        try (SmallCompany company = drawn(System.nanoTime())) {
            if (month.equals("open")) {
                company.account();
            } else {
                assertThat(company.seal("2026-03", "")).isInstanceOf(SealOutcome.Sealed.class);
            }
            if (month.equals("late")) {
                company.draw(
                        30,
                        Instant.parse("2026-03-10T00:00:00Z"),
                        Instant.parse("2026-03-11T00:00:00Z"));
                company.account();
            }
            Map<String, Long> chargedByRow = new HashMap<>();
            BillingPeriod period = company.period("2026-03");
            long[] total = new long[1];
            company.usage()
                    .rows(
                            period.from(),
                            period.to(),
                            row ->
                                    total[0] +=
                                            charge(
                                                    chargedByRow,
                                                    row.quarter()
                                                            + " "
                                                            + row.departmentId()
                                                            + " "
                                                            + row.userId()
                                                            + " "
                                                            + row.workstationId()
                                                            + " "
                                                            + row.service()
                                                            + " "
                                                            + row.zoneId()
                                                            + " "
                                                            + row.rule()
                                                            + " "
                                                            + row.band(),
                                                    row.charge().minor()),
                            Cancellation.none());
            DrillDown drill = new DrillDown(company.store(), company.archive(), company.usage());
            int lines = 0;
            for (Statement statement : company.statements().of(period, Cancellation.none())) {
                for (StatementLine line : statement.lines()) {
                    ExplainedLine explained = drill.line(line.id(), Cancellation.none());
                    assertThat(explained.line()).isEqualTo(line);
                    List<UsageShare> rows = drill.usage(explained, Cancellation.none());
                    check(explained, drill, rows);
                    for (UsageShare row : rows) {
                        assertThat(row.amount().minor())
                                .isEqualTo(
                                        chargedByRow.remove(
                                                row.quarter()
                                                        + " "
                                                        + statement.departmentId()
                                                        + " "
                                                        + row.userId()
                                                        + " "
                                                        + row.workstationId()
                                                        + " "
                                                        + row.service()
                                                        + " "
                                                        + row.zoneId()
                                                        + " "
                                                        + line.rule()
                                                        + " "
                                                        + line.band()));
                    }
                    lines++;
                }
            }
            assertThat(lines).isGreaterThan(4);
            assertThat(chargedByRow).isEmpty();
        }
    }

    /// Of a month that is open, or sealed, with credits, and corrections of the month before, for
    /// which calls came late and which was edited twice.
    @Test
    void everyKindOfLineExplainsItselfInFiguresThatSum() {
        try (SmallCompany company = EveryLine.of(directory, System.nanoTime())) {
            boolean sealed = company.random().nextBoolean();
            BillingPeriod period = company.period("2026-04");
            if (sealed) {
                assertThat(company.seal("2026-04", "")).isInstanceOf(SealOutcome.Sealed.class);
                period = company.period("2026-04");
            }
            DrillDown drill = new DrillDown(company.store(), company.archive(), company.usage());
            Set<LineKind> kinds = EnumSet.noneOf(LineKind.class);
            Set<LineKind> corrected = EnumSet.noneOf(LineKind.class);
            for (Statement statement : company.statements().of(period, Cancellation.none())) {
                for (StatementLine line : statement.lines()) {
                    ExplainedLine explained = drill.line(line.id(), Cancellation.none());
                    kinds.add(line.kind());
                    if (explained.isCorrection()) {
                        corrected.add(explained.charged());
                    }
                    checkFigures(
                            line, drill.explain(explained, Cancellation.none(), Progress.NONE));
                    // lines of the same usage stand on the same rows
                    if (explained.hasUsage()
                            && explained.lines().getFirst().equals(line)
                            && company.random().nextInt(3) == 0) {
                        check(explained, drill, drill.usage(explained, Cancellation.none()));
                    }
                }
            }
            assertThat(kinds).containsExactlyInAnyOrder(LineKind.values());
            assertThat(corrected).contains(LineKind.USAGE, LineKind.POOL, LineKind.CALLS);
        }
    }

    private static void checkFigures(StatementLine line, Explanation explanation) {
        assertThat(explanation.steps()).as(line.id()).isNotEmpty();
        for (Step step : explanation.steps()) {
            switch (step) {
                case Step.Sum sum ->
                        assertThat(
                                        sum.parts().stream()
                                                .mapToLong(part -> part.amount().minor())
                                                .sum())
                                .as(line.id() + " " + sum.what())
                                .isEqualTo(sum.amount().minor());
                case Step.Product product ->
                        assertThat(product.exact().subtract(product.amount().decimal()).abs())
                                .as(line.id() + " " + product.what())
                                .isLessThanOrEqualTo(new BigDecimal("0.005"));
            }
        }
        assertThat(explanation.steps().getLast().amount()).as(line.id()).isEqualTo(line.amount());
    }

    private static long charge(Map<String, Long> charges, String key, long minor) {
        assertThat(charges.put(key, minor)).isNull();
        return minor;
    }

    private static void check(ExplainedLine line, DrillDown drill, List<UsageShare> rows) {
        assertThat(rows.stream().mapToLong(UsageShare::calls).sum()).isEqualTo(line.calls());
        assertThat(rows.stream().mapToLong(UsageShare::bytes).sum()).isEqualTo(line.bytes());
        assertThat(rows.stream().mapToLong(row -> row.amount().minor()).sum())
                .isEqualTo(line.amount().minor());
        Map<UsageShare, long[]> sums = new HashMap<>();
        Map<String, long[]> byCall = new HashMap<>();
        List<SliceShare> slices = new ArrayList<>();
        drill.slices(line, rows, slices::add, Cancellation.none(), Progress.NONE);
        for (SliceShare slice : slices) {
            add(sums.computeIfAbsent(slice.usage(), _ -> new long[4]), slice);
            add(byCall.computeIfAbsent(slice.call().id(), _ -> new long[4]), slice);
            assertThat(slice.stream()).isEqualTo(SmallCompany.STREAM);
        }
        // what moves between calls of a row without a change of the row is below no row
        sums.keySet().removeIf(UsageShare::isNothing);
        assertThat(sums.keySet()).containsExactlyInAnyOrderElementsOf(rows);
        sums.forEach((row, sum) ->
                assertThat(sum)
                        .containsExactly(
                                row.calls(), row.bytes(), row.packets(), row.amount().minor()));
        for (CallShare call : drill.calls(line, rows, Cancellation.none(), Progress.NONE)) {
            assertThat(byCall.remove(call.call().id()))
                    .containsExactly(
                            call.counts().begun(),
                            call.counts().bytes(),
                            call.counts().packets(),
                            call.amount().minor());
        }
        assertThat(byCall).isEmpty();
    }

    private static void add(long[] sums, SliceShare slice) {
        sums[0] += slice.counts().begun();
        sums[1] += slice.bytes();
        sums[2] += slice.packets();
        sums[3] += slice.amount().minor();
    }

    @Test
    void theBytesOfCallsAreThoseThatWereDrawn() {
        try (SmallCompany company = drawn(System.nanoTime())) {
            company.account();
            Map<Long, Long> drawn = new HashMap<>();
            for (SmallCompany.Part part : company.parts()) {
                drawn.merge(part.call(), part.bytes(), Long::sum);
            }
            DrillDown drill = new DrillDown(company.store(), company.archive(), company.usage());
            Map<Long, Long> found = new HashMap<>();
            for (Statement statement :
                    company.statements().of(company.period("2026-03"), Cancellation.none())) {
                for (StatementLine line : statement.lines()) {
                    ExplainedLine explained = drill.line(line.id(), Cancellation.none());
                    List<UsageShare> rows = drill.usage(explained, Cancellation.none());
                    for (CallShare call :
                            drill.calls(explained, rows, Cancellation.none(), Progress.NONE)) {
                        found.merge(
                                Long.parseUnsignedLong(call.call().id().substring(0, 16), 16),
                                call.counts().bytes(),
                                Long::sum);
                    }
                }
            }
            assertThat(found).isEqualTo(drawn);
        }
    }

    @Test
    void aDraftWhoseCallsCameAfterTheAccountingIsRefused() {
        try (SmallCompany company = drawn(System.nanoTime())) {
            company.account();
            DrillDown drill = new DrillDown(company.store(), company.archive(), company.usage());
            String id =
                    company.statements()
                            .of(company.period("2026-03"), Cancellation.none())
                            .getFirst()
                            .lines()
                            .getFirst()
                            .id();
            ExplainedLine line = drill.line(id, Cancellation.none());
            List<UsageShare> rows = drill.usage(line, Cancellation.none());
            company.draw(
                    400,
                    Instant.parse("2026-03-10T00:00:00Z"),
                    Instant.parse("2026-03-12T00:00:00Z"));
            assertThatThrownBy(() ->
                            drill.slices(line, rows, _ -> {}, Cancellation.none(), Progress.NONE))
                    .isInstanceOf(Disagreement.class)
                    .hasMessageContaining("quarter hour 2026-03-1")
                    .hasMessageContaining("flowtally account");
        }
    }

    @Test
    void aLineThatIsNotThereIsToldInASentence() {
        try (SmallCompany company = drawn(1)) {
            company.account();
            DrillDown drill = new DrillDown(company.store(), company.archive(), company.usage());
            for (String id : List.of("x", "2025-01-0001-01", "2026-03-0099-01")) {
                assertThatThrownBy(() -> drill.line(id, Cancellation.none()))
                        .isInstanceOf(UnknownLine.class)
                        .hasMessageContaining(id);
            }
        }
    }

    private SmallCompany drawn(long seed) {
        SmallCompany company = new SmallCompany(directory, seed);
        Instant from = Instant.parse("2026-03-10T00:00:00Z");
        for (int file = 0; file < 3; file++) {
            company.draw(
                    company.random().nextInt(40, 120),
                    from.plus(Duration.ofHours(16L * file)),
                    from.plus(Duration.ofHours(16L * (file + 1))));
        }
        return company;
    }
}
