package net.flowtally.reports.catalogue;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.billing.Integrity;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.explore.CallExplorer;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.reports.table.Cell;
import net.flowtally.reports.table.Report;
import net.flowtally.reports.table.Row;
import net.flowtally.reports.table.Table;

/// A company with calls, and the reports on it.
final class ReportsOfACompany implements AutoCloseable {
    private final SmallCompany company;
    private final ReportEngine engine;

    ReportsOfACompany(Path directory) {
        this(new SmallCompany(directory, System.nanoTime()));
    }

    ReportsOfACompany(SmallCompany company) {
        this.company = company;
        engine =
                new ReportEngine(
                        company.usage(),
                        new CallExplorer(company.home(), company.store(), company.archive()),
                        new Periods(company.store()),
                        new Integrity(company.store(), company.usage()),
                        new Settings(company.store()),
                        SmallCompany.CLOCK);
    }

    SmallCompany company() {
        return company;
    }

    Report run(ReportDeclaration declaration, ReportParameters asked) {
        return run(declaration, asked, Cancellation.none(), Progress.NONE);
    }

    Report run(
            ReportDeclaration declaration,
            ReportParameters asked,
            Cancellation cancellation,
            Progress progress) {
        return engine.run(declaration, asked, cancellation, progress);
    }

    List<Report> bills(String period) {
        List<Report> bills = new ArrayList<>();
        for (Statement statement :
                company.statements().of(company.period(period), Cancellation.none())) {
            bills.add(engine.bill(statement, Locale.ROOT, Cancellation.none()));
        }
        return bills;
    }

    /// The cell of a row in a column.
    static Cell cell(Table table, Row row, String column) {
        for (int i = 0; i < table.columns().size(); i++) {
            if (table.columns().get(i).id().equals(column)) {
                return row.cells().get(i);
            }
        }
        throw new AssertionError(table.title() + " has no column " + column);
    }

    /// The figure of a row in a column, whatever it is a figure of; money in major units. What is
    /// empty is nothing.
    static BigDecimal figure(Table table, Row row, String column) {
        return switch (cell(table, row, column)) {
            case Cell.Count(long count) -> BigDecimal.valueOf(count);
            case Cell.Bytes(long bytes) -> BigDecimal.valueOf(bytes);
            case Cell.Money(var amount) -> amount.decimal();
            case Cell.Price(BigDecimal price) -> price;
            case Cell.Empty() -> BigDecimal.ZERO;
            case Cell other -> throw new AssertionError(column + " holds " + other);
        };
    }

    static List<Row> rows(Table table, Row.Kind kind) {
        return table.rows().stream().filter(row -> row.kind() == kind).toList();
    }

    static Row total(Table table) {
        Row last = table.rows().getLast();
        if (last.kind() != Row.Kind.TOTAL) {
            throw new AssertionError(table.title() + " ends with " + last);
        }
        return last;
    }

    @Override
    public void close() {
        company.close();
    }
}
