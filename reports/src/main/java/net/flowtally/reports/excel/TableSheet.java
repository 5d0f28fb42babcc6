package net.flowtally.reports.excel;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.reports.table.Cell;
import net.flowtally.reports.table.CellText;
import net.flowtally.reports.table.Column;
import net.flowtally.reports.table.Report;
import net.flowtally.reports.table.Table;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.ss.util.CellReference;
import org.apache.poi.xssf.usermodel.XSSFSheet;

/// One table on one sheet. Totals of columns that can be summed are formulas over the rows above; a
/// line below them compares each with the report's own total.
final class TableSheet {
    private static final int WIDEST = 60;

    private final XSSFSheet sheet;
    private final Styles styles;
    private final Report report;
    private final CellText text;

    TableSheet(XSSFSheet sheet, Styles styles, Report report) {
        this.sheet = sheet;
        this.styles = styles;
        this.report = report;
        this.text = new CellText(report.locale(), report.zone());
    }

    void write(Table table, boolean withHead) {
        int header = withHead ? head() : 0;
        header(table, header);
        int at = header + 1;
        List<int[]> summed = new ArrayList<>();
        for (net.flowtally.reports.table.Row row : table.rows()) {
            Row line = sheet.createRow(at);
            boolean total = row.kind() == net.flowtally.reports.table.Row.Kind.TOTAL;
            for (int column = 0; column < row.cells().size(); column++) {
                Cell cell = row.cells().get(column);
                var target = line.createCell(column);
                target.setCellStyle(styles.of(row.kind(), cell));
                int lines = lines(cell);
                if (lines > 1) {
                    target.setCellStyle(styles.ofLongText(row.kind()));
                    line.setHeightInPoints(
                            Math.max(
                                    line.getHeightInPoints(),
                                    lines * sheet.getDefaultRowHeightInPoints()));
                }
                if (total && isSummable(cell) && !summed.isEmpty()) {
                    target.setCellFormula(sum(column, summed));
                } else {
                    put(target, cell);
                }
            }
            if (row.kind().isSummed()) {
                extend(summed, at);
            }
            if (total) {
                at = check(table, row, at, summed);
            }
            at++;
        }
        finish(table, header);
    }

    private int head() {
        line(0, report.title(), true);
        line(1, report.subtitle(), false);
        line(2, report.organisation(), false);
        return 4;
    }

    private void line(int at, String value, boolean title) {
        var cell = sheet.createRow(at).createCell(0);
        cell.setCellValue(value);
        cell.setCellStyle(title ? styles.title() : styles.subtitle());
    }

    private void header(Table table, int at) {
        Row row = sheet.createRow(at);
        for (int column = 0; column < table.columns().size(); column++) {
            Column head = table.columns().get(column);
            var cell = row.createCell(column);
            cell.setCellValue(head.header());
            cell.setCellStyle(styles.header(head.kind().isNumber()));
        }
        sheet.createFreezePane(0, at + 1);
        sheet.setRepeatingRows(new CellRangeAddress(at, at, -1, -1));
    }

    private void put(org.apache.poi.ss.usermodel.Cell target, Cell cell) {
        switch (cell) {
            case Cell.Empty() -> target.setBlank();
            case Cell.Text(String value) -> target.setCellValue(value);
            case Cell.Count(long count) -> target.setCellValue((double) count);
            case Cell.Bytes(long bytes) -> target.setCellValue((double) bytes);
            case Cell.Volume(long bytes, long unit) ->
                    target.setCellValue(CellText.inUnits(bytes, unit).doubleValue());
            case Cell.Money money -> target.setCellValue(major(money).doubleValue());
            case Cell.Price(BigDecimal price) -> target.setCellValue(price.doubleValue());
            case Cell.Share(long part, long whole) -> {
                if (whole != 0) {
                    target.setCellValue(CellText.ratio(part, whole).doubleValue());
                }
            }
            case Cell.Time(var instant) ->
                    target.setCellValue(LocalDateTime.ofInstant(instant, report.zone()));
            case Cell.Day(var date) -> target.setCellValue(date);
            case Cell.Span(var duration) -> target.setCellValue(duration.toMillis() / 86_400_000.0);
        }
    }

    private static BigDecimal major(Cell.Money money) {
        return BigDecimal.valueOf(
                money.amount().minor(),
                Math.max(0, money.amount().currency().getDefaultFractionDigits()));
    }

