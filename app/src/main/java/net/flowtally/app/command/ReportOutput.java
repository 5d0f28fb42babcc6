package net.flowtally.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import net.flowtally.reports.delivery.ReportFile;
import net.flowtally.reports.delivery.ReportFormat;
import net.flowtally.reports.table.Report;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a report goes and as what: to standard output as text unless something else is said.
final class ReportOutput {
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "One of: ${COMPLETION-CANDIDATES}. Otherwise what the file's name ends in, or"
                            + " text.")
    private @Nullable ReportFormat format;

    @Option(
            names = "--out",
            paramLabel = "FILE-or-DIR",
            description =
                    "The file to write, if its name ends in .xlsx, .html, .csv or .txt; any other"
                            + " name is a folder, made if it is not there. Otherwise standard"
                            + " output.")
    private @Nullable Path out;

    /// Whether it all goes into one place, so that there is room for one report only.
    boolean isOneFile() {
        return fileFormat().isPresent();
    }

    /// The folder to write to; empty for standard output or a file.
    Optional<Path> folder() {
        return isOneFile() ? Optional.empty() : Optional.ofNullable(out);
    }

    /// @throws Refused if what was asked for does not go together
    ReportFormat format() {
        Optional<ReportFormat> ofFile = fileFormat();
        if (format != null && ofFile.isPresent() && ofFile.get() != format) {
            throw new Refused(
                    "--format "
                            + format
                            + " and the name "
                            + out
                            + " say different things; leave one of them out.");
        }
        ReportFormat chosen =
                format != null
                        ? format
                        : ofFile.orElse(out == null ? ReportFormat.TEXT : ReportFormat.XLSX);
        if (out == null && !chosen.isText()) {
            throw new Refused("A workbook is no text; say with --out where it is to be written.");
        }
        return chosen;
    }

    /// Writes a report, and says where if it is a file.
    ///
    /// @param name of the file in a folder, without its ending
    void write(Report report, String name, PrintWriter print) throws IOException {
        ReportFormat chosen = format();
        if (out == null) {
            chosen.write(report, print);
            print.flush();
        } else {
            Path file = isOneFile() ? out : out.resolve(ReportFile.nameOf(name) + chosen.ending());
            print.println(ReportFile.write(report, chosen, file));
        }
    }

    private Optional<ReportFormat> fileFormat() {
        return out == null || Files.isDirectory(out) ? Optional.empty() : ReportFormat.of(out);
    }
}
