package net.flowtally.ledger;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import net.flowtally.ledger.billing.CorrectionOutcome;
import net.flowtally.ledger.billing.Corrections;
import net.flowtally.ledger.billing.Credits;
import net.flowtally.ledger.billing.SealOutcome;
import net.flowtally.ledger.tariff.SiteNames;
import net.flowtally.ledger.tariff.TariffFile;
import net.flowtally.ledger.tariff.Tariffs;

/// A company whose April has lines of every kind: March is sealed and corrected twice, for calls
/// that came late, an edit of the directory and one of the tariff; April, with credits, is
/// accounted and open.
public final class EveryLine {
    private static final Instant MARCH = Instant.parse("2026-03-10T00:00:00Z");
    private static final Instant APRIL = Instant.parse("2026-04-02T00:00:00Z");

    private EveryLine() {}

    public static SmallCompany of(Path directory, long seed) {
        SmallCompany company = new SmallCompany(directory, seed);
        tariff(company, "always", 2);
        company.draw(150, MARCH, MARCH.plus(Duration.ofDays(2)));
        company.draw(150, APRIL, APRIL.plus(Duration.ofDays(2)));
        if (!(company.seal("2026-03", "") instanceof SealOutcome.Sealed)) {
            throw new AssertionError("March cannot be sealed");
        }
        company.draw(25, MARCH, MARCH.plus(Duration.ofDays(1)));
        company.importDirectory(
                """
                department,user,workstation,address,from,to
                Newcomers,Gina,pc-gina,10.9.9.9,2026-03-10T06:00:00Z,
                """);
        correct(company);
        tariff(company, "2026-03-11", 3);
        company.draw(5, MARCH, MARCH.plus(Duration.ofDays(2)));
        correct(company);
        company.account();
        Credits credits = new Credits(company.store());
        credits.add("2026-04", "Sales", "Goodwill", new BigDecimal("0.35"), "late", "test");
        credits.book(
                "2026-04",
                credits.proposed(company.period("2026-04"), company.usage(), Cancellation.none()),
                "test");
        return company;
    }

    private static void correct(SmallCompany company) {
        CorrectionOutcome outcome =
                new Corrections(
                                company.home(),
                                company.store(),
                                company.archive(),
                                SmallCompany.CLOCK)
                        .correct("2026-03", "late", "test", Cancellation.none(), Progress.NONE);
        if (!(outcome instanceof CorrectionOutcome.Booked)) {
            throw new AssertionError(outcome);
        }
    }

    /// Puts a tariff with every form of price in force.
    ///
    /// @param cents that its prices have
    public static void tariff(SmallCompany company, String from, int cents) {
        TariffFile.Outcome outcome =
                TariffFile.read(
                        """
                        tariff test %1$s
                        from %1$s
                        rule zone Internet, peak -> Day = 5 MB free; 0.0%2$d per MB; cap 1.50
                        rule zone Internet -> Night = 95th summed; commit 0.01 Mbit/s at 100; over at 70%2$d; missing skip
                        rule any -> The rest = 0.0%2$d per call; minimum 2
                        fee Desk = 2.503 per user
                        fee Port = 1.10 per workstation
                        fee Account = 10.00 per department
                        pool Line = 1000.0%2$d by usage
                        pool Support = 99.99 even
                        pool Rent = 50 by heads
                        pool Roof = 10.01 fixed Sales 66.7 %%, Research 33.3 %%
                        sla Coverage = 50 %% back for coverage below 99.5 %%
                        markup Handling = 3 %%
                        tax VAT = 19.6 %%
                        """
                                .formatted(from, cents)
                                .lines()
                                .toList(),
                        SiteNames.current(company.store()));
        if (!(outcome instanceof TariffFile.Outcome.Read(var draft))) {
            throw new AssertionError(outcome);
        }
        new Tariffs(company.store()).replace(draft, "test");
    }
}
