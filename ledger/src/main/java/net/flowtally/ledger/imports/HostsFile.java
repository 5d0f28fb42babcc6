package net.flowtally.ledger.imports;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.MalformedAddress;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.directory.AssignmentKey;
import net.flowtally.ledger.directory.DirectoryName;
import net.flowtally.ledger.directory.Evidence;
import net.flowtally.ledger.imports.ImportRow.OwnerRow;
import net.flowtally.ledger.time.Span;

/// Reads a hosts file (`hosts(5)`): an address and its names on each line, of which the first is
/// the workstation. It says nothing of departments, so that one is given for all. Loopback and
/// multicast addresses are nobody's and are left out.
final class HostsFile {
    private HostsFile() {}

    static List<ImportRow> read(Path file, String department, RowErrors errors) throws IOException {
        List<ImportRow> rows = new ArrayList<>();
        try (BufferedReader lines = TextFile.read(file)) {
            long line = 0;
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                line++;
                int comment = text.indexOf('#');
                String said = (comment < 0 ? text : text.substring(0, comment)).strip();
                if (!said.isEmpty()) {
                    add(rows, line, said.split("\\s+", -1), department, errors);
                }
            }
        }
        return rows;
    }

    private static void add(
            List<ImportRow> rows, long line, String[] words, String department, RowErrors errors) {
        Address address;
        try {
            address = Address.parse(words[0]);
        } catch (MalformedAddress e) {
            errors.add(line, "address", e.getMessage() + ".");
            return;
        }
        if (address.toInetAddress().isLoopbackAddress()
                || address.toInetAddress().isMulticastAddress()) {
            errors.passOver("addresses are loopback or multicast, which are nobody's");
            return;
        }
        String problem =
                words.length < 2 ? "The address has no name." : DirectoryName.problem(words[1]);
        if (!problem.isEmpty()) {
            errors.add(line, "name", problem);
            return;
        }
        rows.add(
                new OwnerRow(
                        line,
                        DirectoryName.normalPath(department),
                        "",
                        DirectoryName.normal(words[1]),
                        AssignmentKey.of(new Prefix(address, 128)),
                        Span.ALWAYS,
                        Evidence.IMPORT));
    }
}
