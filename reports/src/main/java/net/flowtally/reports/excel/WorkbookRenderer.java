package net.flowtally.reports.excel;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import net.flowtally.reports.chart.Chart;
import net.flowtally.reports.table.Fact;
import net.flowtally.reports.table.Report;
import net.flowtally.reports.table.Section;
import net.flowtally.reports.table.Table;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.util.WorkbookUtil;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/// Writes a report as an Excel workbook: a sheet for each table with numbers as numbers, totals as
/// formulas and a check that they equal the report's own, a sheet of charts, and a sheet that says
/// what the report is made of.
public final class WorkbookRenderer {
    private static final int MOST_ROWS = 1_000_000;

    private WorkbookRenderer() {}

    /// Writes the workbook; leaves the stream open.
    ///
    /// @throws TooManyRows if a table does not fit on a sheet
    public static void write(Report report, OutputStream out) {
        try (XSSFWorkbook workbook = new XSSFWorkbook()) {
            workbook.getProperties()
                    .getCoreProperties()
                    .setTitle(report.title() + " – " + report.subtitle());
            workbook.getProperties().getCoreProperties().setCreator(report.organisation());
            Styles styles = new Styles(workbook);
            Set<String> names = new HashSet<>();
            boolean first = true;
            for (Table table : report.tables()) {
                if (table.rows().size() > MOST_ROWS) {
                    throw new TooManyRows(table.title(), table.rows().size(), MOST_ROWS);
                }
                XSSFSheet sheet = workbook.createSheet(name(table.title(), names));
                new TableSheet(sheet, styles, report).write(table, first);
                first = false;
            }
            charts(workbook, report, styles, names);
            about(workbook.createSheet(name("About this report", names)), report, styles);
            workbook.getCreationHelper().createFormulaEvaluator().evaluateAll();
            workbook.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(String title, Set<String> taken) {
        String safe = WorkbookUtil.createSafeSheetName(title);
        String name = safe;
        for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
            String suffix = " " + i;
            name = safe.substring(0, Math.min(safe.length(), 31 - suffix.length())) + suffix;
        }
        return name;
    }

    private static void charts(
            XSSFWorkbook workbook, Report report, Styles styles, Set<String> names) {
        ChartSheet sheet = null;
        for (Section section : report.sections()) {
            if (section instanceof Section.Picture(Chart chart)) {
                if (sheet == null) {
                    sheet = new ChartSheet(workbook.createSheet(name("Charts", names)), styles);
                }
                sheet.add(chart);
            }
        }
    }

    private static void about(XSSFSheet sheet, Report report, Styles styles) {
        int row = 0;
        row = line(sheet, row, styles, report.title(), report.subtitle());
        row = line(sheet, row, styles, "Question", report.question());
        row = line(sheet, row, styles, "Report", report.id() + " version " + report.version());
        row = line(sheet, row, styles, "Figures as of", report.asOf().toString());
        row = line(sheet, row, styles, "Times in", report.zone().getId());
        for (Fact fact : report.facts()) {
            row = line(sheet, row, styles, fact.name(), fact.value());
        }
        for (Section section : report.sections()) {
            switch (section) {
                case Section.Box(String title, var facts) -> {
                    row = line(sheet, row + 1, styles, title, "");
                    for (Fact fact : facts) {
                        row = line(sheet, row, styles, fact.name(), fact.value());
                    }
                }
                case Section.Note(var sentences) -> {
                    row++;
                    for (String sentence : sentences) {
                        row = line(sheet, row, styles, "Note", sentence);
                    }
                }
                case Section.Rows _, Section.Picture _ -> {}
            }
        }
        sheet.setColumnWidth(0, 34 * 256);
        sheet.setColumnWidth(1, 90 * 256);
        sheet.getPrintSetup().setLandscape(true);
        sheet.setFitToPage(true);
        sheet.getPrintSetup().setFitHeight((short) 0);
    }

    private static int line(XSSFSheet sheet, int at, Styles styles, String name, String value) {
        Row row = sheet.createRow(at);
        row.createCell(0).setCellValue(name);
        row.getCell(0).setCellStyle(styles.label());
        row.createCell(1).setCellValue(value);
        row.getCell(1).setCellStyle(styles.wrapped());
        return at + 1;
    }
}
