package net.flowtally.ledger.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.SmallCompany.Part;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountingTest {
    private static final Instant FROM = Instant.parse("2026-02-28T23:00:00Z");
    private static final Instant TO = Instant.parse("2026-03-31T22:00:00Z");

    private static final Instant SOME = Instant.parse("2026-03-09T09:00:00Z");

    @TempDir Path directory;
    private SmallCompany company;

    @BeforeEach
    void open() {
        company = new SmallCompany(directory, System.nanoTime());
    }

    @AfterEach
    void close() {
        company.close();
    }

    @Test
    void usageSumsToTheElectedSlicesByDepartmentAndCategory() {
        company.draw(1_000, SOME, SOME.plus(Duration.ofDays(3)));
        company.draw(300, TO.minus(Duration.ofDays(1)), TO.plus(Duration.ofDays(1)));
        AccountingRun run = company.account();

        Map<String, Long> expected = new TreeMap<>();
        for (Part part : company.parts()) {
            expected.merge(part.department() + "|" + part.category(), part.bytes(), Long::sum);
        }
        Map<String, Long> found = new TreeMap<>();
        for (UsageSum sum :
                sums(
                        FROM,
                        TO.plus(Duration.ofDays(9)),
                        UsageDimension.DEPARTMENT,
                        UsageDimension.CATEGORY)) {
            found.put(sum.key().get(0).label() + "|" + sum.key().get(1).label(), sum.bytes());
        }
        assertThat(found).isEqualTo(expected);
        assertThat(run.bytes()).isEqualTo(company.bytes());
        assertThat(run.calls())
                .isEqualTo(company.parts().stream().map(Part::call).distinct().count());
        assertThat(run.sealed()).isZero();
        assertThat(run.provisional()).isZero();
    }

    /// The table that users of other tools ask for in vain: the Internet alone, each way.
    @Test
    void whatIsSentToTheInternetAndReceivedFromItStandsApartFromWhatStaysInside() {
        company.draw(1_000, SOME, SOME.plus(Duration.ofDays(3)));
        company.account();

        Map<String, Long> expected = new TreeMap<>();
        for (Part part : company.parts()) {
            String zone = part.category().replaceFirst(" (off-)?peak$", "");
            String way = part.fromCaller() ? "sent" : "received";
            expected.merge(part.department() + "|" + zone + "|" + way, part.bytes(), Long::sum);
        }
        Map<String, Long> found = new TreeMap<>();
        for (UsageSum sum : sums(FROM, TO, UsageDimension.DEPARTMENT, UsageDimension.ZONE)) {
            String key = sum.key().get(0).label() + "|" + sum.key().get(1).label();
            found.put(key + "|sent", sum.bytesSent());
            found.put(key + "|received", sum.bytesReceived());
        }
        assertThat(found).isEqualTo(expected);
        assertThat(expected).containsKeys("Sales|Internet|received", "Sales|Intranet|sent");
    }

    @Test
    void accountingAgainDoesNothingAndChangesNothing() {
        company.draw(300, SOME, SOME.plus(Duration.ofDays(3)));
        company.account();
        String before = company.usage().hash(FROM, TO, Cancellation.none());

        assertThat(company.account()).isEqualTo(new AccountingRun(0, 0, 0, 0, 0, 0));
        markAllDirty();
        assertThat(company.account().bytes()).isEqualTo(company.bytes());
        assertThat(company.usage().hash(FROM, TO, Cancellation.none())).isEqualTo(before);
    }

    @Test
    void aLateSliceIsAccountedWithoutTouchingOtherQuarterHours() {
        company.draw(500, SOME, SOME.plus(Duration.ofDays(3)));
        company.account();
        Instant late = Instant.parse("2026-03-10T12:00:00Z");
        company.draw(1, late, late.plusSeconds(600));

        AccountingRun run = company.account();

        assertThat(run.quarterHours()).isEqualTo(1);
        assertThat(company.usage().total(FROM, TO, UsageScope.ALL, Cancellation.none()).bytes())
                .isEqualTo(company.bytes());
        assertThat(quarters())
                .as("every quarter hour keeps its bytes")
                .isEqualTo(expectedQuarters());
    }

    @Test
    void hoursAndDaysOfTheMonthWithTheChangeToSummerTimeSumToTheMonth() {
        company.draw(1_500, FROM, TO);
        company.account();

        List<UsageSum> days = sums(FROM, TO, UsageDimension.DAY);
        assertThat(days).hasSize(31);
        assertThat(days.stream().mapToLong(UsageSum::bytes).sum()).isEqualTo(company.bytes());
        assertThat(days.getFirst().key().getFirst().label()).isEqualTo("2026-03-01");
        UsageSum change = days.get(28);
        assertThat(change.key().getFirst().label()).isEqualTo("2026-03-29");
        List<UsageSum> hours = sums(FROM, TO, UsageDimension.HOUR);
        long onThatDay =
                hours.stream()
                        .filter(hour -> hour.key().getFirst().label().startsWith("2026-03-29"))
                        .mapToLong(UsageSum::bytes)
                        .sum();
        assertThat(onThatDay).isEqualTo(change.bytes());
        assertThat(company.period("2026-03").quarterHours()).isEqualTo(2_972);
    }

    @Test
    void chargesOfEveryReportAddUpToTheLines() {
        company.draw(1_000, SOME, SOME.plus(Duration.ofDays(5)));
        company.account();
        long charged =
                company.usage().lines(company.period("2026-03"), Cancellation.none()).stream()
                        .mapToLong(line -> line.amount().minor())
                        .sum();
        assertThat(charged).isPositive();
        for (List<UsageDimension> by :
                List.of(
                        List.<UsageDimension>of(),
                        List.of(UsageDimension.USER),
                        List.of(UsageDimension.SERVICE, UsageDimension.DAY),
                        List.of(UsageDimension.QUARTER, UsageDimension.WORKSTATION))) {
            List<UsageSum> sums =
                    company.usage()
                            .sums(
                                    new UsageQuestion(FROM, TO, by, UsageScope.ALL),
                                    Cancellation.none());
            assertThat(sums.stream().mapToLong(sum -> sum.charge().minor()).sum())
                    .as("by %s", by)
                    .isEqualTo(charged);
        }
        long[] rows = new long[1];
        company.usage().rows(FROM, TO, row -> rows[0] += row.charge().minor(), Cancellation.none());
        assertThat(rows[0]).isEqualTo(charged);
        Instant middle = Instant.parse("2026-03-11T10:15:00Z");
        UsageSum first = company.usage().total(FROM, middle, UsageScope.ALL, Cancellation.none());
        UsageSum rest = company.usage().total(middle, TO, UsageScope.ALL, Cancellation.none());
        assertThat(first.charge().plus(rest.charge()).minor()).isEqualTo(charged);
        assertThat(first.bytes() + rest.bytes()).isEqualTo(company.bytes());
    }

    @Test
    void aDepartmentAskedForAloneGetsWhatItGetsAmongAll() {
        company.draw(1_000, SOME, SOME.plus(Duration.ofDays(5)));
        company.account();
        UsageDimension[] by = {UsageDimension.DEPARTMENT, UsageDimension.USER, UsageDimension.DAY};
        List<UsageSum> all = sums(FROM, TO, by);
        List<UsageSum> alone = new ArrayList<>();
        for (UsageSum department : sums(FROM, TO, UsageDimension.DEPARTMENT)) {
            alone.addAll(
                    company.usage()
                            .sums(
                                    new UsageQuestion(FROM, TO, List.of(by), department.scope()),
                                    Cancellation.none()));
        }
        assertThat(alone).containsExactlyInAnyOrderElementsOf(all);
        assertThat(all).isNotEmpty();

        company.draw(100, SOME, SOME.plus(Duration.ofDays(5)));
        company.account();
        assertThat(sums(FROM, TO).getFirst().charge().minor())
                .as("the lines are worked out again when usage has changed")
                .isEqualTo(
                        company
                                .usage()
                                .lines(company.period("2026-03"), Cancellation.none())
                                .stream()
                                .mapToLong(line -> line.amount().minor())
                                .sum());
    }

    @Test
    void filesAndSumsOfAKilledRunAreTidiedUp() throws Exception {
        company.draw(50, SOME, SOME.plusSeconds(7_200));
        Path orphan = company.home().usage().resolve("usage-left-behind.parquet");
        Files.writeString(orphan, "half a file");
        company.account();
        assertThat(orphan).doesNotExist();
    }

    private List<UsageSum> sums(Instant from, Instant to, UsageDimension... by) {
        return company.usage()
                .sums(
                        new UsageQuestion(from, to, List.of(by), UsageScope.ALL),
                        Cancellation.none());
    }

    private Map<Long, Long> quarters() {
        Map<Long, Long> quarters = new TreeMap<>();
        for (UsageSum sum : sums(FROM, TO, UsageDimension.QUARTER)) {
            quarters.put(sum.key().getFirst().id(), sum.bytes());
        }
        return quarters;
    }

    private Map<Long, Long> expectedQuarters() {
        Map<Long, Long> quarters = new TreeMap<>();
        for (Part part : company.parts()) {
            quarters.merge(part.quarter(), part.bytes(), Long::sum);
        }
        return quarters;
    }

    private void markAllDirty() {
        company.store()
                .write(connection -> {
                    try (var insert =
                            connection.prepareStatement(
                                    "INSERT INTO dirty_quarter"
                                            + " SELECT DISTINCT quarter, 'test'"
                                            + " FROM slice_file_quarter")) {
                        return insert.executeUpdate();
                    }
                });
    }
}
