package net.flowtally.reports.delivery;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.reports.table.Report;

/// A folder into which statements are written, a file for each department and format. Files are
/// named after period and department, with nothing in their names that a file system would take
/// amiss; a file appears whole or not at all and replaces one of the same name. One thread.
public final class StatementFolder {
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
    public Path write(Statement statement, Report report, ReportFormat format) {
        return ReportFile.write(report, format, folder.resolve(freeName(statement, format)));
    }

    /// Two departments may differ only in what a file name has no room for.
    private String freeName(Statement statement, ReportFormat format) {
        String name =
                statement.period().name() + " " + ReportFile.nameOf(statement.departmentPath());
        String free = name + format.ending();
        for (int i = 2; !taken.add(free.toLowerCase(Locale.ROOT)); i++) {
            free = name + " (" + i + ")" + format.ending();
        }
        return free;
    }
}
