package net.flowtally.ledger.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Cancelled;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.SmallCompany.Part;
import net.flowtally.ledger.accounting.UsageDimension;
import net.flowtally.ledger.accounting.UsageLine;
import net.flowtally.ledger.accounting.UsageQuestion;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.accounting.UsageSum;
import net.flowtally.ledger.accounting.UsageValue;
import net.flowtally.ledger.time.Micros;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallExplorerTest {
    private static final Instant FROM = Instant.parse("2026-02-28T23:00:00Z");
    private static final Instant TO = Instant.parse("2026-03-31T22:00:00Z");

    @TempDir Path directory;
    private SmallCompany company;

    @BeforeEach
    void open() {
        company = new SmallCompany(directory, System.nanoTime());
        company.draw(
                250, Instant.parse("2026-03-14T20:00:00Z"), Instant.parse("2026-03-16T12:00:00Z"));
        company.account();
    }

    @AfterEach
    void close() {
        company.close();
    }

    @Test
    void callRecordsJoinTheSlicesOfBothDirectionsOnce() {
        try (CallAnswer answer = find(CallQuestion.of(FROM, TO))) {
            assertThat(answer.total().bytes()).isEqualTo(company.bytes());
            assertThat(answer.count())
                    .isEqualTo(company.parts().stream().map(Part::call).distinct().count());
            Map<String, long[]> expected = new HashMap<>();
            for (Part part : company.parts()) {
                long[] sums =
                        expected.computeIfAbsent(
                                "%016x%016x".formatted(part.call(), ~part.call()),
                                _ -> new long[4]);
                sums[part.fromCaller() ? 0 : 1] += part.bytes();
                sums[part.fromCaller() ? 2 : 3] += part.packets();
            }
            answer.forEach(
                    CallSort.BY_START,
                    call -> {
                        long[] sums = expected.remove(call.id());
                        assertThat(sums)
                                .containsExactly(
                                        call.bytesSent(),
                                        call.bytesReceived(),
                                        call.packetsSent(),
                                        call.packetsReceived());
                    });
            assertThat(expected).isEmpty();
        }
    }

    @Test
    void pagesFollowEachOtherInEveryOrder() {
        try (CallAnswer answer = find(CallQuestion.of(FROM, TO))) {
            for (CallColumn column : CallColumn.values()) {
                for (boolean descending : new boolean[] {false, true}) {
                    CallSort sort = new CallSort(column, descending);
                    List<CallRecord> paged = new ArrayList<>();
                    for (int at = 0; at < answer.count(); at += 97) {
                        paged.addAll(answer.page(at, 97, sort));
                    }
                    List<CallRecord> all = new ArrayList<>();
                    answer.forEach(sort, all::add);
                    assertThat(paged).as("%s", sort).isEqualTo(all);
                    assertThat(new HashSet<>(paged)).hasSize((int) answer.count());
                }
            }
            List<CallRecord> byCaller = new ArrayList<>();
            answer.forEach(new CallSort(CallColumn.CALLEE, true), byCaller::add);
            assertThat(byCaller)
                    .isSortedAccordingTo(Comparator.comparing(CallRecord::callee).reversed());
            List<CallRecord> byCharge = new ArrayList<>();
            answer.forEach(new CallSort(CallColumn.CHARGE, false), byCharge::add);
            assertThat(byCharge).isSortedAccordingTo(Comparator.comparing(CallRecord::exactCharge));
        }
    }

    @Test
    void theCallsBehindEveryUsageSumAddUpToIt() {
        for (UsageDimension dimension :
                List.of(
                        UsageDimension.DEPARTMENT,
                        UsageDimension.USER,
                        UsageDimension.SERVICE,
                        UsageDimension.ZONE,
                        UsageDimension.RULE,
                        UsageDimension.DAY)) {
            for (UsageSum sum : sums(UsageScope.ALL, dimension)) {
                expectDrill(sum.scope(), sum);
            }
        }
        for (UsageSum sum :
                sums(
                        UsageScope.of(UsageValue.UNASSIGNED),
                        UsageDimension.HOUR,
                        UsageDimension.CATEGORY)) {
            expectDrill(sum.scope().and(UsageValue.UNASSIGNED), sum);
        }
    }

    @Test
    void exactChargesRoundToTheLines() {
        for (UsageLine line :
                company.usage().lines(company.period("2026-03"), Cancellation.none())) {
            UsageScope scope =
                    UsageScope.of(
                            new UsageValue(UsageDimension.DEPARTMENT, line.department(), ""),
                            new UsageValue(UsageDimension.RULE, line.rule(), ""));
            try (CallAnswer answer = find(CallQuestion.of(FROM, TO, scope))) {
                BigDecimal exact =
                        BigDecimal.valueOf(line.bytes()).multiply(line.price()).movePointLeft(6);
                assertThat(answer.total().exactCharge()).isEqualByComparingTo(exact);
                assertThat(exact.setScale(2, RoundingMode.HALF_UP))
                        .isEqualTo(line.amount().decimal());
            }
        }
    }

    @Test
    void filtersKeepExactlyWhatTheySay() {
        expect("caller = 10.1.1.0/24", part -> part.caller().toString().startsWith("10.1.1."));
        expect("callee != 2001:db8::/32", part -> part.callee().isV4());
        expect(
                "address ~ 10.1.2 & department = Research",
                part ->
                        part.department().startsWith("Research")
                                && (part.caller().toString().contains("10.1.2")
                                        || part.callee().toString().contains("10.1.2")));
        expect(
                "department = Sales, Unassigned & !(category ~ peak)",
                part ->
                        (part.department().equals("Sales")
                                        || part.department().equals("Unassigned"))
                                && !part.category().contains("peak"));
        expect("zone = Internet", part -> part.category().startsWith("Internet"));
        expect("user = cara | user = dora", part -> part.caller().toString().equals("10.1.1.9"));
        Map<Long, Long> bytes = new HashMap<>();
        company.parts().forEach(part -> bytes.merge(part.call(), part.bytes(), Long::sum));
        expect("bytes > 20M", part -> bytes.getOrDefault(part.call(), 0L) > 20_000_000);
        expect(
                "bytes <= 3M | caller = 10.9.9.9",
                part ->
                        bytes.getOrDefault(part.call(), 0L) <= 3_000_000
                                || part.caller().toString().equals("10.9.9.9"));
    }

    @Test
    void aCallThatChangesItsOwnerNamesBoth() {
        Instant move = SmallCompany.MOVE;
        List<CallRecord> both = new ArrayList<>();
        try (CallAnswer answer =
                find(CallQuestion.of(move.minusSeconds(900), move.plusSeconds(900)))) {
            answer.forEach(CallSort.BY_START, both::add);
        }
        Map<Long, Set<String>> departments = new HashMap<>();
        for (Part part : company.parts()) {
            long micros = Micros.of(move);
            if (part.quarter() >= micros - 900_000_000L && part.quarter() < micros + 900_000_000L) {
                departments
                        .computeIfAbsent(part.call(), _ -> new TreeSet<>())
                        .add(part.department());
            }
        }
        assertThat(both.stream().map(CallRecord::department))
                .containsExactlyInAnyOrderElementsOf(
                        departments.values().stream()
                                .map(names -> String.join(", ", names))
                                .toList());
    }

    @Test
    void aCancelledQuestionEndsAtOnce() {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        assertThatExceptionOfType(Cancelled.class)
                .isThrownBy(() ->
                        new CallExplorer(company.home(), company.store(), company.archive())
                                .find(CallQuestion.of(FROM, TO), cancellation, Progress.NONE));
    }

    @Test
    void nothingFoundIsAnAnswer() {
        try (CallAnswer answer = find(CallQuestion.of(TO, TO.plusSeconds(900)))) {
            assertThat(answer.count()).isZero();
            assertThat(answer.total().exactCharge()).isEqualByComparingTo(BigDecimal.ZERO);
            assertThat(answer.page(0, 10, CallSort.BY_START)).isEmpty();
        }
    }

    private void expect(String filter, Predicate<Part> condition) {
        long bytes = company.parts().stream().filter(condition).mapToLong(Part::bytes).sum();
        long calls = company.parts().stream().filter(condition).map(Part::call).distinct().count();
        assertThat(bytes).as(filter).isPositive().isLessThan(company.bytes());
        try (CallAnswer answer = find(CallQuestion.of(FROM, TO).with(Filter.parse(filter)))) {
            assertThat(answer.total().bytes()).as(filter).isEqualTo(bytes);
            assertThat(answer.count()).as(filter).isEqualTo(calls);
        }
    }

    private void expectDrill(UsageScope scope, UsageSum sum) {
        try (CallAnswer answer = find(CallQuestion.of(FROM, TO, scope))) {
            assertThat(answer.total().bytes()).as("%s", scope).isEqualTo(sum.bytes());
            assertThat(answer.total().packets()).as("%s", scope).isEqualTo(sum.packets());
        }
    }

    private List<UsageSum> sums(UsageScope scope, UsageDimension... by) {
        return company.usage()
                .sums(new UsageQuestion(FROM, TO, List.of(by), scope), Cancellation.none());
    }

    private CallAnswer find(CallQuestion question) {
        return new CallExplorer(company.home(), company.store(), company.archive())
                .find(question, Cancellation.none(), Progress.NONE);
    }
}
