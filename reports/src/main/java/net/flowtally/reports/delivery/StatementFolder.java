package net.flowtally.reports.delivery;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.reports.table.Report;

/// A folder into which statements are written, a file for each department and format. Files are
/// named after period and department, with nothing in their names that a file system would take
/// amiss; a file appears whole or not at all and replaces one of the same name. One thread.
public final class StatementFolder {
    private static final int LONGEST_NAME = 80;

    private final Path folder;
    private final Set<String> taken = new HashSet<>();

    public StatementFolder(Path folder) {
        this.folder = folder;
    }

    /// Writes a statement.
    ///
    /// @param report what the statement says, as the report CR-06
    /// @return the file
    /// @throws DeliveryException if it cannot be written
    public Path write(Statement statement, Report report, StatementFormat format) {
        Path file = folder.resolve(freeName(statement, format));
        Path unfinished = folder.resolve(file.getFileName() + ".part");
        try {
            Files.createDirectories(folder);
            try {
                try (OutputStream out = Files.newOutputStream(unfinished)) {
                    format.write(report, out);
                }
                Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw new DeliveryException(file, e);
        }
        return file;
    }

    /// Two departments may differ only in what a file name has no room for.
    private String freeName(Statement statement, StatementFormat format) {
        String name = statement.period().name() + " " + harmless(statement.departmentPath());
        String free = name + format.ending();
        for (int i = 2; !taken.add(free.toLowerCase(Locale.ROOT)); i++) {
            free = name + " (" + i + ")" + format.ending();
        }
        return free;
    }

    /// Letters, digits and a few signs that every file system takes; anything else is a dash.
    private static String harmless(String text) {
        StringBuilder name = new StringBuilder();
        text.codePoints()
                .limit(LONGEST_NAME)
                .forEach(c ->
                        name.appendCodePoint(
                                Character.isLetterOrDigit(c) || " _-+&".indexOf(c) >= 0 ? c : '-'));
        return name.toString().strip();
    }
}
