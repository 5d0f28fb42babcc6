package net.flowtally.ledger.imports;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.address.MalformedAddress;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.directory.AssignmentKey;
import net.flowtally.ledger.directory.DirectoryName;
import net.flowtally.ledger.directory.Evidence;
import net.flowtally.ledger.time.AccountingZone;
import net.flowtally.ledger.time.MalformedTime;
import net.flowtally.ledger.time.Span;

/// Takes a table as statements about the directory, by a mapping. Everything that is wrong with it
/// is told at once. For one table and one thread.
final class MappedRows implements TableSource.Sink {
    private static final String FIELDS =
            Arrays.stream(ImportField.values())
                    .map(ImportField::column)
                    .collect(Collectors.joining(","));

    private static final int TOLD_EVERY = 1_000;

    private final Mapping mapping;
    private final AccountingZone zone;
    private final RowErrors errors;
    private final Progress progress;
    private final List<ImportRow> rows = new ArrayList<>();
    private final Map<ImportField, Integer> positions = new EnumMap<>(ImportField.class);
    private final Map<String, Instant> times = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> paths = new HashMap<>();
    private int columns;
    private long count;

    MappedRows(Mapping mapping, AccountingZone zone, RowErrors errors, Progress progress) {
        this.mapping = mapping;
        this.zone = zone;
        this.errors = errors;
        this.progress = progress;
    }

    /// The sound ones.
    List<ImportRow> rows() {
        return rows;
    }

    @Override
    public boolean header(long line, List<String> names) {
        columns = names.size();
        Map<String, Integer> places = new HashMap<>();
        boolean sound = true;
        for (int i = 0; i < columns; i++) {
            String name = names.get(i).strip().toLowerCase(Locale.ROOT);
            boolean wanted = !fieldsFrom(name).isEmpty();
            if (mapping.isPlain() && !wanted) {
                errors.add(
                        line, "", "There is no column '" + name + "'; columns are " + FIELDS + ".");
                sound = false;
            } else if (wanted && places.put(name, i) != null) {
                errors.add(line, name, "The column is there twice.");
                sound = false;
            }
        }
        for (ImportField field : ImportField.values()) {
            String column = mapping.column(field).orElse("");
            Integer place = places.get(column);
            if (place != null) {
                positions.put(field, place);
            } else if (!column.isEmpty()) {
                errors.add(line, column, missing(field));
                sound = false;
            }
        }
        if (!sound) {
            errors.fail();
        }
        return sound;
    }

    private String missing(ImportField field) {
        return mapping.isPlain()
                ? "The column is missing; columns are " + FIELDS + "."
                : "The column is missing; the mapping takes " + field.column() + " from it.";
    }

    private List<ImportField> fieldsFrom(String column) {
        List<ImportField> fields = new ArrayList<>(1);
        for (ImportField field : ImportField.values()) {
            if (mapping.column(field).orElse("").equals(column)) {
                fields.add(field);
            }
        }
        return fields;
    }

    @Override
    public void row(long line, List<String> fields) {
        count++;
        if (count % TOLD_EVERY == 0) {
            progress.at("reading rows", count, 0);
        }
        if (fields.size() != columns) {
            errors.add(
                    line,
                    "",
                    "The line has " + fields.size() + " fields; the header has " + columns + ".");
            return;
        }
        boolean sound = true;
        for (ImportField field : ImportField.values()) {
            String problem = problem(field, value(fields, field));
            if (!problem.isEmpty()) {
                errors.add(line, column(field), problem);
                sound = false;
            }
        }
        if (sound) {
            addSound(line, fields);
        }
    }

    /// A row whose fields each can be read.
    private void addSound(long line, List<String> fields) {
        Instant from = times.getOrDefault(value(fields, ImportField.FROM), Instant.MIN);
        Instant to = times.getOrDefault(value(fields, ImportField.TO), Instant.MAX);
        if (!from.isBefore(to)) {
            errors.add(line, column(ImportField.TO), "The end is not after the start.");
            return;
        }
        Span span = new Span(from, to);
        String department =
                paths.computeIfAbsent(
                        value(fields, ImportField.DEPARTMENT), DirectoryName::normalPath);
        String user = name(value(fields, ImportField.USER));
        String keys = value(fields, ImportField.ADDRESS);
        if (keys.isEmpty()) {
            if (user.isEmpty()) {
                errors.add(
                        line, column(ImportField.USER), "There is neither an address nor a user.");
            } else {
                rows.add(new ImportRow.MemberRow(line, department, user, span));
            }
            return;
        }
        for (String key : keys(keys)) {
            rows.add(
                    new ImportRow.OwnerRow(
                            line,
                            department,
                            user,
                            name(value(fields, ImportField.WORKSTATION)),
                            AssignmentKey.parse(key),
                            span,
                            Evidence.IMPORT));
        }
    }

    private static String[] keys(String text) {
        return text.split("[\\s;]+", -1);
    }

    /// Empty if the text can be read as what the field holds.
    private String problem(ImportField field, String text) {
        return switch (field) {
            case DEPARTMENT ->
                    mapping.has(ImportField.DEPARTMENT) ? DirectoryName.problemOfPath(text) : "";
            case ADDRESS -> problemOfKeys(text);
            case FROM, TO -> problemOfTime(text);
            case USER, WORKSTATION -> DirectoryName.problem(text);
        };
    }

    private String problemOfKeys(String text) {
        if (text.isEmpty()) {
            return mapping.isPlain() ? "The address is empty." : "";
        }
        for (String key : keys(text)) {
            String problem = problemOfKey(key);
            if (!problem.isEmpty()) {
                return problem;
            }
        }
        return "";
    }

    private static String problemOfKey(String text) {
        try {
            AssignmentKey.parse(text);
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

    private String name(String text) {
        return names.computeIfAbsent(text, DirectoryName::normal);
    }

    private String value(List<String> fields, ImportField field) {
        Integer place = positions.get(field);
        return place == null ? mapping.constant(field) : fields.get(place).strip();
    }

    private String column(ImportField field) {
        return mapping.column(field).orElse(field.column());
    }
}
