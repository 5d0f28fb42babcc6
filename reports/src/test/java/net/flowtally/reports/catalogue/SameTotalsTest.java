package net.flowtally.reports.catalogue;

import static net.flowtally.reports.catalogue.ReportsOfACompany.figure;
import static net.flowtally.reports.catalogue.ReportsOfACompany.total;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.accounting.UsageDimension;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.accounting.UsageValue;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.reports.catalogue.ReportDeclaration.Shape;
import net.flowtally.reports.table.Report;
import net.flowtally.reports.table.Row;
import net.flowtally.reports.table.Table;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// The total of a report is that of every other report of the same scope and interval.
@TestInstance(Lifecycle.PER_CLASS)
class SameTotalsTest {
    private static final List<String> SUMS = List.of("calls", "bytes", "packets", "charge");
    private static final List<String> SUMS_OF_BILLS = List.of("calls", "bytes", "charge");

    private ReportsOfACompany reports;
    private BillingPeriod march;

    @BeforeAll
    void open(@TempDir Path directory) {
        reports = new ReportsOfACompany(directory);
        march = reports.company().period("2026-03");
        Duration day = Duration.ofDays(1);
        // calls cross both ends of the month
        reports.company().draw(100, march.from().minus(day), march.from().plus(day));
        reports.company().draw(400, march.from(), march.to());
        reports.company().draw(100, march.to().minus(day), march.to().plus(day));
        reports.company().account();
    }

    @AfterAll
    void close() {
        reports.close();
    }

    @Test
    void ofTheWholeMonthAndSite() {
        ReportParameters asked = ReportParameters.of(march.from(), march.to(), Locale.ROOT);
        List<BigDecimal> total = sameInEveryReport(asked);
        List<BigDecimal> billed = new ArrayList<>();
        for (String column : SUMS_OF_BILLS) {
            BigDecimal sum = BigDecimal.ZERO;
            for (Report bill : reports.bills("2026-03")) {
                sum = sum.add(billed(bill, column));
            }
            billed.add(sum.stripTrailingZeros());
        }
        assertThat(billed).isEqualTo(List.of(total.get(0), total.get(1), total.get(3)));
        assertThat(total.get(1)).isPositive();
    }

    @Test
    void ofEveryDepartmentAndItsBill() {
        List<UsageValue> departments = departments();
        List<Report> bills = reports.bills("2026-03");
        assertThat(departments).hasSize(4).hasSameSizeAs(bills);
        for (UsageValue department : departments) {
            List<BigDecimal> total =
                    sameInEveryReport(
                            ReportParameters.of(march.from(), march.to(), Locale.ROOT)
                                    .with(UsageScope.of(department)));
            Report bill =
                    bills.stream()
                            .filter(each -> each.subtitle().startsWith(department.label() + ","))
                            .findFirst()
                            .orElseThrow();
            for (Table table : bill.tables()) {
                assertThat(
                                List.of(
                                        plain(figure(table, total(table), "calls")),
                                        plain(figure(table, total(table), "bytes"))))
                        .as(department.label() + " " + table.title())
                        .isEqualTo(total.subList(0, 2));
            }
            assertThat(plain(billed(bill, "charge"))).isEqualTo(total.get(3));
        }
    }

    @Test
    void ofSeveralDepartmentsTogether() {
        List<UsageValue> departments = departments();
        sameInEveryReport(
                ReportParameters.of(march.from(), march.to(), Locale.ROOT)
                        .with(new UsageScope(departments.subList(0, 2))));
    }

    @Test
    void ofAServiceInAFewHours() {
        Instant from = march.from().plus(Duration.ofHours(60));
        Instant to = from.plus(Duration.ofMinutes(15 * 517));
        sameInEveryReport(ReportParameters.of(from, to, Locale.ROOT));
        UsageValue service =
                new ScopeNames(reports.company().usage())
                        .of(UsageDimension.SERVICE, from, to, Cancellation.none())
                        .getFirst();
        sameInEveryReport(ReportParameters.of(from, to, Locale.ROOT).with(UsageScope.of(service)));
    }

    /// The total of every report but the bill at every level, long and cut short: all the same.
    private List<BigDecimal> sameInEveryReport(ReportParameters asked) {
        Map<String, List<BigDecimal>> totals = new LinkedHashMap<>();
        for (ReportDeclaration declaration : Catalogue.all()) {
            int levels =
                    switch (declaration.shape()) {
                        case Shape.Bill() -> 0;
                        case Shape.Ranking ranking -> ranking.levels().size();
                        case Shape.Calls(), Shape.Days() -> 1;
                    };
            for (int level = 0; level < levels; level++) {
                for (int top : new int[] {0, 2}) {
                    Table table =
                            reports.run(declaration, asked.atLevel(level).top(top))
                                    .tables()
                                    .getFirst();
                    totals.put(declaration.id() + " level " + level + " top " + top, totals(table));
                }
            }
        }
        List<BigDecimal> first = totals.values().iterator().next();
        assertThat(totals).allSatisfy((report, sums) -> assertThat(sums).isEqualTo(first));
        return first;
    }

    private static List<BigDecimal> totals(Table table) {
        List<BigDecimal> totals = new ArrayList<>();
        for (String column : SUMS) {
            BigDecimal sum = BigDecimal.ZERO;
            for (Row row : table.summed()) {
                sum = sum.add(figure(table, row, column));
            }
            BigDecimal total = figure(table, total(table), column);
            assertThat(total).as(table.title() + " " + column).isEqualByComparingTo(sum);
            totals.add(plain(total));
        }
        return totals;
    }

    private static BigDecimal billed(Report bill, String column) {
        Table lines = bill.tables().getFirst();
        return figure(lines, total(lines), column.equals("charge") ? "amount" : column);
    }

    private List<UsageValue> departments() {
        return new ScopeNames(reports.company().usage())
                .of(UsageDimension.DEPARTMENT, march.from(), march.to(), Cancellation.none());
    }

    private static BigDecimal plain(BigDecimal figure) {
        return figure.signum() == 0 ? BigDecimal.ZERO : figure.stripTrailingZeros();
    }
}
