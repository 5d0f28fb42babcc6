package net.flowtally.ledger.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Makes rows of the entries of an LDAP directory: a column for each attribute that the mapping
/// names. Beside attributes there are `dn` and `dn:path`, the organisational units that the entry
/// is in, from the top down. Where an attribute has several values, all count for addresses, else
/// the first. Entries without user and address say nothing and make no row. For one thread.
public final class EntryTable {
    /// The column with the organisational units of an entry.
    static final String PATH = "dn:path";

    private static final String DN = "dn";

    private final Mapping mapping;
    private final TableSource.Sink sink;
    private final RowErrors errors;
    private final List<String> columns = new ArrayList<>();
    private final Map<String, List<String>> values = new TreeMap<>();
    private long line;

    public EntryTable(Mapping mapping, TableSource.Sink sink, RowErrors errors) {
        this.mapping = mapping;
        this.sink = sink;
        this.errors = errors;
        for (ImportField field : ImportField.values()) {
            mapping.column(field).filter(name -> !columns.contains(name)).ifPresent(columns::add);
        }
    }

    /// The attributes that are asked for, in lower case.
    public List<String> attributes() {
        return columns.stream().filter(name -> !name.equals(PATH) && !name.equals(DN)).toList();
    }

    /// @return whether entries are wanted
    public boolean begin() {
        return sink.header(1, List.copyOf(columns));
    }

    boolean wants(String attribute) {
        String name = withoutOptions(attribute);
        return columns.contains(name) || (name.equals(DN) && columns.contains(PATH));
    }

    /// A value of the entry at hand.
    ///
    /// @param at line of a file, or number of the entry
    public void add(long at, String attribute, String value) {
        if (values.isEmpty()) {
            line = at;
        }
        String name = withoutOptions(attribute);
        values.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value);
        if (name.equals(DN)) {
            values.put(PATH, List.of(path(value)));
        }
    }

    private static String withoutOptions(String attribute) {
        int options = attribute.indexOf(';');
        return (options < 0 ? attribute : attribute.substring(0, options)).toLowerCase(Locale.ROOT);
    }

    /// The entry is complete.
    public void end() {
        if (has(ImportField.USER) || has(ImportField.ADDRESS)) {
            String several = mapping.column(ImportField.ADDRESS).orElse("");
            List<String> fields = new ArrayList<>(columns.size());
            for (String column : columns) {
                List<String> all = values.getOrDefault(column, List.of(""));
                fields.add(column.equals(several) ? String.join(" ", all) : all.getFirst());
            }
            sink.row(line, fields);
        } else if (!values.isEmpty()) {
            errors.passOver("entries have neither a user nor an address");
        }
        drop();
    }

    /// The entry is not to be taken.
    void drop() {
        values.clear();
    }

    private boolean has(ImportField field) {
        return mapping.column(field).map(values::containsKey).orElse(false);
    }

    /// The organisational units of a distinguished name (RFC 4514), from the top down.
    static String path(String dn) {
        List<String> units = new ArrayList<>();
        for (String part : parts(dn)) {
            int equals = part.indexOf('=');
            if (equals > 0 && part.substring(0, equals).strip().equalsIgnoreCase("ou")) {
                units.addFirst(part.substring(equals + 1).strip().replace('/', '-'));
            }
        }
        return String.join("/", units);
    }

    private static List<String> parts(String dn) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < dn.length(); i++) {
            char c = dn.charAt(i);
            if (c == '\\' && i + 1 < dn.length()) {
                i++;
                part.append(dn.charAt(i));
            } else if (c == ',' || c == '+') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }
}
