package net.flowtally.reports.catalogue;

import static net.flowtally.reports.catalogue.ReportsOfACompany.figure;
import static net.flowtally.reports.catalogue.ReportsOfACompany.total;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.billing.Correction;
import net.flowtally.ledger.billing.CorrectionOutcome;
import net.flowtally.ledger.billing.Corrections;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.reports.delivery.ReportFile;
import net.flowtally.reports.delivery.ReportFormat;
import net.flowtally.reports.table.Report;
import net.flowtally.reports.table.Table;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The statements of a month that carries the correction of an earlier one.
class CorrectedBillTest {
    private static final Instant FROM = Instant.parse("2026-03-10T00:00:00Z");

    @TempDir Path directory;

    @Test
    void printsEachLineOfTheCorrectionInEveryFormat() throws IOException {
        try (ReportsOfACompany reports = new ReportsOfACompany(directory)) {
            SmallCompany company = reports.company();
            company.draw(60, FROM, FROM.plusSeconds(86_400));
            company.draw(
                    30,
                    Instant.parse("2026-04-02T00:00:00Z"),
                    Instant.parse("2026-04-03T00:00:00Z"));
            company.seal("2026-03", "");
            company.draw(30, FROM, FROM.plusSeconds(86_400));
            Correction correction = correct(company);
            assertThat(correction.lines()).isNotEmpty();
            company.account();

            List<Statement> statements =
                    company.statements().of(company.period("2026-04"), Cancellation.none());
            List<Report> bills = reports.bills("2026-04");
            assertThat(bills).hasSameSizeAs(statements);
            StringBuilder printed = new StringBuilder();
            for (int i = 0; i < bills.size(); i++) {
                List<Table> tables = bills.get(i).tables();
                BigDecimal owed = statements.get(i).total().decimal();
                assertThat(figure(tables.get(0), total(tables.get(0)), "amount"))
                        .isEqualByComparingTo(owed);
                for (Table table : tables.subList(1, tables.size())) {
                    assertThat(figure(table, total(table), "charge")).isEqualByComparingTo(owed);
                }
                printed.append(text(bills.get(i)));
            }
            for (var line : correction.lines()) {
                assertThat(printed)
                        .as(line.id())
                        .contains("html: Correction " + line.id() + ": " + line.category())
                        .contains("xlsx: Correction " + line.id() + ": " + line.category());
            }
            assertThat(printed.toString().split("Correction 2026-03-C1-01: ", -1))
                    .as("once in each format, text and the rest alike")
                    .hasSize(ReportFormat.values().length + 1);
        }
    }

    /// The texts of a bill in every format, each behind the format's name.
    private String text(Report bill) throws IOException {
        StringBuilder texts = new StringBuilder();
        for (ReportFormat format : ReportFormat.values()) {
            Path file = directory.resolve("bill." + format.name().toLowerCase(Locale.ROOT));
            ReportFile.write(bill, format, file);
            for (String text : format == ReportFormat.XLSX ? cells(file) : pieces(file)) {
                texts.append(format.name().toLowerCase(Locale.ROOT))
                        .append(": ")
                        .append(text)
                        .append('\n');
            }
        }
        return texts.toString();
    }

    private static List<String> pieces(Path file) throws IOException {
        return List.of(Files.readString(file).split("[<>\n\"]|,(?=Correction)", -1));
    }

    private static List<String> cells(Path file) throws IOException {
        List<String> texts = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file);
                XSSFWorkbook book = new XSSFWorkbook(in)) {
            book.forEach(sheet ->
                    sheet.forEach(row ->
                            row.forEach((Cell cell) -> {
                                if (cell.getCellType() == CellType.STRING) {
                                    texts.add(cell.getStringCellValue());
                                }
                            })));
        }
        return texts;
    }

    private static Correction correct(SmallCompany company) {
        CorrectionOutcome outcome =
                new Corrections(
                                company.home(),
                                company.store(),
                                company.archive(),
                                SmallCompany.CLOCK)
                        .correct("2026-03", "late", "test", Cancellation.none(), Progress.NONE);
        assertThat(outcome).isInstanceOf(CorrectionOutcome.Booked.class);
        return ((CorrectionOutcome.Booked) outcome).correction();
    }
}
