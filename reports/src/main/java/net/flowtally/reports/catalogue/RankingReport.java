package net.flowtally.reports.catalogue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.flowtally.ledger.accounting.UsageDimension;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.accounting.UsageSum;
import net.flowtally.ledger.accounting.UsageValue;
import net.flowtally.reports.catalogue.ReportDeclaration.Rank;
import net.flowtally.reports.catalogue.ReportDeclaration.Shape;
import net.flowtally.reports.chart.Chart;
import net.flowtally.reports.table.Cell;
import net.flowtally.reports.table.CellText;
import net.flowtally.reports.table.Column;
import net.flowtally.reports.table.Column.Kind;
import net.flowtally.reports.table.Drill;
import net.flowtally.reports.table.Row;
import net.flowtally.reports.table.Section;
import net.flowtally.reports.table.Table;

/// One line for each name, the highest first, with what nobody owns and the total below.
final class RankingReport {
    private static final int BARS = 12;

    private final Figures figures;
    private final ReportParameters asked;
    private final Rank rank;
    private final UsageDimension level;

    RankingReport(Figures figures, ReportParameters asked, Shape.Ranking shape) {
        this.figures = figures;
        this.asked = asked;
        this.rank = shape.rank();
        this.level = shape.levels().get(asked.level());
    }

    List<Section> sections() {
        List<UsageSum> sums = new ArrayList<>(figures.sums(asked, by()));
        sums.sort(Comparator.comparingLong((UsageSum sum) -> measure(sum)).reversed());
        Measures total = Measures.of(sums, figures.currency());
        List<Section> sections = new ArrayList<>();
        sections.add(new Section.Picture(bars(sums, total)));
        sections.add(new Section.Rows(table(sums, total)));
        return sections;
    }

    private List<UsageDimension> by() {
        return switch (level) {
            case USER -> List.of(UsageDimension.DEPARTMENT, UsageDimension.USER);
            case WORKSTATION ->
                    List.of(
                            UsageDimension.DEPARTMENT,
                            UsageDimension.USER,
                            UsageDimension.WORKSTATION);
            default -> List.of(level);
        };
    }

    private Table table(List<UsageSum> sums, Measures total) {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("rank", "Rank", "", Kind.COUNT));
        columns.add(new Column("name", Wording.title(level), "", Kind.TEXT));
        if (by().size() > 1) {
            columns.add(new Column("department", "Department", "", Kind.TEXT));
        }
        columns.addAll(Measures.columns(figures.currency()));
        columns.add(new Column("share", "Share", "", Kind.SHARE));
        columns.add(new Column("cumulative", "Cumulative", "", Kind.SHARE));
        List<Row> rows = new ArrayList<>();
        Measures shown = Measures.none(figures.currency());
        Measures others = Measures.none(figures.currency());
        Measures unassigned = Measures.none(figures.currency());
        int names = 0;
        int left = 0;
        boolean anyUnassigned = false;
        for (UsageSum sum : sums) {
            if (isUnassigned(sum)) {
                unassigned = unassigned.plus(sum);
                anyUnassigned = true;
            } else if (asked.top() == 0 || names < asked.top()) {
                shown = shown.plus(sum);
                rows.add(row(Row.Kind.DETAIL, ++names, sum.key(), Measures.of(sum), shown, total));
            } else {
                others = others.plus(sum);
                left++;
            }
        }
        if (left > 0) {
            shown = shown.plus(others);
            rows.add(row(Row.Kind.OTHERS, 0, named("Others (" + left + ")"), others, shown, total));
        }
        if (anyUnassigned) {
            shown = shown.plus(unassigned);
            rows.add(row(Row.Kind.UNASSIGNED, 0, named("Unassigned"), unassigned, shown, total));
        }
        rows.add(row(Row.Kind.TOTAL, 0, named("Total"), total, total, total));
        return new Table(Wording.title(level) + " by " + Wording.title(rank), columns, rows);
    }

    private Row row(
            Row.Kind kind,
            int place,
            List<UsageValue> key,
            Measures own,
            Measures upTo,
            Measures total) {
        List<Cell> cells = new ArrayList<>();
        cells.add(place == 0 ? Cell.EMPTY : Cell.count(place));
        cells.add(Cell.text(kind == Row.Kind.DETAIL ? Wording.name(key) : key.getFirst().label()));
        if (by().size() > 1) {
            cells.add(kind == Row.Kind.DETAIL ? Cell.text(key.getFirst().label()) : Cell.EMPTY);
        }
        cells.addAll(own.cells());
        cells.add(Cell.share(measure(own), measure(total)));
        cells.add(kind == Row.Kind.TOTAL ? Cell.EMPTY : Cell.share(measure(upTo), measure(total)));
        return new Row(kind, 0, cells, drill(kind, key));
    }

    private Drill drill(Row.Kind kind, List<UsageValue> key) {
        return switch (kind) {
            case DETAIL -> figures.drill(asked, new UsageScope(key));
            case UNASSIGNED -> figures.drill(asked, UsageScope.of(UsageValue.UNASSIGNED));
            case TOTAL -> figures.drill(asked, UsageScope.ALL);
            case OTHERS, SUBTOTAL -> Drill.NOWHERE;
        };
    }

    private List<UsageValue> named(String label) {
        return List.of(new UsageValue(level, 0, label));
    }

    private Chart bars(List<UsageSum> sums, Measures total) {
        CellText text = figures.text(asked);
        List<Chart.Point> points = new ArrayList<>();
        for (UsageSum sum : sums.subList(0, Math.min(BARS, sums.size()))) {
            Measures own = Measures.of(sum);
            String name = isUnassigned(sum) ? "Unassigned" : Wording.name(sum.key());
            points.add(new Chart.Point(name, measure(sum), print(own, text)));
        }
        String summary =
                points.isEmpty()
                        ? "There is no usage."
                        : "%s comes first with %s of %s."
                                .formatted(
                                        points.getFirst().label(),
                                        points.getFirst().text(),
                                        print(total, text));
        return new Chart.Bars(Wording.title(level) + " by " + Wording.title(rank), summary, points);
    }

    private String print(Measures own, CellText text) {
        return switch (rank) {
            case CHARGE -> text.of(Cell.money(own.charge())) + " " + own.charge().currency();
            case BYTES -> Wording.volume(own.bytes());
        };
    }

    private static boolean isUnassigned(UsageSum sum) {
        return sum.key().getFirst().isSameAs(UsageValue.UNASSIGNED);
    }

    private long measure(UsageSum sum) {
        return switch (rank) {
            case CHARGE -> sum.charge().minor();
            case BYTES -> sum.bytes();
        };
    }

    private long measure(Measures own) {
        return switch (rank) {
            case CHARGE -> own.charge().minor();
            case BYTES -> own.bytes();
        };
    }
}
