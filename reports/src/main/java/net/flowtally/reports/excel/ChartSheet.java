package net.flowtally.reports.excel;

import java.util.List;
import net.flowtally.reports.chart.Chart;
import net.flowtally.reports.chart.Chart.Bars;
import net.flowtally.reports.chart.Chart.Columns;
import net.flowtally.reports.chart.Chart.Point;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xddf.usermodel.XDDFColor;
import org.apache.poi.xddf.usermodel.XDDFSolidFillProperties;
import org.apache.poi.xddf.usermodel.chart.AxisCrossBetween;
import org.apache.poi.xddf.usermodel.chart.AxisCrosses;
import org.apache.poi.xddf.usermodel.chart.AxisOrientation;
import org.apache.poi.xddf.usermodel.chart.AxisPosition;
import org.apache.poi.xddf.usermodel.chart.BarDirection;
import org.apache.poi.xddf.usermodel.chart.ChartTypes;
import org.apache.poi.xddf.usermodel.chart.XDDFBarChartData;
import org.apache.poi.xddf.usermodel.chart.XDDFCategoryAxis;
import org.apache.poi.xddf.usermodel.chart.XDDFDataSource;
import org.apache.poi.xddf.usermodel.chart.XDDFDataSourcesFactory;
import org.apache.poi.xddf.usermodel.chart.XDDFNumericalDataSource;
import org.apache.poi.xddf.usermodel.chart.XDDFValueAxis;
import org.apache.poi.xssf.usermodel.XSSFChart;
import org.apache.poi.xssf.usermodel.XSSFClientAnchor;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFSheet;

/// The charts of a report, one below the other, each beside the figures it draws.
final class ChartSheet {
    private static final int ROWS_OF_A_CHART = 20;
    private static final int GAP = 40;

    private final XSSFSheet sheet;
    private final Styles styles;
    private int at;

    ChartSheet(XSSFSheet sheet, Styles styles) {
        this.sheet = sheet;
        this.styles = styles;
        sheet.setColumnWidth(0, 34 * 256);
        sheet.setColumnWidth(1, 18 * 256);
        sheet.getPrintSetup().setLandscape(true);
        sheet.setFitToPage(true);
        sheet.getPrintSetup().setFitHeight((short) 0);
    }

    void add(Chart chart) {
        switch (chart) {
            case Bars bars -> draw(chart, bars.points(), BarDirection.BAR);
            case Columns columns -> draw(chart, columns.points(), BarDirection.COL);
        }
    }

    private void draw(Chart chart, List<Point> points, BarDirection direction) {
        XSSFRow head = sheet.createRow(at);
        head.createCell(0).setCellValue(chart.title());
        head.getCell(0).setCellStyle(styles.label());
        sheet.createRow(at + 1).createCell(0).setCellValue(chart.summary());
        int first = at + 2;
        for (int i = 0; i < points.size(); i++) {
            XSSFRow row = sheet.createRow(first + i);
            row.createCell(0).setCellValue(points.get(i).label());
            row.createCell(1).setCellValue(points.get(i).value());
        }
        if (!points.isEmpty()) {
            picture(chart, first, first + points.size() - 1, direction);
        }
        at = Math.max(first + points.size(), first + ROWS_OF_A_CHART) + 2;
    }

    private void picture(Chart chart, int first, int last, BarDirection direction) {
        XSSFClientAnchor anchor =
                new XSSFClientAnchor(0, 0, 0, 0, 3, first, 14, first + ROWS_OF_A_CHART);
        XSSFChart drawn = sheet.createDrawingPatriarch().createChart(anchor);
        drawn.setTitleText(chart.title());
        drawn.setTitleOverlay(false);
        XDDFCategoryAxis category = drawn.createCategoryAxis(AxisPosition.BOTTOM);
        XDDFValueAxis value = drawn.createValueAxis(AxisPosition.LEFT);
        value.setCrosses(AxisCrosses.AUTO_ZERO);
        value.setCrossBetween(AxisCrossBetween.BETWEEN);
        if (chart instanceof Columns columns) {
            value.setTitle(columns.unit());
        }
        XDDFDataSource<String> labels =
                XDDFDataSourcesFactory.fromStringCellRange(
                        sheet, new CellRangeAddress(first, last, 0, 0));
        XDDFNumericalDataSource<Double> values =
                XDDFDataSourcesFactory.fromNumericCellRange(
                        sheet, new CellRangeAddress(first, last, 1, 1));
        XDDFBarChartData data =
                (XDDFBarChartData) drawn.createData(ChartTypes.BAR, category, value);
        data.setBarDirection(direction);
        data.setVaryColors(false);
        XDDFBarChartData.Series series = (XDDFBarChartData.Series) data.addSeries(labels, values);
        series.setTitle(chart.title(), null);
        // said, because some programs draw nothing where a workbook names no colour
        series.setFillProperties(
                new XDDFSolidFillProperties(XDDFColor.from(new byte[] {0x0b, 0x6a, (byte) 0xa2})));
        data.setGapWidth(GAP);
        if (direction == BarDirection.BAR) {
            category.setOrientation(AxisOrientation.MAX_MIN);
        }
        drawn.plot(data);
    }
}
