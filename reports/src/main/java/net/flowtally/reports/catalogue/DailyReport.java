package net.flowtally.reports.catalogue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.flowtally.ledger.accounting.UsageDimension;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.accounting.UsageSum;
import net.flowtally.ledger.accounting.UsageValue;
import net.flowtally.reports.chart.Chart;
import net.flowtally.reports.table.Cell;
import net.flowtally.reports.table.Column;
import net.flowtally.reports.table.Column.Kind;
import net.flowtally.reports.table.Drill;
import net.flowtally.reports.table.Row;
import net.flowtally.reports.table.Section;
import net.flowtally.reports.table.Table;

/// A line for each day of the interval, quiet days included, with its quietest and busiest hour.
/// Hours are those of the accounting time zone: a day has 23 to 25 of them.
final class DailyReport {
    private final Figures figures;
    private final ReportParameters asked;

    DailyReport(Figures figures, ReportParameters asked) {
        this.figures = figures;
        this.asked = asked;
    }

    List<Section> sections() {
        Map<LocalDate, List<UsageSum>> hours = new TreeMap<>();
        LocalDate last = day(asked.to().minusNanos(1));
        for (LocalDate day = day(asked.from()); !day.isAfter(last); day = day.plusDays(1)) {
            hours.put(day, new ArrayList<>());
        }
        for (UsageSum sum : figures.sums(asked, List.of(UsageDimension.HOUR))) {
            hours.computeIfAbsent(day(hour(sum)), _ -> new ArrayList<>()).add(sum);
        }
        List<Row> rows = new ArrayList<>();
        List<Chart.Point> points = new ArrayList<>();
        Measures total = Measures.none(figures.currency());
        for (Map.Entry<LocalDate, List<UsageSum>> day : hours.entrySet()) {
            Measures sum = Measures.of(day.getValue(), figures.currency());
            rows.add(row(day.getKey(), day.getValue(), sum));
            points.add(
                    new Chart.Point(
                            Integer.toString(day.getKey().getDayOfMonth()),
                            sum.bytes() / 1e9,
                            Wording.volume(sum.bytes())));
            total = total.plus(sum);
        }
        figures.unassigned(asked).ifPresent(sum -> rows.add(unassigned(sum)));
        rows.add(total(total));
        return List.of(
                new Section.Picture(
                        new Chart.Columns("Bytes by day", summary(points, total), "GB", points)),
                new Section.Rows(new Table("Days", columns(), rows)));
    }

    private List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("day", "Day", "", Kind.DAY));
        columns.addAll(Measures.columns(figures.currency()));
        columns.add(new Column("quietHour", "Quietest hour", "by bytes", Kind.TEXT));
        columns.add(new Column("quietBytes", "in it", "bytes", Kind.BYTES));
        columns.add(new Column("busyHour", "Busiest hour", "by bytes", Kind.TEXT));
        columns.add(new Column("busyBytes", "in it", "bytes", Kind.BYTES));
        columns.add(new Column("fewestCalls", "Fewest calls in an hour", "", Kind.COUNT));
        columns.add(new Column("mostCalls", "Most calls in an hour", "", Kind.COUNT));
        return columns;
    }

    private Row row(LocalDate day, List<UsageSum> hours, Measures sum) {
        Instant from = later(day.atStartOfDay(figures.zone()).toInstant(), asked.from());
        Instant to = earlier(day.plusDays(1).atStartOfDay(figures.zone()).toInstant(), asked.to());
        Extremes extremes = new Extremes();
        for (Instant hour = from; hour.isBefore(to); hour = hour.plus(Duration.ofHours(1))) {
            extremes.see(hour, find(hours, hour));
        }
        List<Cell> cells = new ArrayList<>();
        cells.add(new Cell.Day(day));
        cells.addAll(sum.cells());
        cells.add(Cell.text(clock(extremes.quietHour)));
        cells.add(Cell.bytes(extremes.quietBytes));
        cells.add(Cell.text(clock(extremes.busyHour)));
        cells.add(Cell.bytes(extremes.busyBytes));
        cells.add(Cell.count(extremes.fewestCalls));
        cells.add(Cell.count(extremes.mostCalls));
        return new Row(Row.Kind.DETAIL, 0, cells, new Drill.Calls(from, to, asked.scope(), ""));
    }

    /// Days have no owners: what nobody owns is a part of them and not a day more.
    private Row unassigned(Measures sum) {
        return foot(
                Row.Kind.SUBTOTAL,
                "of it Unassigned",
                sum,
                figures.drill(asked, UsageScope.of(UsageValue.UNASSIGNED)));
    }

    private Row total(Measures total) {
        return foot(Row.Kind.TOTAL, "Total", total, figures.drill(asked, UsageScope.ALL));
    }

    private static Row foot(Row.Kind kind, String name, Measures sum, Drill drill) {
        List<Cell> cells = new ArrayList<>();
        cells.add(Cell.text(name));
        cells.addAll(sum.cells());
        for (int i = 0; i < 6; i++) {
            cells.add(Cell.EMPTY);
        }
        return new Row(kind, 0, cells, drill);
    }

    private static String summary(List<Chart.Point> points, Measures total) {
        Chart.Point most = new Chart.Point("", -1, "");
        for (Chart.Point point : points) {
            most = point.value() > most.value() ? point : most;
        }
        return "%s on %d days; the busiest was day %s with %s."
                .formatted(Wording.volume(total.bytes()), points.size(), most.label(), most.text());
    }

    private Measures find(List<UsageSum> hours, Instant hour) {
        for (UsageSum sum : hours) {
            if (hour(sum).equals(hour)) {
                return Measures.of(sum);
            }
        }
        return Measures.none(figures.currency());
    }

    private static Instant hour(UsageSum sum) {
        UsageValue hour = sum.value(UsageDimension.HOUR);
        return Instant.EPOCH.plusNanos(hour.id() * 1000);
    }

    private LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, figures.zone());
    }

    private String clock(Instant hour) {
        return hour.atZone(figures.zone()).toLocalTime().toString();
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    /// The quietest and busiest of the hours seen, the earliest among equals.
    private static final class Extremes {
        private Instant quietHour = Instant.EPOCH;
        private Instant busyHour = Instant.EPOCH;
        private long quietBytes = Long.MAX_VALUE;
        private long busyBytes = -1;
        private long fewestCalls = Long.MAX_VALUE;
        private long mostCalls = -1;

        void see(Instant hour, Measures sum) {
            if (sum.bytes() < quietBytes) {
                quietBytes = sum.bytes();
                quietHour = hour;
            }
            if (sum.bytes() > busyBytes) {
                busyBytes = sum.bytes();
                busyHour = hour;
            }
            fewestCalls = Math.min(fewestCalls, sum.calls());
            mostCalls = Math.max(mostCalls, sum.calls());
        }
    }
}
