package net.flowtally.ledger.imports;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// From which column of a table each field is taken, or which value it has in every row. Columns
/// are named without regard to case.
public final class Mapping {
    /// The columns are named as the fields are, and all are there.
    public static final Mapping PLAIN = plain();

    private final Map<ImportField, String> columns;
    private final Map<ImportField, String> constants;

    private Mapping(Map<ImportField, String> columns, Map<ImportField, String> constants) {
        this.columns = columns;
        this.constants = constants;
    }

    private static Mapping plain() {
        Map<ImportField, String> columns = new EnumMap<>(ImportField.class);
        for (ImportField field : ImportField.values()) {
            columns.put(field, field.column());
        }
        return new Mapping(columns, Map.of());
    }

    /// Reads parts such as `user=uid` (from a column) or `department:=Company/IT` (in every row),
    /// parted by commas or line breaks.
    ///
    /// @throws BadImport if a part is neither, a field is mapped twice, or too little is mapped
    public static Mapping parse(String text) {
        Map<ImportField, String> columns = new EnumMap<>(ImportField.class);
        Map<ImportField, String> constants = new EnumMap<>(ImportField.class);
        for (String part : text.split("[,\n]", -1)) {
            int equals = part.indexOf('=');
            if (equals < 1) {
                throw new BadImport(
                        "'"
                                + part.strip()
                                + "' maps nothing; write field=column, or field:=value for every"
                                + " row.");
            }
            boolean constant = part.charAt(equals - 1) == ':';
            ImportField field = field(part.substring(0, constant ? equals - 1 : equals).strip());
            String value = part.substring(equals + 1).strip();
            if (columns.containsKey(field) || constants.containsKey(field)) {
                throw new BadImport("The field " + field.column() + " is mapped twice.");
            }
            if (constant) {
                constants.put(field, value);
            } else {
                columns.put(field, value.toLowerCase(Locale.ROOT));
            }
        }
        Mapping mapping = new Mapping(columns, constants);
        boolean ofUsers = columns.containsKey(ImportField.USER);
        if (!columns.containsKey(ImportField.ADDRESS)
                && !(ofUsers && mapping.has(ImportField.DEPARTMENT))) {
            throw new BadImport(
                    "A mapping takes at least address, or user and department, from columns.");
        }
        return mapping;
    }

    private static ImportField field(String name) {
        for (ImportField field : ImportField.values()) {
            if (field.column().equalsIgnoreCase(name)) {
                return field;
            }
        }
        throw new BadImport(
                "'"
                        + name
                        + "' is no field; there are department, user, workstation, address, from"
                        + " and to.");
    }

    boolean isPlain() {
        return this == PLAIN;
    }

    boolean has(ImportField field) {
        return columns.containsKey(field) || constants.containsKey(field);
    }

    /// The column that a field is taken from, in lower case.
    Optional<String> column(ImportField field) {
        return Optional.ofNullable(columns.get(field));
    }

    /// The value that a field has in every row; empty if it has none.
    String constant(ImportField field) {
        return constants.getOrDefault(field, "");
    }

    /// As [#parse] reads it.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        columns.forEach((field, column) -> append(text, field.column() + "=" + column));
        constants.forEach((field, value) -> append(text, field.column() + ":=" + value));
        return text.toString();
    }

    private static void append(StringBuilder text, String part) {
        text.append(text.isEmpty() ? "" : ",").append(part);
    }
}
