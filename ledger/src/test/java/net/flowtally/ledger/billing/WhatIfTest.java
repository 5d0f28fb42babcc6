package net.flowtally.ledger.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.tariff.SiteNames;
import net.flowtally.ledger.tariff.TariffDraft;
import net.flowtally.ledger.tariff.TariffFile;
import net.flowtally.ledger.tariff.Tariffs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhatIfTest {
    private static final Instant FROM = Instant.parse("2026-03-10T00:00:00Z");
    private static final String OTHER =
            """
            tariff other
            from 2027-01-01
            payer callee
            rule zone Internet, peak -> Day = 5 MB free; 0.02 per MB; cap 9
            rule zone Internet -> Night = 95th summed; commit 0 Mbit/s at 0; over at 70
            rule any -> The rest = 0.03 per call; minimum 2
            fee Desk = 0.25 per user
            tax VAT = 19 %
            """;

    @TempDir Path directory;
    private SmallCompany company;

    @BeforeEach
    void open() {
        company = new SmallCompany(directory, System.nanoTime());
        company.draw(300, FROM, FROM.plus(Duration.ofDays(3)));
        company.account();
    }

    @AfterEach
    void close() {
        company.close();
    }

    @Test
    void itForetellsWhatTheStatementsAreOnceTheTariffIsInForce() {
        Map<String, Amount> before = totals();
        WhatIf.Comparison comparison = whatIf(OTHER).comparison();
        assertThat(totals()).as("nothing is booked").isEqualTo(before);
        new Tariffs(company.store())
                .replace(read(OTHER.replace("from 2027-01-01", "from always")), "test");
        company.account();
        Map<String, Amount> foretold = new TreeMap<>();
        comparison.changes().forEach(change -> foretold.put(change.path(), change.after()));
        assertThat(foretold).isEqualTo(totals());
        assertThat(comparison.before()).isEqualTo(sum(before));
        assertThat(comparison.after()).isEqualTo(sum(totals()));
        assertThat(comparison.changes().stream().map(change -> change.difference().minor()))
                .isSorted();
    }

    @Test
    void aSealedPeriodIsComparedAsItWasSealed() {
        Map<String, Amount> before = totals();
        WhatIf.Comparison open = whatIf(OTHER).comparison();
        company.seal("2026-03", "");
        company.draw(50, FROM, FROM.plusSeconds(3_600));
        company.importDirectory(
                """
                department,user,workstation,address,from,to
                Newcomers,Gina,pc-gina,10.9.9.9,,
                """);
        assertThat(whatIf(OTHER).comparison()).isEqualTo(open);
        assertThat(open.before()).isEqualTo(sum(before));
    }

    @Test
    void aFactorForAllPricesOrForOneCategoryKeepsTheTotal() {
        Amount present = sum(totals());
        String dear =
                """
                tariff dear
                from always
                rule zone Internet, peak -> Day = 0.05 per MB
                rule any -> The rest = 0.0001 per MB
                """;
        for (String category : List.of("", "Day")) {
            WhatIf whatIf = whatIf(dear);
            WhatIf.Solution solution = whatIf.solve(category);
            assertThat(solution.comparison().after()).isEqualTo(present);
            assertThat(solution.isExact()).isTrue();
            assertThat(solution.factor()).isBetween(BigDecimal.ZERO, BigDecimal.ONE);
            new Tariffs(company.store()).replace(solution.draft(), "test");
            company.account();
            assertThat(sum(totals())).isEqualTo(present);
        }
    }

    @Test
    void whatNoFactorReachesIsToldWithTheNearestThatOneDoes() {
        Amount present = sum(totals());
        String capped =
                """
                tariff capped
                from always
                rule any -> All = 0.05 per MB; cap 0.01
                """;
        WhatIf.Solution solution = whatIf(capped).solve("");
        assertThat(solution.isExact()).isFalse();
        assertThat(present.minor()).isGreaterThan(4);
        // the cap of each of four departments
        assertThat(solution.comparison().after().minor()).isEqualTo(4);
        assertThatThrownBy(() -> whatIf(capped).solve("Night"))
                .isInstanceOf(BillingException.class)
                .hasMessageContaining("no price for Night that could be scaled; there is: All.");
    }

    @Test
    void ofTwoTotalsBesideTheOneWantedTheNearerIsTaken() {
        // a total that steps by 10 where the factor passes a tenth
        NeutralFactor.Total steps =
                (_, factor) -> factor.movePointRight(1).toBigInteger().longValueExact() * 10;
        assertThat(new NeutralFactor(steps, 50, "").find()).isEqualByComparingTo("0.5");
        assertThat(new NeutralFactor(steps, 54, "").find()).isEqualByComparingTo("0.5");
        assertThat(new NeutralFactor(steps, 56, "").find()).isEqualByComparingTo("0.6");
        assertThat(new NeutralFactor(steps, 70_000, "").find()).isEqualByComparingTo("700");
    }

    private WhatIf whatIf(String tariff) {
        return WhatIf.of(
                company.store(),
                company.archive(),
                company.usage(),
                company.period("2026-03"),
                read(tariff),
                Cancellation.none(),
                Progress.NONE);
    }

    private TariffDraft read(String tariff) {
        TariffFile.Outcome outcome =
                TariffFile.read(tariff.lines().toList(), SiteNames.current(company.store()));
        assertThat(outcome).isInstanceOf(TariffFile.Outcome.Read.class);
        return ((TariffFile.Outcome.Read) outcome).draft();
    }

    private Map<String, Amount> totals() {
        Map<String, Amount> totals = new TreeMap<>();
        company.statements()
                .of(company.period("2026-03"), Cancellation.none())
                .forEach(each -> totals.put(each.departmentPath(), each.total()));
        return totals;
    }

    private static Amount sum(Map<String, Amount> totals) {
        return totals.values().stream().reduce(Amount::plus).orElseThrow();
    }
}
