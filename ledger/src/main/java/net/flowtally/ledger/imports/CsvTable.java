package net.flowtally.ledger.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a CSV file that was checked to be UTF-8; lines may end in any way, a byte order mark is
/// skipped.
final class CsvTable implements TableSource {
    private static final Pattern PARSE_PLACE =
            Pattern.compile("\\(record starting at line (\\d+)\\)");
    private static final int MOST_FIELD = 65_536;

    private final Path file;

    CsvTable(Path file) {
        this.file = file;
    }

    @Override
    public void read(Sink sink, RowErrors errors) throws IOException {
        try (Reader text = TextFile.read(file)) {
            read(text, sink, errors);
        }
    }

    private static void read(Reader characters, Sink sink, RowErrors errors) throws IOException {
        try (CsvReader<CsvRecord> records =
                CsvReader.builder()
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .allowUnclosedQuote(false)
                        .maxBufferSize(MOST_FIELD)
                        .ofCsvRecord(characters)) {
            boolean header = true;
            for (CsvRecord record : records) {
                if (!header) {
                    sink.row(record.getStartingLineNumber(), record.getFields());
                } else if (record.getFieldCount() == 1 && record.getField(0).contains(";")) {
                    errors.fail(
                            record.getStartingLineNumber(),
                            "Columns are parted by ';'; a directory file parts them by ','.");
                    return;
                } else if (sink.header(record.getStartingLineNumber(), record.getFields())) {
                    header = false;
                } else {
                    return;
                }
            }
            if (header) {
                errors.fail(1, "The file is empty; its first line must name the columns.");
            }
        } catch (CsvParseException e) {
            addParseError(e, errors);
        }
    }

    private static void addParseError(CsvParseException e, RowErrors errors) {
        String message = String.valueOf(e.getMessage());
        Matcher place = PARSE_PLACE.matcher(message);
        long line = place.find() ? Long.parseLong(place.group(1)) : 0;
        String what =
                message.startsWith("The maximum buffer size")
                        ? "A field is too long, or its closing quote is missing"
                        : message.substring(0, line > 0 ? place.start() : message.length()).strip();
        errors.fail(line, what + ".");
    }
}
