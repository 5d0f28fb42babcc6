package net.flowtally.ledger.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.accounting.UsageLine;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.accounting.UsageSum;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.calls.Slice;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.tariff.SiteNames;
import net.flowtally.ledger.tariff.TariffFile;
import net.flowtally.ledger.tariff.Tariffs;
import net.flowtally.ledger.time.Micros;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetsTest {
    private static final Instant FROM = Instant.parse("2026-02-28T23:00:00Z");
    private static final Instant TO = Instant.parse("2026-03-05T23:00:00Z");

    @TempDir Path directory;
    private SmallCompany company;
    private Budgets budgets;

    @BeforeEach
    void open() {
        company = new SmallCompany(directory, System.nanoTime());
        // calls up to the very end of the fifth day, so that five days of the month have passed
        company.draw(300, FROM, TO);
        company.draw(60, TO.minusSeconds(899), TO);
        budgets = new Budgets(company.store(), Clock.fixed(TO, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        company.close();
    }

    @Test
    void aQuotaCoversThoseBelowAndItsForecastGoesByTheTimeThatPassed() {
        company.account();
        budgets.set("Research", Budget.Kind.VOLUME, new BigDecimal("100000000"), "test");
        BudgetStatus status = status().getFirst();
        BigDecimal used =
                BigDecimal.valueOf(
                                company.parts().stream()
                                        .filter(part -> part.department().startsWith("Research"))
                                        .mapToLong(SmallCompany.Part::bytes)
                                        .sum())
                        .movePointLeft(6);
        assertThat(status.used()).isEqualByComparingTo(used);
        BigDecimal whole =
                used.add(
                        toCome(
                                company.parts().stream()
                                        .filter(part -> part.department().startsWith("Research"))
                                        .toList()));
        assertThat(status.forecast().subtract(whole).abs()).isLessThan(new BigDecimal("0.0001"));
        assertThat(status.state()).isEqualTo(BudgetStatus.State.WITHIN);
        budgets.set("Research", Budget.Kind.VOLUME, used.add(BigDecimal.ONE), "test");
        assertThat(status().getFirst().state()).isEqualTo(BudgetStatus.State.THREATENED);
        BudgetStatus once =
                new Budgets(company.store(), SmallCompany.CLOCK)
                        .status(company.period("2026-03"), company.usage(), Cancellation.none())
                        .getFirst();
        assertThat(once.forecast()).as("the month is over").isEqualByComparingTo(used);
        budgets.set("Research", Budget.Kind.VOLUME, used.subtract(BigDecimal.ONE), "test");
        assertThat(status().getFirst().state()).isEqualTo(BudgetStatus.State.EXCEEDED);
        assertThat(budgets.list()).hasSize(1);
        budgets.remove("Research", Budget.Kind.VOLUME, "test");
        assertThat(status()).isEmpty();
    }

    /// What calls with a truth that is known lead one to expect of the rest of March: each quarter
    /// hour like the mean of its time of day on working days, or on days off; like the mean of all
    /// where there was none of these.
    private BigDecimal toCome(List<SmallCompany.Part> parts) {
        long first =
                company.parts().stream().mapToLong(SmallCompany.Part::quarter).min().orElseThrow();
        long newest =
                company.parts().stream().mapToLong(SmallCompany.Part::quarter).max().orElseThrow();
        Map<String, Long> bytes = new HashMap<>();
        parts.forEach(part -> bytes.merge(like(part.quarter()), part.bytes(), Long::sum));
        Map<String, Integer> seen = new HashMap<>();
        for (long at = first; at <= newest; at += QuarterHour.MICROS) {
            seen.merge(like(at), 1, Integer::sum);
        }
        long all = parts.stream().mapToLong(SmallCompany.Part::bytes).sum();
        int passed = seen.values().stream().mapToInt(Integer::intValue).sum();
        BigDecimal sum = BigDecimal.ZERO;
        for (long at = newest + QuarterHour.MICROS;
                at < company.period("2026-03").toMicros();
                at += QuarterHour.MICROS) {
            boolean isSeen = seen.containsKey(like(at));
            BigDecimal known = BigDecimal.valueOf(isSeen ? bytes.getOrDefault(like(at), 0L) : all);
            BigDecimal quarters =
                    BigDecimal.valueOf(isSeen ? seen.getOrDefault(like(at), 1) : passed);
            sum = sum.add(known.divide(quarters, 12, RoundingMode.HALF_UP));
        }
        return sum.movePointLeft(6);
    }

    private static String like(long quarter) {
        ZonedDateTime local = Micros.instant(quarter).atZone(SmallCompany.BERLIN);
        return (local.getDayOfWeek().getValue() <= 5) + " " + local.toLocalTime();
    }

    /// A business: a MB a quarter hour while it works, a kB at other times.
    private static long business(long quarter) {
        ZonedDateTime local = Micros.instant(quarter).atZone(SmallCompany.BERLIN);
        boolean works =
                local.getDayOfWeek().getValue() <= 5
                        && local.getHour() >= 8
                        && local.getHour() < 17
                        && !local.toLocalDate().equals(LocalDate.of(2026, 3, 19));
        return works ? 1_000_000 : 1_000;
    }

    /// The first of March is a Sunday; on Monday at half past nine some 2 of 9 hours are worked.
    @ParameterizedTest
    @ValueSource(strings = {"2026-03-01T20:00:00Z", "2026-03-02T08:30:00Z", "2026-03-22T12:00:00Z"})
    void aBusinessIsForetoldFromTheWeeksBeforeWhateverDayIsAskedOn(String now) {
        try (SmallCompany business = new SmallCompany(directory.resolve("business"), 1)) {
            new Tariffs(business.store())
                    .replace(
                            ((TariffFile.Outcome.Read)
                                            TariffFile.read(
                                                    List.of(
                                                            "tariff test",
                                                            "from always",
                                                            "peak Mon-Fri 08:00-18:00",
                                                            "holiday 2026-03-19 The founder's day",
                                                            "rule any -> All = 0.50 per MB",
                                                            "fee Line = 100.00 per department"),
                                                    SiteNames.current(business.store())))
                                    .draft(),
                            "test");
            List<Slice> slices = new ArrayList<>();
            Instant asked = Instant.parse(now);
            for (Instant at = Instant.parse("2026-01-26T00:00:00Z");
                    at.isBefore(asked);
                    at = at.plusSeconds(900)) {
                slices.add(business.sent(at, "10.1.1.1", "198.51.100.7", business(Micros.of(at))));
            }
            business.commit(slices, Micros.of(asked));
            business.account();
            BillingPeriod march = business.period("2026-03");
            long truth = 0;
            for (long at = march.fromMicros(); at < march.toMicros(); at += QuarterHour.MICROS) {
                truth += business(at);
            }
            Budgets kept = new Budgets(business.store(), Clock.fixed(asked, ZoneOffset.UTC));
            kept.set("Sales", Budget.Kind.VOLUME, BigDecimal.ONE, "test");
            kept.set("Sales", Budget.Kind.MONEY, BigDecimal.ONE, "test");
            List<BudgetStatus> status = kept.status(march, business.usage(), Cancellation.none());
            assertThat(status.getFirst().forecast())
                    .isEqualByComparingTo(BigDecimal.valueOf(truth, 6));
            assertThat(status.getLast().forecast())
                    .isEqualByComparingTo(
                            BigDecimal.valueOf(truth, 6)
                                    .divide(BigDecimal.TWO, 2, RoundingMode.HALF_UP)
                                    .add(new BigDecimal("100.00")));
        }
    }

    @Test
    void fixedCostsDoNotGrowAndCapsHold() {
        tariff(
                """
                rule any -> All = 1 per MB; cap 50
                fee Desk = 10.00 per department
                pool Line = 100.00 fixed Sales 100 %
                tax VAT = 10 %
                """);
        budgets.set("Sales", Budget.Kind.MONEY, new BigDecimal("170"), "test");
        BudgetStatus status = status().getFirst();
        assertThat(status.forecast())
                .isEqualByComparingTo(new BigDecimal("176.00"))
                .isEqualByComparingTo(status.used());
        assertThat(status.state()).isEqualTo(BudgetStatus.State.EXCEEDED);
    }

    @Test
    void aRateThatGoesOnStaysWhatItIs() {
        tariff("rule any -> Line = 95th summed; commit 0 Mbit/s at 0; over at 10; missing zero\n");
        BillingPeriod march = company.period("2026-03");
        List<UsageLine> lines = company.usage().forecast(march, Cancellation.none());
        assertThat(lines).hasSizeGreaterThanOrEqualTo(4);
        // 480 windows discard 24, the same again and again discards in proportion
        List<UsageLine> now = company.usage().lines(march, Cancellation.none());
        long before = now.stream().mapToLong(line -> line.amount().minor()).sum();
        assertThat(lines.stream().mapToLong(line -> line.amount().minor()).sum())
                .as("the missing rest of the month counts as zero now")
                .isGreaterThanOrEqualTo(before);
        assertThat(lines.stream().mapToLong(UsageLine::bytes).sum())
                .isGreaterThan(5 * total().bytes());
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> budgets.set("Mars", Budget.Kind.MONEY, BigDecimal.ONE, "test"))
                .hasMessageContaining("There is no department Mars.");
        assertThatThrownBy(() -> budgets.remove("Sales", Budget.Kind.MONEY, "test"))
                .hasMessageContaining("Sales has no budget of money.");
    }

    private UsageSum total() {
        return company.usage().total(FROM, TO, UsageScope.ALL, Cancellation.none());
    }

    private List<BudgetStatus> status() {
        return budgets.status(company.period("2026-03"), company.usage(), Cancellation.none());
    }

    private void tariff(String rules) {
        TariffFile.Outcome outcome =
                TariffFile.read(
                        ("tariff test\nfrom always\n" + rules).lines().toList(),
                        SiteNames.current(company.store()));
        assertThat(outcome).isInstanceOf(TariffFile.Outcome.Read.class);
        new Tariffs(company.store()).replace(((TariffFile.Outcome.Read) outcome).draft(), "test");
        company.account();
    }
}
