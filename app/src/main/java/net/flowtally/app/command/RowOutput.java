package net.flowtally.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Option;

/// The option `--format` of commands that write many rows.
final class RowOutput {
    /// How rows are written.
    enum Format {
        CSV,
        JSON;

        Rows to(PrintWriter out, List<String> columns) throws IOException {
            return switch (this) {
                case CSV -> new CsvRows(out, columns);
                case JSON -> new JsonRows(out, columns);
            };
        }
    }

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "CSV",
            description = "One of: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Format format;

    Rows to(PrintWriter out, List<String> columns) throws IOException {
        return format.to(out, columns);
    }
}
