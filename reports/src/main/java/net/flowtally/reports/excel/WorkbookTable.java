package net.flowtally.reports.excel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.xml.parsers.ParserConfigurationException;
import net.flowtally.ledger.imports.RowErrors;
import net.flowtally.ledger.imports.TableSource;
import org.apache.poi.UnsupportedFileFormatException;
import org.apache.poi.ooxml.POIXMLException;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.exceptions.OpenXML4JRuntimeException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackageAccess;
import org.apache.poi.openxml4j.util.ZipSecureFile;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.ss.util.CellReference;
import org.apache.poi.util.XMLHelper;
import org.apache.poi.xssf.eventusermodel.ReadOnlySharedStringsTable;
import org.apache.poi.xssf.eventusermodel.XSSFReader;
import org.apache.poi.xssf.model.StylesTable;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.DefaultHandler;

/// Reads the first sheet of an Excel workbook (.xlsx) row by row. Dates come as ISO 8601. A formula
/// is told as an error: what it shows depends on who calculated it last. A row is named by the
/// number that Excel shows, an error by its cell.
public final class WorkbookTable implements TableSource {
    static final long MOST_UNPACKED = 100_000_000;

    private static final int MOST_COLUMNS = 200;
    private static final int MOST_CELL = 65_536;

    private final Path file;

    public WorkbookTable(Path file) {
        this.file = file;
    }

    @Override
    public void read(Sink sink, RowErrors errors) throws IOException {
        ZipSecureFile.setMaxEntrySize(MOST_UNPACKED);
        try (OPCPackage workbook = OPCPackage.open(file.toFile(), PackageAccess.READ)) {
            XSSFReader reader = new XSSFReader(workbook);
            Iterator<InputStream> sheets = reader.getSheetsData();
            if (!sheets.hasNext()) {
                errors.fail(0, "The workbook has no sheet.");
                return;
            }
            try (InputStream sheet = sheets.next()) {
                XMLReader xml = XMLHelper.newXMLReader();
                xml.setContentHandler(
                        new Sheet(
                                new ReadOnlySharedStringsTable(workbook),
                                reader.getStylesTable(),
                                sink,
                                errors));
                xml.parse(new InputSource(sheet));
            }
        } catch (EnoughRead _) {
            // told already
        } catch (SAXParseException e) {
            errors.fail(0, "The sheet is no sound XML: " + e.getMessage());
        } catch (OpenXML4JException
                | OpenXML4JRuntimeException
                | POIXMLException
                | UnsupportedFileFormatException
                | SAXException
                | ParserConfigurationException e) {
            errors.fail(0, "The file is no Excel workbook (.xlsx): " + e.getMessage());
        } catch (IOException e) {
            if (!isBomb(e)) {
                throw e;
            }
            errors.fail(
                    0,
                    "The workbook unpacks to far more than it should (over "
                            + MOST_UNPACKED / 1_000_000
                            + " MB, or a hundred times its size); it is not read.");
        }
    }

    private static boolean isBomb(IOException e) {
        return String.valueOf(e.getMessage()).contains("Zip bomb");
    }

    /// Ends the reading of a sheet that is not wanted any further.
    private static final class EnoughRead extends SAXException {
        private static final long serialVersionUID = 1L;
    }

    /// Takes a sheet as it is parsed.
    private static final class Sheet extends DefaultHandler {
        private final ReadOnlySharedStringsTable strings;
        private final StylesTable styles;
        private final Sink sink;
        private final RowErrors errors;
        private final List<String> fields = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private boolean header = true;
        private boolean sound;
        private boolean reading;
        private long row;
        private int width;
        private int column;
        private String type = "";
        private boolean isDate;
        private String cell = "";

        Sheet(ReadOnlySharedStringsTable strings, StylesTable styles, Sink sink, RowErrors errors) {
            this.strings = strings;
            this.styles = styles;
            this.sink = sink;
            this.errors = errors;
        }

