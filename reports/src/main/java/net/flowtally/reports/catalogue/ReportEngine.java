package net.flowtally.reports.catalogue;

import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.accounting.UsageDimension;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.accounting.UsageSum;
import net.flowtally.ledger.accounting.UsageValue;
import net.flowtally.ledger.billing.Integrity;
import net.flowtally.ledger.billing.IntegrityBox;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.explore.CallExplorer;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.settings.Setting;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.reports.catalogue.ReportDeclaration.Shape;
import net.flowtally.reports.table.Cell;
import net.flowtally.reports.table.CellText;
import net.flowtally.reports.table.Fact;
import net.flowtally.reports.table.Report;
import net.flowtally.reports.table.Section;

/// Turns a declaration and parameters into a report. Reads the ledger and computes; what comes out
/// only needs to be drawn. Thread-safe as far as the readers given to it are.
public final class ReportEngine {
    private static final int TREND = 12;

    private final UsageReader usage;
    private final CallExplorer calls;
    private final Periods periods;
    private final Integrity integrity;
    private final Settings settings;
    private final Clock clock;

    public ReportEngine(
            UsageReader usage,
            CallExplorer calls,
            Periods periods,
            Integrity integrity,
            Settings settings,
            Clock clock) {
        this.usage = usage;
        this.calls = calls;
        this.periods = periods;
        this.integrity = integrity;
        this.settings = settings;
        this.clock = clock;
    }

    /// Runs a report of any shape but a bill.
    ///
    /// @throws net.flowtally.ledger.Cancelled if that was asked for
    public Report run(
            ReportDeclaration declaration,
            ReportParameters asked,
            Cancellation cancellation,
            Progress progress) {
        Figures figures = figures(cancellation);
        List<Section> sections =
                switch (declaration.shape()) {
                    case Shape.Ranking ranking ->
                            new RankingReport(figures, asked, ranking).sections();
                    case Shape.Days() -> new DailyReport(figures, asked).sections();
                    case Shape.Calls() ->
                            new CallListReport(figures, asked, calls, cancellation, progress)
                                    .sections();
                    case Shape.Bill() ->
                            throw new IllegalArgumentException(
                                    declaration.id() + " is made of a statement; use bill(...)");
                };
        return report(
                declaration,
                declaration.title(),
                asked,
                interval(figures.zone(), asked),
                facts(figures, declaration, asked, cancellation),
                sections);
    }

