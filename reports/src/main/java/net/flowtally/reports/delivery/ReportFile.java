package net.flowtally.reports.delivery;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import net.flowtally.reports.table.Report;

/// A report on its way into a file. The file appears whole or not at all and replaces one of the
/// same name; its folder is made if it is not there.
public final class ReportFile {
    private static final int LONGEST_NAME = 80;

    private ReportFile() {}

    /// Writes a report.
    ///
    /// @return the file
    /// @throws DeliveryException if it cannot be written
    public static Path write(Report report, ReportFormat format, Path file) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
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

    /// A file name without its ending, made of any text: letters, digits and a few signs that every
    /// file system takes; anything else is a dash.
    public static String nameOf(String text) {
        StringBuilder name = new StringBuilder();
        text.codePoints()
                .limit(LONGEST_NAME)
                .forEach(c ->
                        name.appendCodePoint(
                                Character.isLetterOrDigit(c) || " _-+&".indexOf(c) >= 0 ? c : '-'));
        return name.toString().strip();
    }
}
