package net.flowtally.reports.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.reports.table.Cell;
import net.flowtally.reports.table.CellText;
import net.flowtally.reports.table.Column;
import net.flowtally.reports.table.Report;
import net.flowtally.reports.table.Row;
import net.flowtally.reports.table.Table;

/// Writes tables as RFC 4180 text: exact numbers with a point, instants in ISO 8601. A text that a
/// spreadsheet would take for a formula is led by an apostrophe.
public final class CsvRenderer {
    private CsvRenderer() {}

    /// Writes every table of a report. Where there are several, each is led by a line with its
    /// title, and an empty line stands between them. The writer stays open.
    public static void write(Report report, Writer out) throws IOException {
        boolean several = report.tables().size() > 1;
        boolean first = true;
        for (Table table : report.tables()) {
            if (several) {
                out.write(first ? "" : "\r\n");
                CsvWriter.builder().build(out).writeRecord(harmless(table.title())).flush();
            }
            write(table, out);
            first = false;
        }
    }

    /// Writes one table; the writer stays open.
    public static void write(Table table, Writer out) {
        try {
            CsvWriter csv = CsvWriter.builder().build(out);
            csv.writeRecord(table.columns().stream().map(Column::header).toList());
            for (Row row : table.rows()) {
                List<String> fields = new ArrayList<>(row.cells().size());
                for (Cell cell : row.cells()) {
                    fields.add(field(cell));
                }
                csv.writeRecord(fields);
            }
            csv.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String field(Cell cell) {
        return switch (cell) {
            case Cell.Empty() -> "";
            case Cell.Text(String text) -> harmless(text);
            case Cell.Count(long count) -> Long.toString(count);
            case Cell.Bytes(long bytes) -> Long.toString(bytes);
            case Cell.Volume(long bytes, long unitBytes) ->
                    CellText.inUnits(bytes, unitBytes).toPlainString();
            case Cell.Money money ->
                    BigDecimal.valueOf(
                                    money.amount().minor(),
                                    Math.max(
                                            0,
                                            money.amount().currency().getDefaultFractionDigits()))
                            .toPlainString();
            case Cell.Price(BigDecimal price) -> price.toPlainString();
            case Cell.Share(long part, long whole) ->
                    whole == 0 ? "" : CellText.ratio(part, whole).toPlainString();
            case Cell.Time(var instant) -> instant.toString();
            case Cell.Day(var date) -> date.toString();
            case Cell.Span(var duration) ->
                    BigDecimal.valueOf(duration.toMillis(), 3).toPlainString();
        };
    }

    private static String harmless(String text) {
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
