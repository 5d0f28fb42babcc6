package net.flowtally.reports.excel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import net.flowtally.reports.SampleReport;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkbookRendererTest {
    private static final int HEADER = 4;

    private XSSFWorkbook workbook = new XSSFWorkbook();

    @BeforeEach
    void render() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WorkbookRenderer.write(SampleReport.make(), out);
        workbook = new XSSFWorkbook(new ByteArrayInputStream(out.toByteArray()));
    }

    @AfterEach
    void close() throws IOException {
        workbook.close();
    }

    @Test
    void numbersAreNumbersAndTimesAreTimes() {
        Row first = workbook.getSheetAt(0).getRow(HEADER + 1);
        assertThat(first.getCell(1).getNumericCellValue()).isEqualTo(3);
        assertThat(first.getCell(3).getNumericCellValue()).isEqualTo(1.5);
        assertThat(first.getCell(5).getNumericCellValue()).isEqualTo(1_234_567_890.12);
        assertThat(first.getCell(7).getLocalDateTimeCellValue())
                .isEqualTo(LocalDateTime.of(2026, 3, 29, 3, 30));
        assertThat(first.getCell(5).getCellStyle().getDataFormatString()).isEqualTo("#,##0.00");
    }

    @Test
    void totalsAreFormulasOverTheRowsAndLeaveSubtotalsOut() {
        Row total = workbook.getSheetAt(0).getRow(HEADER + 5);
        assertThat(total.getCell(2).getCellFormula()).isEqualTo("SUM(C6:C7,C9:C9)");
        assertThat(total.getCell(2).getNumericCellValue()).isEqualTo(2_000_008);
        assertThat(total.getCell(6).getCellType()).isEqualTo(CellType.NUMERIC);
    }

    @Test
    void aCheckBelowTheTotalSaysThatItAddsUp() {
        Row check = workbook.getSheetAt(0).getRow(HEADER + 6);
        assertThat(check.getCell(2).getStringCellValue()).isEqualTo("adds up");
        assertThat(check.getCell(5).getStringCellValue()).isEqualTo("adds up");
    }

    @Test
    void theCheckNoticesAChangedRow() {
        Sheet sheet = workbook.getSheetAt(0);
        sheet.getRow(HEADER + 1).getCell(2).setCellValue(1_500_001);
        workbook.getCreationHelper().createFormulaEvaluator().evaluateAll();
        assertThat(sheet.getRow(HEADER + 6).getCell(2).getStringCellValue())
                .isEqualTo("DOES NOT ADD UP");
    }

    @Test
    void aNameThatLooksLikeAFormulaStaysText() {
        var cell = workbook.getSheetAt(0).getRow(HEADER + 2).getCell(0);
        assertThat(cell.getCellType()).isEqualTo(CellType.STRING);
        assertThat(cell.getStringCellValue()).isEqualTo(SampleReport.HOSTILE);
    }

    @Test
    void theHeaderStaysInSightAndCanBeFiltered() {
        Sheet sheet = workbook.getSheetAt(0);
        assertThat(sheet.getPaneInformation().getHorizontalSplitPosition())
                .isEqualTo((short) (HEADER + 1));
        assertThat(workbook.getSheetAt(0).getCTWorksheet().getAutoFilter().getRef())
                .isEqualTo("A5:J9");
    }

    @Test
    void everyChartHasItsFiguresBesideIt() {
        Sheet charts = workbook.getSheet("Charts");
        assertThat(charts.getRow(2).getCell(1).getNumericCellValue()).isEqualTo(1_500_000);
        assertThat(workbook.getSheet("Charts").getDrawingPatriarch()).isNotNull();
    }
}
