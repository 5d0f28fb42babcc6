package net.flowtally.reports.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.EveryLine;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.accounting.LineKind;
import net.flowtally.ledger.billing.SealOutcome;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.billing.StatementLine;
import net.flowtally.reports.delivery.ReportFormat;
import net.flowtally.reports.table.Report;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sealed statements with lines of every kind, as they are printed: the lines are the sealed ones,
/// and in every format they add up.
class EveryLineBillTest {
    private static final Pattern HTML_CELL = Pattern.compile("<td[^>]*>([^<]*)</td>");

    @TempDir Path directory;
    private ReportsOfACompany reports;
    private List<Statement> sealed = List.of();
    private List<Report> bills = List.of();

    @BeforeEach
    void seal() {
        SmallCompany company = EveryLine.of(directory, System.nanoTime());
        assertThat(company.seal("2026-04", "")).isInstanceOf(SealOutcome.Sealed.class);
        sealed = company.statements().of(company.period("2026-04"), Cancellation.none());
        reports = new ReportsOfACompany(company);
        bills = reports.bills("2026-04");
    }

    @AfterEach
    void close() {
        reports.close();
    }

    @Test
    void everyFormatPrintsTheSealedLinesAndTheirTotal() throws IOException {
        Set<LineKind> kinds = EnumSet.noneOf(LineKind.class);
        for (int i = 0; i < sealed.size(); i++) {
            List<String> expected = new ArrayList<>();
            for (StatementLine line : sealed.get(i).lines()) {
                kinds.add(line.kind());
                expected.add(line.id() + " " + line.title() + " " + line.amount().decimal());
            }
            expected.add("Total " + sealed.get(i).total().decimal());
            assertThat(csv(bills.get(i))).isEqualTo(expected);
            assertThat(html(bills.get(i))).isEqualTo(expected);
            assertThat(workbook(bills.get(i))).isEqualTo(expected);
        }
        assertThat(kinds).containsExactlyInAnyOrder(LineKind.values());
    }

    /// Quantity times unit price is the amount wherever a unit price is printed.
    @Test
    void whatIsPrintedCanBeWorkedOutAgain() throws IOException {
        for (Report bill : bills) {
            BigDecimal quantities = BigDecimal.ZERO;
            for (List<String> row : rows(bill)) {
                boolean isTotal = row.getFirst().equals("Total");
                BigDecimal quantity =
                        row.get(6).isEmpty() ? BigDecimal.ZERO : new BigDecimal(row.get(6));
                if (isTotal) {
                    assertThat(quantities).isEqualByComparingTo(quantity);
                } else {
                    quantities = quantities.add(quantity);
                    if (!row.get(7).isEmpty()) {
                        assertThat(
                                        quantity.multiply(new BigDecimal(row.get(7)))
                                                .setScale(2, RoundingMode.HALF_UP))
                                .isEqualByComparingTo(row.get(8));
                    }
                }
            }
        }
    }

    private static String text(Report report, ReportFormat format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        format.write(report, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /// The cells of the first table.
    private static List<List<String>> rows(Report report) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (String line : text(report, ReportFormat.CSV).lines().skip(1).toList()) {
            if (line.isEmpty()) {
                break;
            }
            List<String> cells = new ArrayList<>();
            StringBuilder cell = new StringBuilder();
            boolean quoted = false;
            for (char c : (line + ",").toCharArray()) {
                if (c == '"') {
                    quoted = !quoted;
                } else if (c == ',' && !quoted) {
                    cells.add(cell.toString());
                    cell.setLength(0);
                } else {
                    cell.append(c);
                }
            }
            rows.add(cells);
        }
        return rows.stream().filter(row -> !row.getFirst().equals("Line")).toList();
    }

    private static List<String> csv(Report report) throws IOException {
        return rows(report).stream()
                .map(row -> words(row.getFirst(), row.get(1), new BigDecimal(row.get(8))))
                .toList();
    }

    private static String words(String id, String title, BigDecimal amount) {
        return (id + " " + title).strip() + " " + amount.setScale(2, RoundingMode.UNNECESSARY);
    }

    private static List<String> html(Report report) throws IOException {
        String html = text(report, ReportFormat.HTML);
        String table = html.substring(html.indexOf("<tbody>"), html.indexOf("</tbody>"));
        List<String> found = new ArrayList<>();
        for (String row : table.split("</tr>", -1)) {
            List<String> cells =
                    HTML_CELL
                            .matcher(row)
                            .results()
                            .map((MatchResult cell) -> cell.group(1))
                            .toList();
            if (!cells.isEmpty()) {
                found.add(
                        words(
                                cells.getFirst(),
                                cells.get(1).replace("&#39;", "'").replace("&amp;", "&"),
                                new BigDecimal(cells.getLast().replace(",", ""))));
            }
        }
        return found;
    }

    private static List<String> workbook(Report report) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ReportFormat.XLSX.write(report, out);
        List<String> found = new ArrayList<>();
        try (XSSFWorkbook workbook =
                new XSSFWorkbook(new ByteArrayInputStream(out.toByteArray()))) {
            workbook.getCreationHelper().createFormulaEvaluator().evaluateAll();
            for (Sheet sheet : workbook) {
                for (Row row : sheet) {
                    for (Cell cell : row) {
                        if (cell.getCellType() == CellType.FORMULA
                                && cell.getCachedFormulaResultType() == CellType.STRING) {
                            assertThat(cell.getStringCellValue())
                                    .as(sheet.getSheetName() + " " + cell.getAddress())
                                    .isEqualTo("adds up");
                        }
                    }
                }
            }
            for (Row row : workbook.getSheetAt(0)) {
                Cell last = row.getCell(8);
                boolean isFigure =
                        last != null
                                && (last.getCellType() == CellType.NUMERIC
                                        || (last.getCellType() == CellType.FORMULA
                                                && last.getCachedFormulaResultType()
                                                        == CellType.NUMERIC));
                if (isFigure) {
                    found.add(
                            words(
                                    row.getCell(0).getStringCellValue(),
                                    row.getCell(1) == null
                                            ? ""
                                            : row.getCell(1).getStringCellValue(),
                                    BigDecimal.valueOf(last.getNumericCellValue())
                                            .setScale(2, RoundingMode.HALF_UP)));
                }
            }
        }
        return found;
    }
}
