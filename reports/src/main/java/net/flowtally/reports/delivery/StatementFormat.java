package net.flowtally.reports.delivery;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import net.flowtally.reports.excel.WorkbookRenderer;
import net.flowtally.reports.html.HtmlRenderer;
import net.flowtally.reports.table.Report;

/// A kind of file that a statement is delivered as.
public enum StatementFormat {
    XLSX,
    HTML;

    /// The end of its files' names, with the dot.
    public String ending() {
        return switch (this) {
            case XLSX -> ".xlsx";
            case HTML -> ".html";
        };
    }

    /// Writes a report; the stream stays open.
    public void write(Report report, OutputStream out) throws IOException {
        switch (this) {
            case XLSX -> WorkbookRenderer.write(report, out);
            case HTML -> out.write(HtmlRenderer.render(report).getBytes(StandardCharsets.UTF_8));
        }
    }
}