    /// The statement of a department as a report (CR-06).
    public Report bill(Statement statement, Locale locale, Cancellation cancellation) {
        Figures figures =
                new Figures(usage, statement.period().zone(), statement.currency(), cancellation);
        BillingPeriod period = statement.period();
        ReportParameters asked = ReportParameters.of(period.from(), period.to(), locale);
        List<Section> sections =
                new StatementReport(figures, asked, statement)
                        .sections(trend(statement, cancellation));
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.of("Statement", statement.number()));
        facts.add(Fact.of("Department", statement.departmentPath()));
        facts.add(Fact.of("Period", period.name() + " in " + period.zone().getId()));
        if (!statement.isCharged()) {
            facts.add(Fact.of("Showback", "for information; nothing of it is charged"));
        }
        facts.add(Fact.of("State", statement.isDraft() ? "draft, the period is open" : "sealed"));
        return report(
                Catalogue.DEPARTMENT_STATEMENT,
                statement.isCharged()
                        ? Catalogue.DEPARTMENT_STATEMENT.title()
                        : "Department showback statement",
                asked,
                statement.departmentPath()
                        + ", "
                        + monthName(period, locale)
                        + ": "
                        + statement.total().format(locale)
                        + (statement.isCharged() ? "" : ", for information only"),
                facts,
                sections);
    }

    private List<StatementReport.PeriodCharge> trend(
            Statement statement, Cancellation cancellation) {
        List<BillingPeriod> past = new ArrayList<>(periods.list());
        past.removeIf(period -> period.from().isAfter(statement.period().from()));
        past.sort(Comparator.comparing(BillingPeriod::from));
        UsageScope department =
                UsageScope.of(
                        new UsageValue(
                                UsageDimension.DEPARTMENT,
                                statement.departmentId(),
                                statement.departmentPath()));
        List<StatementReport.PeriodCharge> trend = new ArrayList<>();
        for (BillingPeriod period : past.subList(Math.max(0, past.size() - TREND), past.size())) {
            UsageSum total = usage.total(period.from(), period.to(), department, cancellation);
            if (!trend.isEmpty() || total.bytes() > 0) {
                trend.add(new StatementReport.PeriodCharge(period, total.charge()));
            }
        }
        return trend;
    }

    /// What was asked, and how complete the figures can be.
    private List<Fact> facts(
            Figures figures,
            ReportDeclaration declaration,
            ReportParameters asked,
            Cancellation cancellation) {
        CellText text = figures.text(asked);
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.of("Interval", interval(figures.zone(), asked)));
        facts.add(
                Fact.of("Scope", asked.scope().isAll() ? "the whole site" : names(asked.scope())));
        if (declaration.shape() instanceof Shape.Ranking ranking) {
            facts.add(Fact.of("Names", Wording.title(ranking.levels().get(asked.level()))));
        }
        if (declaration.shape() instanceof Shape.Calls) {
            facts.add(Fact.of("Order", Wording.title(asked.order())));
            if (!asked.filter().isAll()) {
                facts.add(Fact.of("Filter", asked.filter().text()));
            }
        }
        if (asked.top() > 0 && !(declaration.shape() instanceof Shape.Days)) {
            facts.add(Fact.of("Lines", "the first " + text.of(Cell.count(asked.top()))));
        }
        for (BillingPeriod period : periods.overlapping(asked.from(), asked.to())) {
            facts.add(Fact.of("Period " + period.name(), period.isSealed() ? "sealed" : "open"));
        }
        IntegrityBox box = integrity.of(asked.from(), asked.to(), cancellation);
        facts.add(Fact.of("Site total", text.of(Cell.bytes(box.bytes())) + " bytes"));
        facts.add(
                new Fact(
                        "Unassigned, on the site",
                        text.of(Cell.share(box.unassignedBytes(), box.bytes())),
                        box.unassignedBytes() * 20 <= box.bytes()));
        facts.add(
                new Fact(
                        "Quarter hours with data",
                        text.of(Cell.count(box.quarterHoursWithData()))
                                + " of "
                                + text.of(Cell.count(box.quarterHours())),
                        box.quarterHoursWithData() > 0));
        facts.add(
                new Fact(
                        "Lost on the way",
                        text.of(Cell.share(box.lostRecords(), box.expectedRecords())),
                        box.lostRecords() * 1000 <= box.expectedRecords()));
        facts.add(
                Fact.of(
                        "Scaled up from samples",
                        text.of(Cell.share(box.sampledBytes(), box.bytes()))));
        return facts.stream().filter(fact -> !fact.value().isEmpty()).toList();
    }

    private Report report(
            ReportDeclaration declaration,
            String title,
            ReportParameters asked,
            String subtitle,
            List<Fact> facts,
            List<Section> sections) {
        return new Report(
                declaration.id(),
                declaration.version(),
                title,
                subtitle,
                declaration.question(),
                settings.get(Setting.ORGANISATION),
                clock.instant(),
                settings.current().zone().id(),
                asked.locale(),
                facts,
                sections);
    }

    private Figures figures(Cancellation cancellation) {
        Currency currency = settings.current().currency();
        return new Figures(usage, settings.current().zone().id(), currency, cancellation);
    }

    private static String names(UsageScope scope) {
        List<String> names = new ArrayList<>();
        for (UsageValue value : scope.values()) {
            names.add(Wording.title(value.dimension()) + " " + value.label());
        }
        return String.join(", ", names);
    }

    private static String interval(ZoneId zone, ReportParameters asked) {
        DateTimeFormatter format =
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", asked.locale()).withZone(zone);
        return format.format(asked.from()) + " to " + format.format(asked.to());
    }

    private static String monthName(BillingPeriod period, Locale locale) {
        return DateTimeFormatter.ofPattern("MMMM yyyy", locale)
                .withZone(period.zone())
                .format(period.from());
    }
}
