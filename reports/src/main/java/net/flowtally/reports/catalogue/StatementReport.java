package net.flowtally.reports.catalogue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.flowtally.ledger.accounting.LineKind;
import net.flowtally.ledger.accounting.UsageDimension;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.accounting.UsageSum;
import net.flowtally.ledger.accounting.UsageValue;
import net.flowtally.ledger.billing.IntegrityBox;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.billing.StatementLine;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.time.Micros;
import net.flowtally.reports.chart.Chart;
import net.flowtally.reports.table.Cell;
import net.flowtally.reports.table.CellText;
import net.flowtally.reports.table.Column;
import net.flowtally.reports.table.Column.Kind;
import net.flowtally.reports.table.Drill;
import net.flowtally.reports.table.Fact;
import net.flowtally.reports.table.Row;
import net.flowtally.reports.table.Section;
import net.flowtally.reports.table.Table;

/// The bill of one department: its lines, who and what they come from, how the months went, and how
/// far to trust it. Every table's total is the statement's.
final class StatementReport {
    private static final int TOP = 5;

    private final Figures figures;
    private final ReportParameters asked;
    private final Statement statement;
    private final Currency currency;

    StatementReport(Figures figures, ReportParameters asked, Statement statement) {
        this.figures = figures;
        this.statement = statement;
        this.currency = statement.currency();
        this.asked = asked.with(department());
    }

