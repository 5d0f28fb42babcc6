package net.flowtally.ledger.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.accounting.Finding;
import net.flowtally.ledger.accounting.LineKind;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.tariff.SiteNames;
import net.flowtally.ledger.tariff.TariffFile;
import net.flowtally.ledger.tariff.Tariffs;
import net.flowtally.ledger.time.Micros;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreditsTest {
    private static final String MONTH = "2026-03";
    private static final Instant FROM = Instant.parse("2026-03-10T00:00:00Z");
    private static final String POOLS =
            """
            pool Line = 1000.01 by usage
            pool Desk = 100.00 by heads
            pool Support = 100.00 even
            pool Rent = 10.01 fixed Sales 33.3 %, Research/Lab 66.7 %
            """;

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
    void everyPoolIsSharedOutWhole() {
        tariff(POOLS);
        assertThat(pool("Line").stream().mapToLong(line -> line.amount().minor()).sum())
                .isEqualTo(100_001);
        // when the month begins: Emil, Fina, and Anna, Bert and Cara; Dora comes later
        assertThat(pool("Desk").stream().map(StatementLine::title))
                .containsExactly(
                        "Desk, 1 of 5 heads, of 100.00",
                        "Desk, 1 of 5 heads, of 100.00",
                        "Desk, 3 of 5 heads, of 100.00");
        assertThat(minor("Desk")).containsExactly(2_000L, 2_000L, 6_000L);
        assertThat(minor("Support")).containsExactlyInAnyOrder(3_333L, 3_333L, 3_334L);
        assertThat(minor("Rent")).containsExactly(668L, 333L);
        long bytes = company.bytes();
        for (net.flowtally.ledger.billing.Statement statement : statements()) {
            StatementLine line =
                    statement.lines().stream()
                            .filter(each -> each.category().equals("Line"))
                            .findFirst()
                            .orElseThrow();
            BigDecimal exact =
                    BigDecimal.valueOf(100_001)
                            .multiply(BigDecimal.valueOf(statement.bytes()))
                            .divide(BigDecimal.valueOf(bytes), 9, RoundingMode.HALF_UP);
            assertThat(exact.subtract(BigDecimal.valueOf(line.amount().minor())).abs())
                    .isLessThan(BigDecimal.ONE);
        }
    }

    @Test
    void aCreditStandsBeforeTheTaxAndNotOnASealedPeriod() {
        tariff("tax VAT = 10 %");
        Credits credits = new Credits(company.store());
        company.account();
        long before = total("Sales");
        Credit first = credit(credits, "0.50");
        Credit second = credit(credits, "0.70");
        credits.remove(first.id(), "test");
        assertThat(credits.of(MONTH)).containsExactly(second);
        long withoutTax =
                lines("Sales").stream()
                        .filter(line -> line.kind().isOfUsage())
                        .mapToLong(line -> line.amount().minor())
                        .sum();
        assertThat(lines("Sales").stream().map(StatementLine::title))
                .contains("Credit: Goodwill, a bad day");
        long taxed = withoutTax - 70;
        assertThat(total("Sales"))
                .isEqualTo(taxed + Math.floorDiv(taxed + 5, 10))
                .isNotEqualTo(before);
        assertThatThrownBy(() -> credits.add(MONTH, "Mars", "x", BigDecimal.ONE, "", "test"))
                .hasMessageContaining("There is no department Mars.");
        assertThatThrownBy(() -> credit(credits, "0.005")).hasMessageContaining("is no credit");
        assertThat(company.seal(MONTH, "")).isInstanceOf(SealOutcome.Sealed.class);
        assertThatThrownBy(() -> credit(credits, "1")).hasMessageContaining("2026-03 is sealed");
        assertThatThrownBy(() -> credits.remove(second.id(), "test"))
                .hasMessageContaining("2026-03 is sealed");
        assertThat(verify()).isEmpty();
    }

    @Test
    void whatWasPromisedAndNotKeptIsProposedOnce() {
        tariff(
                """
                sla Coverage = 50 % back for coverage below 99.5 %
                sla Loss = 10 % back for loss above 1 %
                """);
        company.account();
        Credits credits = new Credits(company.store());
        BillingPeriod march = company.period(MONTH);
        List<Credit> proposed = credits.proposed(march, company.usage(), Cancellation.none());
        assertThat(proposed).isNotEmpty().allMatch(credit -> credit.name().equals("Coverage"));
        assertThat(proposed.getFirst().reason())
                .startsWith("coverage was ")
                .contains("promised is 99.5 %: 50 % of ");
        long before = total("Sales");
        credits.book(MONTH, proposed, "test");
        assertThat(total("Sales")).isEqualTo(before - (before + 1) / 2);
        assertThat(credits.proposed(march, company.usage(), Cancellation.none())).isEmpty();

        company.lose(Micros.of(FROM), 1_000, 20);
        company.draw(1, FROM, FROM.plusSeconds(60));
        company.account();
        assertThat(credits.proposed(march, company.usage(), Cancellation.none()))
                .isNotEmpty()
                .allMatch(credit -> credit.reason().startsWith("loss was 2.0000 %"));
    }

    @Test
    void aSealWithPoolsAndCreditsIsVerifiedAndCorrectedAndADamagedLineIsFound() {
        tariff(POOLS + "fee Desk = 2 per user\nmarkup Handling = 3 %\ntax VAT = 19 %\n");
        company.account();
        credit(new Credits(company.store()), "1.00");
        assertThat(company.seal(MONTH, "")).isInstanceOf(SealOutcome.Sealed.class);
        company.draw(40, FROM, FROM.plusSeconds(7_200));
        Corrections corrections =
                new Corrections(
                        company.home(), company.store(), company.archive(), SmallCompany.CLOCK);
        Correction correction =
                ((CorrectionOutcome.Booked)
                                corrections.correct(
                                        MONTH, "", "test", Cancellation.none(), Progress.NONE))
                        .correction();
        List<CorrectionLine> shared =
                correction.lines().stream().filter(line -> line.kind() == LineKind.POOL).toList();
        assertThat(shared).isNotEmpty().allMatch(line -> line.category().equals("Line"));
        assertThat(shared.stream().mapToLong(line -> line.amount().minor()).sum())
                .as("the pool stays what it is")
                .isZero();
        assertThat(verify()).isEmpty();
        for (LineKind kind : List.of(LineKind.POOL, LineKind.CREDIT, LineKind.FEE, LineKind.TAX)) {
            change("amount_minor + 1", kind);
            assertThat(verify())
                    .extracting(Finding::place)
                    .anyMatch(place -> place.startsWith("statement line"));
            change("amount_minor - 1", kind);
        }
        assertThat(verify()).isEmpty();
    }

    private void change(String amount, LineKind kind) {
        company.store()
                .write(connection -> {
                    try (Statement update = connection.createStatement()) {
                        return update.executeUpdate(
                                "UPDATE statement_line SET amount_minor = "
                                        + amount
                                        + " WHERE kind = '"
                                        + kind.column()
                                        + "'");
                    }
                });
    }

    private List<Finding> verify() {
        return new Verification(company.home(), company.store(), company.archive())
                .run(Cancellation.none(), Progress.NONE)
                .findings();
    }

    private Credit credit(Credits credits, String amount) {
        return credits.add(MONTH, "Sales", "Goodwill", new BigDecimal(amount), "a bad day", "test");
    }

    private void tariff(String besides) {
        TariffFile.Outcome outcome =
                TariffFile.read(
                        ("tariff test\nfrom always\nrule any -> All = 0.01 per MB\n" + besides)
                                .lines()
                                .toList(),
                        SiteNames.current(company.store()));
        assertThat(outcome).isInstanceOf(TariffFile.Outcome.Read.class);
        new Tariffs(company.store()).replace(((TariffFile.Outcome.Read) outcome).draft(), "test");
        company.account();
    }

    private List<net.flowtally.ledger.billing.Statement> statements() {
        return company.statements().of(company.period(MONTH), Cancellation.none());
    }

    private List<StatementLine> lines(String department) {
        return statements().stream()
                .filter(each -> each.departmentPath().equals(department))
                .flatMap(each -> each.lines().stream())
                .toList();
    }

    private long total(String department) {
        return lines(department).stream().mapToLong(line -> line.amount().minor()).sum();
    }

    private List<StatementLine> pool(String name) {
        return statements().stream()
                .flatMap(each -> each.lines().stream())
                .filter(line -> line.kind() == LineKind.POOL && line.category().equals(name))
                .toList();
    }

    private List<Long> minor(String pool) {
        return pool(pool).stream().map(line -> line.amount().minor()).toList();
    }
}
