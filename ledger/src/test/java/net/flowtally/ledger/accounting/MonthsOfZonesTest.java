package net.flowtally.ledger.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.SmallCompany.Part;
import net.flowtally.ledger.period.BillingPeriod;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Months with a change of the clock, and of zones off the hour: no hour is lost, none counts
/// twice.
class MonthsOfZonesTest {
    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03",
        "Europe/Berlin, 2026-10",
        "America/New_York, 2026-03",
        "America/New_York, 2026-11",
        "Asia/Kolkata, 2026-03",
        "Australia/Lord_Howe, 2026-04",
        "Australia/Lord_Howe, 2026-10",
    })
    void daysSumToTheMonthAndNeighbouringMonthsTakeTheRest(String zone, YearMonth month) {
        long seed = System.nanoTime();
        try (SmallCompany company = new SmallCompany(directory, seed, zone)) {
            BillingPeriod period = company.period(month.toString());
            Duration day = Duration.ofDays(1);
            company.draw(600, period.from().minus(day), period.to().plus(day));
            company.account();

            Map<String, Long> expected = new TreeMap<>();
            for (Part part : company.parts()) {
                Instant at = Instant.ofEpochMilli(part.quarter() / 1000);
                if (!at.isBefore(period.from()) && at.isBefore(period.to())) {
                    String date = at.atZone(ZoneId.of(zone)).toLocalDate().toString();
                    expected.merge(date, part.bytes(), Long::sum);
                }
            }
            Map<String, Long> days = new TreeMap<>();
            for (UsageSum sum : days(company, period)) {
                days.put(sum.key().getFirst().label(), sum.bytes());
            }
            assertThat(days).as("seed %d", seed).isEqualTo(expected);
            assertThat(days.values().stream().mapToLong(Long::longValue).sum())
                    .as("seed %d", seed)
                    .isEqualTo(bytes(company, period));
            long all = bytes(company, period);
            all += bytes(company, company.period(month.minusMonths(1).toString()));
            all += bytes(company, company.period(month.plusMonths(1).toString()));
            assertThat(all).as("seed %d", seed).isEqualTo(company.bytes());
        }
    }

    private static List<UsageSum> days(SmallCompany company, BillingPeriod period) {
        return company.usage()
                .sums(
                        new UsageQuestion(
                                period.from(),
                                period.to(),
                                List.of(UsageDimension.DAY),
                                UsageScope.ALL),
                        Cancellation.none());
    }

    private static long bytes(SmallCompany company, BillingPeriod period) {
        return company.usage()
                .total(period.from(), period.to(), UsageScope.ALL, Cancellation.none())
                .bytes();
    }
}
