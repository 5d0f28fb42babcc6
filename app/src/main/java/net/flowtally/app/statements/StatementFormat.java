package net.flowtally.app.statements;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import net.flowtally.reports.excel.WorkbookRenderer;
import net.flowtally.reports.html.HtmlRenderer;
import net.flowtally.reports.table.Report;

/// A kind of file that a statement can be written to.
enum StatementFormat {
    XLSX,
    HTML;

    /// With its dot.
    String ending() {
        return switch (this) {
            case XLSX -> ".xlsx";
            case HTML -> ".html";
        };
    }

    /// Writes the whole file or none of it.
    void write(Report report, Path file) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        try {
            switch (this) {
                case XLSX -> {
                    try (OutputStream out = Files.newOutputStream(unfinished)) {
                        WorkbookRenderer.write(report, out);
                    }
                }
                case HTML -> Files.writeString(unfinished, HtmlRenderer.render(report));
            }
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