        @Override
        public void startElement(String uri, String local, String name, Attributes attributes)
                throws SAXException {
            switch (local) {
                case "row" -> {
                    String number = attributes.getValue("r");
                    row =
                            number != null && number.matches("\\d{1,9}")
                                    ? Long.parseLong(number)
                                    : row + 1;
                    fields.clear();
                    column = -1;
                    sound = true;
                }
                case "c" -> beginCell(attributes);
                case "v", "t" -> {
                    text.setLength(0);
                    reading = true;
                }
                case "f" -> {
                    errors.add(
                            row,
                            cell,
                            "The cell is a formula; put its value there (copy, paste values).");
                    sound = false;
                }
                default -> {}
            }
        }

        private void beginCell(Attributes attributes) throws SAXException {
            String place = attributes.getValue("r");
            column =
                    place != null && place.matches("[A-Z]{1,3}\\d{1,9}")
                            ? new CellReference(place).getCol()
                            : column + 1;
            if (column >= MOST_COLUMNS) {
                errors.fail(row, "The sheet has more than " + MOST_COLUMNS + " columns.");
                throw new EnoughRead();
            }
            cell = CellReference.convertNumToColString(column) + row;
            String kind = attributes.getValue("t");
            type = kind == null ? "n" : kind;
            String style = attributes.getValue("s");
            isDate = type.equals("n") && style != null && isDate(style);
            while (fields.size() <= column) {
                fields.add("");
            }
        }

        private boolean isDate(String style) {
            if (!style.matches("\\d{1,6}")
                    || Integer.parseInt(style) >= styles.getNumCellStyles()) {
                return false;
            }
            XSSFCellStyle found = styles.getStyleAt(Integer.parseInt(style));
            return DateUtil.isADateFormat(found.getDataFormat(), found.getDataFormatString());
        }

        @Override
        public void characters(char[] characters, int start, int length) throws SAXException {
            if (!reading) {
                return;
            }
            if (text.length() + length > MOST_CELL) {
                errors.add(row, cell, "The cell has more than " + MOST_CELL + " characters.");
                errors.fail(row, "The sheet is not read any further.");
                throw new EnoughRead();
            }
            text.append(characters, start, length);
        }

        @Override
        public void endElement(String uri, String local, String name) throws SAXException {
            switch (local) {
                case "v", "t" -> {
                    reading = false;
                    if (column >= 0 && column < fields.size()) {
                        fields.set(column, fields.get(column) + value(text.toString()));
                    }
                }
                case "row" -> endRow();
                default -> {}
            }
        }

        private String value(String said) {
            return switch (type) {
                case "s" -> shared(said);
                case "b" -> said.equals("1") ? "true" : "false";
                case "e" -> {
                    errors.add(row, cell, "The cell has the error " + said + ".");
                    sound = false;
                    yield "";
                }
                case "n" -> isDate ? date(said) : said.replaceFirst("\\.0+$", "");
                default -> said;
            };
        }

        private String shared(String said) {
            if (!said.matches("\\d{1,9}") || Integer.parseInt(said) >= strings.getUniqueCount()) {
                errors.add(row, cell, "The cell names a text that the workbook does not have.");
                sound = false;
                return "";
            }
            return strings.getItemAt(Integer.parseInt(said)).getString();
        }

        private String date(String said) {
            try {
                LocalDateTime time = DateUtil.getLocalDateTime(Double.parseDouble(said));
                if (time != null) {
                    boolean day = time.toLocalTime().toSecondOfDay() == 0;
                    return day ? time.toLocalDate().toString() : time.toString();
                }
            } catch (NumberFormatException _) {
                // told below
            }
            errors.add(row, cell, "'" + said + "' is no date.");
            sound = false;
            return "";
        }

        private void endRow() throws SAXException {
            if (fields.stream().allMatch(String::isBlank)) {
                return;
            }
            if (!sound) {
                if (header) {
                    errors.fail(row, "The header cannot be read.");
                    throw new EnoughRead();
                }
                return;
            }
            if (header) {
                while (fields.getLast().isBlank()) {
                    fields.removeLast();
                }
                width = fields.size();
                header = false;
                if (!sink.header(row, List.copyOf(fields))) {
                    throw new EnoughRead();
                }
                return;
            }
            while (fields.size() < width) {
                fields.add("");
            }
            while (fields.size() > width && fields.getLast().isBlank()) {
                fields.removeLast();
            }
            sink.row(row, List.copyOf(fields));
        }

        @Override
        public void endDocument() {
            if (header) {
                errors.fail(1, "The sheet is empty; its first row must name the columns.");
            }
        }
    }
}
