package net.flowtally.ledger.backup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The list of what is in a backup: a line of words, then a line for each file.
///
/// @param entries in the order in which they were written
record Manifest(Instant madeAt, long revision, long lastCommit, List<Entry> entries) {
    static final String NAME = "MANIFEST";

    private static final String FORMAT = "flowtally-backup 1";
    private static final Pattern HEAD =
            Pattern.compile(FORMAT + " made (\\S{1,40}) revision (\\d{1,18}) commit (\\d{1,18})");

    /// Folders of a home, and names that cannot lead out of them.
    private static final Pattern ENTRY =
            Pattern.compile(
                    "([0-9a-f]{64}) (\\d{1,18}) (ledger\\.db|FORMAT|(?:calls|usage|archive)/[A-Za-z0-9_.-]{1,200}"
                            + "|(?:journal|checkpoint)/[A-Za-z0-9_-]{1,64}/[A-Za-z0-9_.-]{1,200})");

    private static final int MOST_ENTRIES = 10_000_000;

    Manifest {
        entries = List.copyOf(entries);
    }

    /// @param hash SHA-256
    record Entry(String hash, long octets, String name) {}

    String text() {
        StringBuilder text = new StringBuilder(FORMAT);
        text.append(" made ").append(madeAt);
        text.append(" revision ").append(revision);
        text.append(" commit ").append(lastCommit).append('\n');
        for (Entry entry : entries) {
            text.append(entry.hash).append(' ').append(entry.octets).append(' ');
            text.append(entry.name).append('\n');
        }
        return text.toString();
    }

    static Manifest read(InputStream in) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        String first = lines.readLine();
        Matcher head = HEAD.matcher(first == null ? "" : first);
        if (!head.matches()) {
            throw new BackupException("Its list begins with no word that this program knows.");
        }
        List<Entry> entries = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher entry = ENTRY.matcher(line);
            if (!entry.matches()
                    || entry.group(3).contains("..")
                    || entries.size() == MOST_ENTRIES) {
                throw new BackupException(
                        "Line " + (entries.size() + 2) + " of its list names no file of a home.");
            }
            entries.add(new Entry(entry.group(1), Long.parseLong(entry.group(2)), entry.group(3)));
        }
        try {
            return new Manifest(
                    Instant.parse(head.group(1)),
                    Long.parseLong(head.group(2)),
                    Long.parseLong(head.group(3)),
                    entries);
        } catch (DateTimeException e) {
            throw new BackupException("Its list has no time that can be read.", e);
        }
    }
}
