package net.flowtally.reports.excel;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import net.flowtally.reports.table.Cell;
import net.flowtally.reports.table.Row;
import org.apache.poi.ss.usermodel.BorderStyle;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.FillPatternType;
import org.apache.poi.ss.usermodel.Font;
import org.apache.poi.ss.usermodel.HorizontalAlignment;
import org.apache.poi.ss.usermodel.IndexedColors;
import org.apache.poi.ss.usermodel.VerticalAlignment;
import org.apache.poi.ss.usermodel.Workbook;

/// The cell styles of one workbook, each made once.
final class Styles {
    private static final String LONG_TEXT = "long text";

    private final Workbook workbook;
    private final Map<Row.Kind, Map<String, CellStyle>> byFormat = new EnumMap<>(Row.Kind.class);
    private final CellStyle title;
    private final CellStyle subtitle;
    private final CellStyle header;
    private final CellStyle numberHeader;
    private final CellStyle label;
    private final CellStyle wrapped;
    private final CellStyle check;
    private final CellStyle numberCheck;

    Styles(Workbook workbook) {
        this.workbook = workbook;
        title = plain(font(true, 16));
        subtitle = plain(font(false, 11));
        label = plain(font(true, 11));
        wrapped = plain(font(false, 11));
        wrapped.setWrapText(true);
        Font small = font(false, 9);
        small.setColor(IndexedColors.GREY_50_PERCENT.getIndex());
        check = plain(small);
        numberCheck = plain(small);
        numberCheck.setAlignment(HorizontalAlignment.RIGHT);
        header = header(HorizontalAlignment.LEFT);
        numberHeader = header(HorizontalAlignment.RIGHT);
    }

    CellStyle title() {
        return title;
    }

    CellStyle subtitle() {
        return subtitle;
    }

    CellStyle header(boolean number) {
        return number ? numberHeader : header;
    }

    CellStyle label() {
        return label;
    }

    CellStyle wrapped() {
        return wrapped;
    }

    CellStyle check(boolean number) {
        return number ? numberCheck : check;
    }

    CellStyle of(Row.Kind kind, Cell cell) {
        return of(kind, format(cell));
    }

    /// Of a text that has more than one line.
    CellStyle ofLongText(Row.Kind kind) {
        return of(kind, LONG_TEXT);
    }

    private CellStyle of(Row.Kind kind, String format) {
        return byFormat.computeIfAbsent(kind, _ -> new HashMap<>())
                .computeIfAbsent(format, _ -> make(kind, format));
    }

    private static String format(Cell cell) {
        return switch (cell) {
            case Cell.Empty(), Cell.Text _ -> "General";
            case Cell.Count _, Cell.Bytes _ -> "#,##0";
            case Cell.Volume _ -> "#,##0.000000";
            case Cell.Money money -> {
                int digits = Math.max(0, money.amount().currency().getDefaultFractionDigits());
                yield digits == 0 ? "#,##0" : "#,##0." + "0".repeat(digits);
            }
            case Cell.Price _ -> "0.00########";
            case Cell.Share _ -> "0.0%";
            case Cell.Time _ -> "yyyy-mm-dd hh:mm:ss";
            case Cell.Day _ -> "ddd yyyy-mm-dd";
            case Cell.Span _ -> "[h]:mm:ss.0";
        };
    }

    private CellStyle make(Row.Kind kind, String format) {
        boolean strong = kind == Row.Kind.TOTAL || kind == Row.Kind.SUBTOTAL;
        Font font = font(strong, 11);
        font.setItalic(kind == Row.Kind.OTHERS || kind == Row.Kind.UNASSIGNED);
        CellStyle style = plain(font);
        if (format.equals(LONG_TEXT)) {
            style.setWrapText(true);
        } else {
            style.setDataFormat(workbook.createDataFormat().getFormat(format));
        }
        if (kind == Row.Kind.TOTAL) {
            style.setBorderTop(BorderStyle.THIN);
            style.setBorderBottom(BorderStyle.DOUBLE);
        }
        return style;
    }

    private CellStyle plain(Font font) {
        CellStyle style = workbook.createCellStyle();
        style.setFont(font);
        style.setVerticalAlignment(VerticalAlignment.TOP);
        return style;
    }

    private CellStyle header(HorizontalAlignment alignment) {
        Font font = font(true, 11);
        font.setColor(IndexedColors.WHITE.getIndex());
        CellStyle style = plain(font);
        style.setFillForegroundColor(IndexedColors.TEAL.getIndex());
        style.setFillPattern(FillPatternType.SOLID_FOREGROUND);
        style.setAlignment(alignment);
        style.setWrapText(true);
        return style;
    }

    private Font font(boolean bold, int points) {
        Font font = workbook.createFont();
        font.setBold(bold);
        font.setFontHeightInPoints((short) points);
        return font;
    }
}
