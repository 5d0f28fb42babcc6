package net.flowtally.ledger.directory;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.flowtally.ledger.address.MalformedAddress;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.time.AccountingZone;
import net.flowtally.ledger.time.MalformedTime;
import net.flowtally.ledger.time.Span;

/// Reads a directory file: CSV with the columns department, user, workstation, address, from and to
/// in any order. Everything that is wrong with it is told at once. For one file and one thread.
final class DirectoryFile {
    private static final String DEPARTMENT = "department";
    private static final String USER = "user";
    private static final String WORKSTATION = "workstation";
    private static final String ADDRESS = "address";
    private static final String FROM = "from";
    private static final String TO = "to";
    private static final List<String> COLUMNS =
            List.of(DEPARTMENT, USER, WORKSTATION, ADDRESS, FROM, TO);

    private static final String HEADER = String.join(",", COLUMNS);
    private static final Pattern PARSE_PLACE =
            Pattern.compile("\\(record starting at line (\\d+)\\)");
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final int MOST_FIELD = 65_536;
    private static final int MOST_NAME = 200;
    private static final int MOST_PATH = 2_000;
    private static final int MOST_LEVELS = 64;

    private final AccountingZone zone;
    private final RowErrors errors;
    private final Map<String, Integer> positions = new HashMap<>();
    private final Map<String, Instant> times = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private int columns;

    private DirectoryFile(AccountingZone zone, RowErrors errors) {
        this.zone = zone;
        this.errors = errors;
    }

