package net.flowtally.ledger.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.SmallCompany.Part;
import net.flowtally.ledger.accounting.LineKind;
import net.flowtally.ledger.accounting.PeriodRating;
import net.flowtally.ledger.accounting.RateSamples;
import net.flowtally.ledger.accounting.Snapshots;
import net.flowtally.ledger.accounting.UsageLine;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.tariff.Band;
import net.flowtally.ledger.tariff.Percentile;
import net.flowtally.ledger.tariff.SiteNames;
import net.flowtally.ledger.tariff.TariffFile;
import net.flowtally.ledger.tariff.Tariffs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PricesOnStatementsTest {
    private static final Instant FROM = Instant.parse("2026-03-10T00:00:00Z");

    private static final Currency EURO = Currency.getInstance("EUR");

    @TempDir Path directory;
    private SmallCompany company;

    @BeforeEach
    void open() {
        company = new SmallCompany(directory, System.nanoTime());
        company.draw(300, FROM, FROM.plus(Duration.ofDays(3)));
    }

    @AfterEach
    void close() {
        company.close();
    }

    @Test
    void allowanceAndTiersGoOverTheWholePeriod() {
        tariff("rule any -> All = 100 MB free; 0.02 per MB; 0.01 per MB from 250 MB");
        for (Statement statement : statements()) {
            long bytes = bytes(statement.departmentPath());
            BigDecimal owed = BigDecimal.ZERO;
            owed = owed.add(tier(bytes, 100_000_000L, 250_000_000L, "0.02"));
            owed = owed.add(tier(bytes, 250_000_000L, Long.MAX_VALUE, "0.01"));
            assertThat(statement.total().decimal()).isEqualByComparingTo(owed);
            assertThat(statement.bytes()).isEqualTo(bytes);
            assertThat(statement.lines().getFirst().title()).isEqualTo("All, up to 100 MB");
        }
    }

    @Test
    void callsMinimumAndCapAreLinesOfTheirOwn() {
        tariff("rule any -> All = 0.001 per MB; 0.10 per call; minimum 3.00; cap 6.00");
        for (Statement statement : statements()) {
            long calls = calls(statement.departmentPath());
            long bytes = bytes(statement.departmentPath());
            BigDecimal owed =
                    tier(bytes, 0, Long.MAX_VALUE, "0.001").add(BigDecimal.valueOf(calls * 10, 2));
            BigDecimal limited = owed.max(new BigDecimal("3.00")).min(new BigDecimal("6.00"));
            assertThat(statement.total().decimal()).isEqualByComparingTo(limited);
            assertThat(statement.calls()).isEqualTo(calls);
            assertThat(statement.bytes()).isEqualTo(bytes);
            assertThat(statement.lines().stream().map(StatementLine::kind))
                    .startsWith(LineKind.USAGE, LineKind.CALLS)
                    .hasSize(owed.compareTo(limited) == 0 ? 2 : 3);
        }
    }

    @Test
    void theRateOfAllPortsTogetherIsPricedAtItsPercentile() {
        tariff(
                "rule any -> Line = 95th summed; commit 0.01 Mbit/s at 100; over at 1000; missing"
                        + " zero");
        BillingPeriod march = company.period("2026-03");
        for (Statement statement : statements()) {
            long[] windows = new long[march.quarterHours()];
            BitSet present = new BitSet();
            for (Part part : company.parts()) {
                int window = (int) ((part.quarter() - march.fromMicros()) / QuarterHour.MICROS);
                present.set(window);
                if (part.department().equals(statement.departmentPath())) {
                    windows[window] += part.bytes();
                }
            }
            // 2,972 windows, of which the 148 highest do not count
            long[] sorted = windows.clone();
            Arrays.sort(sorted);
            BigDecimal rate =
                    BigDecimal.valueOf(sorted[sorted.length - 149])
                            .multiply(BigDecimal.valueOf(8))
                            .divide(new BigDecimal("900000000"), 6, RoundingMode.HALF_UP);
            assertThat(
                            Percentile.of(
                                            Percentile.Method.SUMMED,
                                            Percentile.Missing.ZERO,
                                            windows,
                                            new long[windows.length],
                                            present)
                                    .value())
                    .isEqualByComparingTo(BigDecimal.valueOf(sorted[sorted.length - 149]));
            BigDecimal over = rate.subtract(new BigDecimal("0.01")).max(BigDecimal.ZERO);
            assertThat(statement.total().decimal())
                    .isEqualByComparingTo(
                            over.multiply(BigDecimal.valueOf(1000))
                                    .setScale(2, RoundingMode.HALF_UP)
                                    .add(BigDecimal.ONE));
            assertThat(statement.lines().getFirst().title())
                    .contains("95th percentile " + rate.toPlainString() + " Mbit/s");
        }
    }

    @Test
    void aRateAtPeakIsOfPeakQuarterHoursAndItsSamplesSayWhichCount() {
        tariff(
                """
                rule peak -> Day = 95th separate; commit 0 Mbit/s at 0; over at 1000; missing zero
                rule any -> Night = 0 per MB
                """);
        company.account();
        BillingPeriod march = company.period("2026-03");
        // 22 working days of 40 quarter hours each
        int peak = 22 * 40;
        List<RateSamples> all = company.usage().samples(march, Cancellation.none());
        assertThat(all).hasSize(4);
        for (RateSamples samples : all) {
            assertThat(samples.samples()).hasSize(peak + peak);
            assertThat(samples.discarded()).isEqualTo(peak / 10);
            assertThat(samples.missing()).isBetween(peak - 3 * 40, peak - 40);
            RateSamples.Sample counts =
                    samples.samples().stream()
                            .filter(sample -> !sample.isDiscarded())
                            .findFirst()
                            .orElseThrow();
            assertThat(counts.mbits()).isEqualByComparingTo(samples.value());
            assertThat(
                            samples.samples().stream()
                                    .filter(sample -> sample.direction() == counts.direction())
                                    .filter(sample -> sample.bytes() > counts.bytes()))
                    .hasSizeLessThanOrEqualTo(peak / 20);
            assertThat(
                            statements().stream()
                                    .filter(statement ->
                                            statement.departmentId() == samples.department())
                                    .findFirst()
                                    .orElseThrow()
                                    .total()
                                    .decimal())
                    .isEqualByComparingTo(
                            samples.value()
                                    .multiply(BigDecimal.valueOf(1000))
                                    .setScale(2, RoundingMode.HALF_UP));
        }
    }

    @Test
    void aCommitThatBeginsWithinAPeriodIsChargedForItsPart() {
        tariff("rule any -> Before = 0 per MB");
        tariff(
                "2026-03-12",
                "rule any -> Line = 95th summed; commit 10 Mbit/s at 100; over at 1; missing zero");
        for (Statement statement : statements()) {
            StatementLine commit = statement.lines().getLast();
            // 20 of 31 days, of which the 29th has 23 hours
            assertThat(commit.title()).contains("commit 10 for 1916 of 2972 quarter hours");
            assertThat(commit.amount().decimal())
                    .isEqualByComparingTo(
                            BigDecimal.valueOf(1_916_000)
                                    .divide(BigDecimal.valueOf(2972), 2, RoundingMode.HALF_UP));
        }
    }

    @Test
    void feesMarkUpAndTaxStandAtTheEnd() {
        tariff(
                """
                rule any -> All = 0.01 per MB
                fee Desk = 2.50 per user
                fee Port = 1.00 per workstation
                markup Handling = 3 %
                tax VAT = 19 %
                """);
        Statement sales =
                statements().stream()
                        .filter(statement -> statement.departmentPath().equals("Sales"))
                        .findFirst()
                        .orElseThrow();
        // Anna, Bert and Cara, each with a workstation; Dora has Cara's address later
        BigDecimal sum =
                tier(bytes("Sales"), 0, Long.MAX_VALUE, "0.01").add(new BigDecimal("10.50"));
        BigDecimal markup = sum.multiply(new BigDecimal("0.03")).setScale(2, RoundingMode.HALF_UP);
        BigDecimal tax =
                sum.add(markup).multiply(new BigDecimal("0.19")).setScale(2, RoundingMode.HALF_UP);
        assertThat(sales.total().decimal()).isEqualByComparingTo(sum.add(markup).add(tax));
        assertThat(sales.lines().stream().map(StatementLine::kind))
                .containsExactly(
                        LineKind.USAGE, LineKind.FEE, LineKind.FEE, LineKind.MARKUP, LineKind.TAX);
        assertThat(sales.lines().get(1).title()).isEqualTo("Desk for 3 users at 2.50");
    }

    @Test
    void whatIsRatedFromCallsIsWhatIsRatedFromUsageAndWhatReportsSpread() {
        tariff(
                """
                rule zone Internet, peak -> Day = 5 MB free; 0.02 per MB; cap 9
                rule zone Internet -> Night = 95th interpolated; commit 0 Mbit/s at 0; over at 700
                rule any -> The rest = 0.03 per call; minimum 2
                """);
        company.account();
        BillingPeriod march = company.period("2026-03");
        List<UsageLine> lines = company.usage().lines(march, Cancellation.none());
        assertThat(
                        PeriodRating.rate(
                                company.archive(),
                                march,
                                Snapshots.newest(company.store()),
                                Long.MAX_VALUE,
                                Cancellation.none(),
                                Progress.NONE))
                .isEqualTo(lines);
        assertThat(lines.stream().map(UsageLine::amount).reduce(Amount::plus))
                .hasValue(
                        company.usage()
                                .total(
                                        march.from(),
                                        march.to(),
                                        UsageScope.ALL,
                                        Cancellation.none())
                                .charge());
        assertThat(company.seal("2026-03", "")).isInstanceOf(SealOutcome.Sealed.class);
        company.draw(20, FROM, FROM.plusSeconds(3_600));
        new Corrections(company.home(), company.store(), company.archive(), SmallCompany.CLOCK)
                .correct("2026-03", "", "test", Cancellation.none(), Progress.NONE);
        assertThat(
                        new Verification(company.home(), company.store(), company.archive())
                                .run(Cancellation.none(), Progress.NONE)
                                .findings())
                .isEmpty();
    }

    @Test
    void tenThousandRandomBillsSumExactly() {
        tariff(
                """
                rule any -> All = 0.001 per MB
                fee Desk = 0.333 per user
                pool Line = 1234.57 by usage
                pool Support = 99.99 even
                pool Rent = 0.07 by heads
                markup Handling = 3.33 %
                tax VAT = 19.6 %
                """);
        Snapshots snapshots = Snapshots.newest(company.store());
        BillingPeriod march = company.period("2026-03");
        IntegrityBox integrity = statements().getFirst().integrity();
        SplittableRandom random = company.random();
        int bills = 0;
        while (bills < 10_000) {
            List<UsageLine> lines = new ArrayList<>();
            for (long department = 0; department < 50; department++) {
                for (int i = random.nextInt(1, 40); i > 0; i--) {
                    lines.add(line(random, department, i));
                }
            }
            long pools = 0;
            long minor = lines.stream().mapToLong(line -> line.amount().minor()).sum();
            for (Statement bill :
                    Statements.draft(march, lines, Booked.NOTHING, snapshots, integrity)) {
                pools +=
                        bill.lines().stream()
                                .filter(line -> line.kind() == LineKind.POOL)
                                .mapToLong(line -> line.amount().minor())
                                .sum();
                Map<Boolean, Long> sums = new HashMap<>();
                for (StatementLine line : bill.lines()) {
                    sums.merge(line.kind() == LineKind.USAGE, line.amount().minor(), Long::sum);
                }
                assertThat(sums.values().stream().mapToLong(sum -> sum).sum())
                        .isEqualTo(bill.total().minor());
                minor -= sums.getOrDefault(true, 0L);
                bills++;
            }
            assertThat(minor).isZero();
            assertThat(pools).isEqualTo(123_457 + 9_999 + 7);
        }
    }

    private static UsageLine line(SplittableRandom random, long department, int rule) {
        long bytes = random.nextLong(1L << random.nextInt(1, 50));
        BigDecimal price = BigDecimal.valueOf(random.nextLong(100_000), 6);
        return new UsageLine(
                department,
                LineKind.USAGE,
                "",
                rule,
                "category " + rule,
                Band.ANY,
                "",
                1,
                bytes,
                price,
                1_000_000,
                Amount.priced(bytes, 1_000_000, price, EURO));
    }

    private void tariff(String rules) {
        tariff("always", rules);
    }

    private void tariff(String from, String rules) {
        TariffFile.Outcome outcome =
                TariffFile.read(
                        ("tariff test\nfrom " + from + "\n" + rules).lines().toList(),
                        SiteNames.current(company.store()));
        assertThat(outcome).isInstanceOf(TariffFile.Outcome.Read.class);
        new Tariffs(company.store()).replace(((TariffFile.Outcome.Read) outcome).draft(), "test");
    }

    private List<Statement> statements() {
        company.account();
        List<Statement> statements =
                company.statements().of(company.period("2026-03"), Cancellation.none());
        assertThat(statements).hasSize(4);
        return statements;
    }

    private long bytes(String department) {
        return company.parts().stream()
                .filter(part -> part.department().equals(department))
                .mapToLong(Part::bytes)
                .sum();
    }

    private long calls(String department) {
        // a call that moves with its address counts where it began
        Map<Long, Part> first = new HashMap<>();
        for (Part part : company.parts()) {
            first.merge(
                    part.call(),
                    part,
                    (one, other) -> one.quarter() <= other.quarter() ? one : other);
        }
        return first.values().stream().filter(part -> part.department().equals(department)).count();
    }

    private static BigDecimal tier(long bytes, long from, long to, String price) {
        return BigDecimal.valueOf(Math.max(0, Math.min(bytes, to) - from))
                .multiply(new BigDecimal(price))
                .movePointLeft(6)
                .setScale(2, RoundingMode.HALF_UP);
    }
}
