package net.flowtally.reports;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import net.flowtally.ledger.money.Amount;
import net.flowtally.reports.chart.Chart;
import net.flowtally.reports.table.Cell;
import net.flowtally.reports.table.Column;
import net.flowtally.reports.table.Column.Kind;
import net.flowtally.reports.table.Fact;
import net.flowtally.reports.table.Report;
import net.flowtally.reports.table.Row;
import net.flowtally.reports.table.Section;
import net.flowtally.reports.table.Table;

/// A report with a cell of every type, and names that try to be more than text.
public final class SampleReport {
    public static final String HOSTILE = "=HYPERLINK(\"http://x\")<script>alert('1')</script>";
    private static final Currency EUR = Currency.getInstance("EUR");

    private SampleReport() {}

    public static Report make() {
        return new Report(
                "T-01",
                3,
                "Sample & test",
                "March 2026",
                "Is every type of cell drawn?",
                "Lindqvist <Instruments>",
                Instant.parse("2026-04-01T06:00:00Z"),
                ZoneId.of("Europe/Berlin"),
                Locale.GERMANY,
                List.of(Fact.of("Scope", "all"), new Fact("Loss", "3.1 %", false)),
                List.of(
                        new Section.Rows(table()),
                        new Section.Picture(
                                new Chart.Bars(
                                        "Bytes by name",
                                        "Sales comes first.",
                                        List.of(
                                                new Chart.Point("Sales", 1_500_000, "1.50 MB"),
                                                new Chart.Point(HOSTILE, 500_001, "500 kB")))),
                        new Section.Picture(
                                new Chart.Columns(
                                        "Bytes by day",
                                        "Two days.",
                                        "GB",
                                        List.of(
                                                new Chart.Point("1", 2, "2 GB"),
                                                new Chart.Point("2", 0, "0 GB")))),
                        new Section.Box("Integrity", List.of(Fact.of("Duplicates", "12 bytes"))),
                        new Section.Note(List.of("Rounded once, half up."))));
    }

    public static Table table() {
        return new Table(
                "Names: all/of them",
                List.of(
                        new Column("name", "Name", "", Kind.TEXT),
                        new Column("calls", "Calls", "", Kind.COUNT),
                        new Column("bytes", "Volume", "bytes", Kind.BYTES),
                        new Column("quantity", "Quantity", "MB", Kind.VOLUME),
                        new Column("price", "Price", "EUR per MB", Kind.PRICE),
                        new Column("amount", "Amount", "EUR", Kind.MONEY),
                        new Column("share", "Share", "", Kind.SHARE),
                        new Column("start", "Start", "", Kind.INSTANT),
                        new Column("day", "Day", "", Kind.DAY),
                        new Column("span", "Duration", "", Kind.DURATION)),
                List.of(
                        row(Row.Kind.DETAIL, "Sales", 3, 1_500_000, 123_456_789_012L),
                        row(Row.Kind.DETAIL, HOSTILE, 2, 500_001, -5),
                        row(Row.Kind.SUBTOTAL, "both", 5, 2_000_001, 123_456_789_007L),
                        row(Row.Kind.UNASSIGNED, "Unassigned", 1, 7, 1),
                        row(Row.Kind.TOTAL, "Total", 6, 2_000_008, 123_456_789_008L)));
    }

    private static Row row(Row.Kind kind, String name, long calls, long bytes, long minor) {
        boolean total = kind == Row.Kind.TOTAL;
        return Row.of(
                kind,
                List.of(
                        Cell.text(name),
                        Cell.count(calls),
                        Cell.bytes(bytes),
                        new Cell.Volume(bytes, 1_000_000),
                        total ? Cell.EMPTY : new Cell.Price(new BigDecimal("0.0125")),
                        Cell.money(new Amount(minor, EUR)),
                        Cell.share(bytes, 2_000_008),
                        total ? Cell.EMPTY : new Cell.Time(Instant.parse("2026-03-29T01:30:00Z")),
                        total ? Cell.EMPTY : new Cell.Day(LocalDate.of(2026, 3, 29)),
                        total ? Cell.EMPTY : new Cell.Span(Duration.ofMillis(3_723_400))));
    }
}
