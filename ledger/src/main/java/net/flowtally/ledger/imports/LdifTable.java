package net.flowtally.ledger.imports;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;

/// Reads the entries of an LDIF file (RFC 2849) that was checked to be UTF-8. Values that would
/// have to be fetched from a URL are never fetched.
final class LdifTable implements TableSource {
    private static final int MOST_VALUE = 65_536;

    private final Path file;
    private final Mapping mapping;

    LdifTable(Path file, Mapping mapping) {
        this.file = file;
        this.mapping = mapping;
    }

    @Override
    public void read(Sink sink, RowErrors errors) throws IOException {
        EntryTable table = new EntryTable(mapping, sink, errors);
        if (!table.begin()) {
            return;
        }
        try (BufferedReader lines = TextFile.read(file)) {
            Entries entries = new Entries(table, errors);
            StringBuilder unfolded = new StringBuilder();
            long begun = 1;
            long line = 0;
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                line++;
                if (text.startsWith(" ") && !unfolded.isEmpty()) {
                    if (unfolded.length() + text.length() > MOST_VALUE) {
                        errors.fail(
                                begun, "The value is longer than " + MOST_VALUE + " characters.");
                        return;
                    }
                    unfolded.append(text, 1, text.length());
                    continue;
                }
                entries.take(begun, unfolded.toString());
                unfolded.setLength(0);
                unfolded.append(text);
                begun = line;
                if (text.isEmpty()) {
                    entries.end();
                }
            }
            entries.take(begun, unfolded.toString());
            entries.end();
        }
    }

    /// Collects the lines of one entry after the other.
    private static final class Entries {
        private final EntryTable table;
        private final RowErrors errors;
        private boolean sound = true;

        Entries(EntryTable table, RowErrors errors) {
            this.table = table;
            this.errors = errors;
        }

        void take(long line, String text) {
            if (text.isEmpty() || text.startsWith("#") || !sound) {
                return;
            }
            int colon = text.indexOf(':');
            if (colon < 1) {
                refuse(line, "", "The line has no attribute name with a ':' after it.");
                return;
            }
            String name = text.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = text.substring(colon + 1);
            if (name.equals("version")) {
                return;
            }
            if (name.equals("changetype")) {
                refuse(
                        line,
                        name,
                        "The entry is a change (" + value.strip() + "); entries are wanted.");
            } else if (value.startsWith("<")) {
                refuse(line, name, "The value is at a URL, from which nothing is fetched.");
            } else if (value.startsWith(":")) {
                decode(line, name, value.substring(1).strip());
            } else {
                table.add(line, name, value.strip());
            }
        }

        private void decode(long line, String name, String base64) {
            if (!table.wants(name)) {
                return;
            }
            try {
                byte[] octets = Base64.getDecoder().decode(base64);
                table.add(
                        line,
                        name,
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(octets))
                                .toString());
            } catch (IllegalArgumentException _) {
                refuse(line, name, "The value is no base64.");
            } catch (CharacterCodingException _) {
                refuse(line, name, "The value is not UTF-8.");
            }
        }

        private void refuse(long line, String name, String message) {
            errors.add(line, name, message);
            sound = false;
        }

        void end() {
            if (sound) {
                table.end();
            } else {
                table.drop();
            }
            sound = true;
        }
    }
}