    /// Shares and unit prices are no sums; texts and times have none.
    private static boolean isSummable(Cell cell) {
        return switch (cell) {
            case Cell.Count _, Cell.Bytes _, Cell.Volume _, Cell.Money _, Cell.Span _ -> true;
            case Cell.Empty _, Cell.Text _, Cell.Price _, Cell.Share _, Cell.Time _, Cell.Day _ ->
                    false;
        };
    }

    private static void extend(List<int[]> ranges, int row) {
        if (!ranges.isEmpty() && ranges.getLast()[1] == row - 1) {
            ranges.getLast()[1] = row;
        } else {
            ranges.add(new int[] {row, row});
        }
    }

    private static String sum(int column, List<int[]> ranges) {
        String letter = CellReference.convertNumToColString(column);
        StringBuilder formula = new StringBuilder("SUM(");
        for (int[] range : ranges) {
            formula.append(formula.length() > 4 ? "," : "");
            formula.append(letter)
                    .append(range[0] + 1)
                    .append(':')
                    .append(letter)
                    .append(range[1] + 1);
        }
        return formula.append(')').toString();
    }

    /// A line below the total that says of each sum whether it is the report's own total.
    private int check(
            Table table, net.flowtally.reports.table.Row total, int at, List<int[]> summed) {
        if (summed.isEmpty()) {
            return at;
        }
        Row line = sheet.createRow(at + 1);
        boolean named = false;
        for (int column = 0; column < table.columns().size(); column++) {
            Cell cell = total.cells().get(column);
            if (isSummable(cell)) {
                var target = line.createCell(column);
                target.setCellFormula(
                        "IF(ABS(%s%d-%s)<%s,\"adds up\",\"DOES NOT ADD UP\")"
                                .formatted(
                                        CellReference.convertNumToColString(column),
                                        at + 1,
                                        literal(cell),
                                        tolerance(cell)));
                target.setCellStyle(styles.check(true));
            } else if (!named) {
                var target = line.createCell(column);
                target.setCellValue("Check against the ledger's total");
                target.setCellStyle(styles.check(false));
                named = true;
            }
        }
        return at + 1;
    }

    /// How many lines a text takes in the widest column there is.
    private int lines(Cell cell) {
        return cell instanceof Cell.Text ? 1 + text.of(cell).length() / (WIDEST + 1) : 1;
    }

    private static String literal(Cell cell) {
        return switch (cell) {
            case Cell.Count(long count) -> Long.toString(count);
            case Cell.Bytes(long bytes) -> Long.toString(bytes);
            case Cell.Volume(long bytes, long unit) ->
                    CellText.inUnits(bytes, unit).toPlainString();
            case Cell.Money money -> major(money).toPlainString();
            case Cell.Span(var duration) ->
                    BigDecimal.valueOf(duration.toMillis())
                            .divide(BigDecimal.valueOf(86_400_000), MathContext.DECIMAL64)
                            .toPlainString();
            case Cell.Empty _, Cell.Text _, Cell.Price _, Cell.Share _, Cell.Time _, Cell.Day _ ->
                    throw new IllegalArgumentException("not a sum: " + cell);
        };
    }

    /// Half of the least difference there could be; sums of volumes also carry what was rounded in
    /// their rows.
    private static String tolerance(Cell cell) {
        return switch (cell) {
            case Cell.Volume _ -> "0.001";
            case Cell.Money _ -> "0.0005";
            default -> "0.5";
        };
    }

    private void finish(Table table, int header) {
        int last = sheet.getLastRowNum();
        if (!table.rows().isEmpty()) {
            int end = header;
            for (net.flowtally.reports.table.Row row : table.rows()) {
                if (row.kind() == net.flowtally.reports.table.Row.Kind.TOTAL) {
                    break;
                }
                end++;
            }
            sheet.setAutoFilter(
                    new CellRangeAddress(
                            header,
                            Math.min(Math.max(end, header), last),
                            0,
                            table.columns().size() - 1));
        }
        for (int column = 0; column < table.columns().size(); column++) {
            int widest = Math.min(table.columns().get(column).header().length(), 22) + 3;
            for (net.flowtally.reports.table.Row row :
                    table.rows().subList(0, Math.min(2000, table.rows().size()))) {
                widest = Math.max(widest, text.of(row.cells().get(column)).length() + 2);
            }
            sheet.setColumnWidth(column, Math.min(widest, WIDEST) * 256);
        }
        sheet.getPrintSetup().setLandscape(true);
        sheet.setFitToPage(true);
        sheet.getPrintSetup().setFitHeight((short) 0);
    }
}