    /// The rows of a text that was checked to be UTF-8.
    static List<DirectoryRow> read(InputStream text, AccountingZone zone, RowErrors errors)
            throws IOException {
        DirectoryFile file = new DirectoryFile(zone, errors);
        Reader characters =
                new InputStreamReader(afterMark(text), StandardCharsets.UTF_8.newDecoder());
        List<DirectoryRow> rows = new ArrayList<>();
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
                    file.addRow(record, rows);
                } else if (file.readsHeader(record)) {
                    header = false;
                } else {
                    return rows;
                }
            }
            if (header) {
                errors.add(1, "", "The file is empty; its first line must be " + HEADER + ".");
            }
        } catch (CsvParseException e) {
            addParseError(e, errors);
        }
        return rows;
    }

    /// Skips the byte order mark that spreadsheets write.
    private static InputStream afterMark(InputStream text) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(text);
        buffered.mark(BYTE_ORDER_MARK.length);
        if (!Arrays.equals(buffered.readNBytes(BYTE_ORDER_MARK.length), BYTE_ORDER_MARK)) {
            buffered.reset();
        }
        return buffered;
    }

    private boolean readsHeader(CsvRecord record) {
        long line = record.getStartingLineNumber();
        columns = record.getFieldCount();
        for (int i = 0; i < columns; i++) {
            String name = record.getField(i).strip().toLowerCase(Locale.ROOT);
            if (i == 0 && columns == 1 && name.contains(";")) {
                errors.add(
                        line, "", "Columns are parted by ';'; a directory file parts them by ','.");
                return false;
            }
            if (!COLUMNS.contains(name)) {
                errors.add(
                        line, "", "There is no column '" + name + "'; columns are " + HEADER + ".");
            } else if (positions.put(name, i) != null) {
                errors.add(line, name, "The column is there twice.");
            }
        }
        for (String column : COLUMNS) {
            if (!positions.containsKey(column)) {
                errors.add(line, column, "The column is missing; columns are " + HEADER + ".");
            }
        }
        return errors.isEmpty();
    }

    private void addRow(CsvRecord record, List<DirectoryRow> rows) {
        long line = record.getStartingLineNumber();
        if (record.getFieldCount() != columns) {
            errors.add(
                    line,
                    "",
                    "The line has "
                            + record.getFieldCount()
                            + " fields; the header has "
                            + columns
                            + ".");
            return;
        }
        boolean sound = true;
        for (String column : COLUMNS) {
            String problem = problem(column, field(record, column));
            if (!problem.isEmpty()) {
                errors.add(line, column, problem);
                sound = false;
            }
        }
        if (sound) {
            addSoundRow(record, rows);
        }
    }

    /// A row whose fields each can be read.
    private void addSoundRow(CsvRecord record, List<DirectoryRow> rows) {
        long line = record.getStartingLineNumber();
        Instant from = start(field(record, FROM));
        Instant to = end(field(record, TO));
        if (!from.isBefore(to)) {
            errors.add(line, TO, "The end is not after the start.");
            return;
        }
        rows.add(
                new DirectoryRow(
                        line,
                        path(field(record, DEPARTMENT)),
                        name(field(record, USER)),
                        name(field(record, WORKSTATION)),
                        Prefix.parse(field(record, ADDRESS)),
                        new Span(from, to)));
    }

    /// Empty if the text can be read as what the column holds.
    private String problem(String column, String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            return "The text has a control character in it.";
        }
        return switch (column) {
            case DEPARTMENT -> problemOfPath(text);
            case ADDRESS -> problemOfAddress(text);
            case FROM, TO -> problemOfTime(text);
            default -> problemOfName(text);
        };
    }

    private static String problemOfPath(String text) {
        if (text.isEmpty()) {
            return "The department is empty.";
        }
        if (text.length() > MOST_PATH) {
            return "The path is longer than " + MOST_PATH + " characters.";
        }
        if (normal(text).equalsIgnoreCase(DirectorySnapshot.UNASSIGNED)) {
            return "The name '" + text + "' is kept for what nobody owns.";
        }
        String[] parts = text.split("/", -1);
        if (parts.length > MOST_LEVELS) {
            return "The path has more than " + MOST_LEVELS + " levels.";
        }
        for (String part : parts) {
            if (part.isBlank()) {
                return "A part of the path '" + text + "' is empty.";
            }
            String problem = problemOfName(part);
            if (!problem.isEmpty()) {
                return problem;
            }
        }
        return "";
    }

    private static String problemOfName(String text) {
        return text.length() > MOST_NAME
                ? "The name is longer than " + MOST_NAME + " characters."
                : "";
    }

    private static String problemOfAddress(String text) {
        if (text.isEmpty()) {
            return "The address is empty.";
        }
        try {
            Prefix.parse(text);
            return "";
        } catch (MalformedAddress e) {
            int slash = text.indexOf('/');
            return slash > 0 && !wider(text, slash).isEmpty()
                    ? "'"
                            + text
                            + "' has bits set after its length; meant is perhaps "
                            + wider(text, slash)
                            + "."
                    : e.getMessage() + ".";
        }
    }

    /// The prefix that an address with a length lies in; empty if it is no address or no length.
    private static String wider(String text, int slash) {
        try {
            Prefix host = Prefix.parse(text.substring(0, slash));
            int family = host.address().isV4() ? 32 : 128;
            int length = Integer.parseInt(text.substring(slash + 1));
            return length < 0 || length > family
                    ? ""
                    : Prefix.of(host.address(), 128 - family + length).toString();
        } catch (MalformedAddress | NumberFormatException _) {
            return "";
        }
    }

    private String problemOfTime(String text) {
        if (text.isEmpty() || times.containsKey(text)) {
            return "";
        }
        try {
            times.put(text, zone.parse(text));
            return "";
        } catch (MalformedTime e) {
            return String.valueOf(e.getMessage());
        }
    }

    private Instant start(String text) {
        return times.getOrDefault(text, Instant.MIN);
    }

    private Instant end(String text) {
        return times.getOrDefault(text, Instant.MAX);
    }

    private String path(String text) {
        String known = names.get(text);
        if (known != null) {
            return known;
        }
        List<String> parts = new ArrayList<>();
        for (String part : text.split("/", -1)) {
            parts.add(normal(part));
        }
        String path = String.join("/", parts);
        names.put(text, path);
        return path;
    }

    private String name(String text) {
        return names.computeIfAbsent(text, DirectoryFile::normal);
    }

    /// The same name written in two ways of Unicode is one name.
    private static String normal(String text) {
        return Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
    }

    private String field(CsvRecord record, String column) {
        return record.getField(positions.getOrDefault(column, 0)).strip();
    }

    private static void addParseError(CsvParseException e, RowErrors errors) {
        String message = String.valueOf(e.getMessage());
        Matcher place = PARSE_PLACE.matcher(message);
        long line = place.find() ? Long.parseLong(place.group(1)) : 0;
        String what =
                message.startsWith("The maximum buffer size")
                        ? "A field is too long, or its closing quote is missing"
                        : message.substring(0, line > 0 ? place.start() : message.length()).strip();
        errors.add(line, "", what + ".");
    }
}
