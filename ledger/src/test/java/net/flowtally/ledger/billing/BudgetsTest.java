package net.flowtally.ledger.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.accounting.UsageLine;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.accounting.UsageSum;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.tariff.SiteNames;
import net.flowtally.ledger.tariff.TariffFile;
import net.flowtally.ledger.tariff.Tariffs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        // 480 of 2,972 quarter hours have passed
        BigDecimal whole =
                used.multiply(BigDecimal.valueOf(2972))
                        .divide(BigDecimal.valueOf(480), 6, RoundingMode.HALF_UP);
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