    /// @param trend the charges of the periods up to this one, the oldest first
    List<Section> sections(List<PeriodCharge> trend) {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section.Rows(lines()));
        sections.add(
                new Section.Note(
                        List.of(
                                "Each line of volume is its exact number of bytes times the unit price, rounded once, half up, to "
                                        + "the smallest unit of "
                                        + currency.getCurrencyCode()
                                        + "; the total is the sum of the lines. A correction is what an earlier period's line comes to "
                                        + "now, less what was charged for it so far. A call that crosses a quarter hour counts in each "
                                        + "quarter hour in proportion to time.")));
        sections.add(new Section.Rows(top("Users", UsageDimension.USER)));
        sections.add(new Section.Rows(top("Services", UsageDimension.SERVICE)));
        sections.add(new Section.Picture(trend.size() > 1 ? months(trend) : days()));
        sections.add(integrity());
        return sections;
    }

    /// What a department was charged in one period.
    record PeriodCharge(BillingPeriod period, Amount charge) {}

    private UsageScope department() {
        return UsageScope.of(
                new UsageValue(
                        UsageDimension.DEPARTMENT,
                        statement.departmentId(),
                        statement.departmentPath()));
    }

    private Table lines() {
        long unit =
                statement.lines().isEmpty() ? 1_000_000 : statement.lines().getFirst().unitBytes();
        List<Column> columns =
                List.of(
                        new Column("line", "Line", "", Kind.TEXT),
                        new Column("category", "Cost category", "", Kind.TEXT),
                        new Column("zone", "Zone", "", Kind.TEXT),
                        new Column("band", "When", "", Kind.TEXT),
                        new Column("calls", "Calls", "", Kind.COUNT),
                        new Column("bytes", "Volume", "bytes", Kind.BYTES),
                        new Column("quantity", "Quantity", unitName(unit), Kind.VOLUME),
                        new Column(
                                "price",
                                "Unit price",
                                currency.getCurrencyCode() + " per " + unitName(unit),
                                Kind.PRICE),
                        new Column("amount", "Amount", currency.getCurrencyCode(), Kind.MONEY));
        List<Row> rows = new ArrayList<>();
        for (StatementLine line : statement.lines()) {
            rows.add(
                    new Row(
                            Row.Kind.DETAIL,
                            0,
                            List.of(
                                    Cell.text(line.id()),
                                    Cell.text(line.title()),
                                    isOfRule(line)
                                            ? Cell.text(line.zone().isEmpty() ? "any" : line.zone())
                                            : Cell.EMPTY,
                                    isOfRule(line)
                                            ? Cell.text(Wording.band(line.band()))
                                            : Cell.EMPTY,
                                    isOfRule(line) ? Cell.count(line.calls()) : Cell.EMPTY,
                                    isOfRule(line) ? Cell.bytes(line.bytes()) : Cell.EMPTY,
                                    line.bytes() != 0 || line.kind() == LineKind.USAGE
                                            ? new Cell.Volume(line.bytes(), line.unitBytes())
                                            : Cell.EMPTY,
                                    isPricedByVolume(line)
                                            ? new Cell.Price(line.unitPrice())
                                            : Cell.EMPTY,
                                    Cell.money(line.amount())),
                            behind(line)));
        }
        rows.add(
                new Row(
                        Row.Kind.TOTAL,
                        0,
                        List.of(
                                Cell.text("Total"),
                                Cell.EMPTY,
                                Cell.EMPTY,
                                Cell.EMPTY,
                                Cell.count(statement.calls()),
                                Cell.bytes(statement.bytes()),
                                new Cell.Volume(statement.bytes(), unit),
                                Cell.EMPTY,
                                Cell.money(statement.total())),
                        figures.drill(asked, UsageScope.ALL)));
        return new Table("Statement " + statement.number(), columns, rows);
    }

    /// Whether it charges, or corrects, what a rule prices, or what none does; not fees, shares,
    /// credits and percentages, which have no calls.
    private static boolean isOfRule(StatementLine line) {
        return line.kind().isOfUsage()
                || (line.kind() == LineKind.CORRECTION
                        && (line.rule() != 0 || line.calls() != 0 || line.bytes() != 0));
    }

    /// Whether quantity times unit price is the amount; that of a correction is a difference, and
    /// may be one of other prices.
    private static boolean isPricedByVolume(StatementLine line) {
        return line.kind() == LineKind.USAGE
                || (line.kind() == LineKind.CORRECTION
                        && line.bytes() != 0
                        && Amount.rounded(
                                        line.unitPrice()
                                                .multiply(BigDecimal.valueOf(line.bytes()))
                                                .divide(
                                                        BigDecimal.valueOf(line.unitBytes()),
                                                        18,
                                                        RoundingMode.HALF_UP),
                                        line.amount().currency())
                                .equals(line.amount()));
    }

    /// A correction is of another period: its calls are not those of this one.
    private Drill behind(StatementLine line) {
        if (!line.kind().isOfUsage()) {
            return Drill.NOWHERE;
        }
        return figures.drill(
                asked,
                UsageScope.of(
                        new UsageValue(
                                UsageDimension.RULE, line.rule(), Long.toString(line.rule())),
                        new UsageValue(UsageDimension.CATEGORY, 0, line.category()),
                        new UsageValue(UsageDimension.BAND, 0, line.band().column())));
    }

    private Table top(String title, UsageDimension dimension) {
        List<UsageSum> sums = new ArrayList<>(figures.sums(asked, List.of(dimension)));
        sums.sort(
                Comparator.comparingLong((UsageSum sum) -> sum.charge().minor())
                        .thenComparingLong(UsageSum::bytes)
                        .reversed());
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("name", Wording.title(dimension), "", Kind.TEXT));
        columns.addAll(Measures.columns(currency));
        columns.add(new Column("share", "Share of charge", "", Kind.SHARE));
        Measures besides = besidesUsage();
        Measures total = Measures.of(sums, currency).plus(besides);
        List<Row> rows = new ArrayList<>();
        for (UsageSum sum : sums.subList(0, Math.min(TOP, sums.size()))) {
            String label = sum.key().getFirst().label();
            rows.add(
                    row(
                            Row.Kind.DETAIL,
                            label.isEmpty() ? "(no user)" : label,
                            Measures.of(sum),
                            total,
                            figures.drill(asked, sum.scope())));
        }
        if (sums.size() > TOP) {
            Measures others = Measures.of(sums.subList(TOP, sums.size()), currency);
            rows.add(
                    row(
                            Row.Kind.OTHERS,
                            "Others (" + (sums.size() - TOP) + ")",
                            others,
                            total,
                            Drill.NOWHERE));
        }
        if (!besides.equals(Measures.none(currency))) {
            rows.add(
                    row(
                            Row.Kind.OTHERS,
                            "Fees, shared costs, corrections, credits, mark-up and tax",
                            besides,
                            total,
                            Drill.NOWHERE));
        }
        rows.add(row(Row.Kind.TOTAL, "Total", total, total, figures.drill(asked, UsageScope.ALL)));
        return new Table(title, columns, rows);
    }

    /// What the statement charges beside usage of its period. Its calls are those of other times.
    private Measures besidesUsage() {
        Measures sum = Measures.none(currency);
        for (StatementLine line : statement.lines()) {
            if (!line.kind().isOfUsage()) {
                sum = sum.plus(new Measures(0, 0, 0, 0, line.amount()));
            }
        }
        return sum;
    }

    private static Row row(Row.Kind kind, String name, Measures own, Measures total, Drill drill) {
        List<Cell> cells = new ArrayList<>();
        cells.add(Cell.text(name));
        cells.addAll(own.cells());
        cells.add(Cell.share(own.charge().minor(), total.charge().minor()));
        return new Row(kind, 0, cells, drill);
    }

    private Chart months(List<PeriodCharge> trend) {
        CellText text = figures.text(asked);
        List<Chart.Point> points = new ArrayList<>();
        for (PeriodCharge month : trend) {
            points.add(
                    new Chart.Point(
                            month.period().name(),
                            month.charge().decimal().doubleValue(),
                            text.of(Cell.money(month.charge())) + " " + currency));
        }
        return new Chart.Columns(
                "The last " + trend.size() + " months",
                "%s in %s.".formatted(points.getLast().text(), points.getLast().label()),
                currency.getCurrencyCode(),
                points);
    }

    /// In the first month, which has nothing to be compared with: by day what it costs, or how much
    /// it is where nothing costs anything.
    private Chart days() {
        CellText text = figures.text(asked);
        boolean free = statement.total().minor() == 0;
        Map<LocalDate, UsageSum> byDay = new TreeMap<>();
        for (UsageSum sum : figures.sums(asked, List.of(UsageDimension.DAY))) {
            long micros = sum.value(UsageDimension.DAY).id();
            byDay.put(LocalDate.ofInstant(Micros.instant(micros), figures.zone()), sum);
        }
        List<Chart.Point> points = new ArrayList<>();
        Chart.Point most = new Chart.Point("", -1, "");
        LocalDate last = LocalDate.ofInstant(asked.to().minusNanos(1), figures.zone());
        LocalDate first = LocalDate.ofInstant(asked.from(), figures.zone());
        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
            Measures own =
                    Optional.ofNullable(byDay.get(day))
                            .map(Measures::of)
                            .orElseGet(() -> Measures.none(currency));
            String label = Integer.toString(day.getDayOfMonth());
            Chart.Point point =
                    free
                            ? new Chart.Point(label, own.bytes() / 1e9, Wording.volume(own.bytes()))
                            : new Chart.Point(
                                    label,
                                    own.charge().decimal().doubleValue(),
                                    text.of(Cell.money(own.charge())) + " " + currency);
            points.add(point);
            most = point.value() > most.value() ? point : most;
        }
        return new Chart.Columns(
                free ? "Volume by day" : "Cost by day",
                "%s in %s; most on day %s with %s."
                        .formatted(
                                free
                                        ? Wording.volume(statement.bytes())
                                        : text.of(Cell.money(statement.total())) + " " + currency,
                                points.size() == 1 ? "one day" : points.size() + " days",
                                most.label(),
                                most.text()),
                free ? "GB" : currency.getCurrencyCode(),
                points);
    }

    private Section integrity() {
        IntegrityBox box = statement.integrity();
        CellText text = figures.text(asked);
        List<Fact> facts = new ArrayList<>();
        boolean whole = box.quarterHoursWithData() == box.quarterHours();
        facts.add(
                new Fact(
                        "Quarter hours with data",
                        text.of(Cell.count(box.quarterHoursWithData()))
                                + " of "
                                + text.of(Cell.count(box.quarterHours())),
                        whole || box.quarterHoursWithData() > 0));
        facts.add(
                new Fact(
                        "Lost on the way, by sequence numbers",
                        text.of(Cell.count(box.lostRecords()))
                                + " of "
                                + text.of(Cell.count(box.expectedRecords())),
                        box.lostRecords() * 1000 <= box.expectedRecords()));
        facts.add(Fact.of("Site total, each byte once", bytes(box.bytes(), text)));
        facts.add(Fact.of("Duplicates removed", bytes(box.duplicateBytes(), text)));
        facts.add(Fact.of("Scaled up from samples", bytes(box.sampledBytes(), text)));
        facts.add(
                new Fact(
                        "From exporters with corrected clocks",
                        bytes(box.clockCorrectedBytes(), text),
                        box.clockCorrectedBytes() == 0));
        facts.add(
                new Fact(
                        "Unassigned, on the site",
                        bytes(box.unassignedBytes(), text),
                        box.unassignedBytes() * 20 <= box.bytes()));
        facts.add(
                new Fact(
                        "Unrated, on the site",
                        bytes(box.unratedBytes(), text),
                        box.unratedBytes() == 0));
        facts.add(new Fact("Held back", bytes(box.heldBytes(), text), box.heldBytes() == 0));
        facts.add(
                new Fact(
                        "State",
                        statement.isDraft() ? "draft, the period is open" : "sealed",
                        !statement.isDraft()));
        return new Section.Box("Integrity", facts);
    }

    private static String bytes(long bytes, CellText text) {
        return text.of(Cell.bytes(bytes)) + " bytes";
    }

    static String unitName(long unitBytes) {
        return unitBytes == 1 << 20 ? "MiB" : "MB";
    }
}
