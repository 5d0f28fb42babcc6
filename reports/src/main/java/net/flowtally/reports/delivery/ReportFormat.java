package net.flowtally.reports.delivery;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import net.flowtally.reports.csv.CsvRenderer;
import net.flowtally.reports.excel.WorkbookRenderer;
import net.flowtally.reports.html.HtmlRenderer;
import net.flowtally.reports.table.Report;
import net.flowtally.reports.text.TextRenderer;

/// What a report, and so a statement, can be written as.
public enum ReportFormat {
    XLSX,
    HTML,
    CSV,
    TEXT;

    /// The format of a file, told by the end of its name; empty if that is none of ours.
    public static Optional<ReportFormat> of(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        for (ReportFormat format : values()) {
            if (name.endsWith(format.ending())) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /// The end of its files' names, with the dot.
    public String ending() {
        return switch (this) {
            case XLSX -> ".xlsx";
            case HTML -> ".html";
            case CSV -> ".csv";
            case TEXT -> ".txt";
        };
    }

    /// Whether it can be read as it comes, on a terminal or through a pipe.
    public boolean isText() {
        return this != XLSX;
    }

    /// Writes a report; the stream stays open. Text is UTF-8.
    public void write(Report report, OutputStream out) throws IOException {
        if (this == XLSX) {
            WorkbookRenderer.write(report, out);
            return;
        }
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        write(report, writer);
        writer.flush();
    }

    /// Writes a report as text; the writer stays open.
    ///
    /// @throws IllegalArgumentException if the format is none of text
    public void write(Report report, Writer out) throws IOException {
        switch (this) {
            case HTML -> out.write(HtmlRenderer.render(report));
            case CSV -> CsvRenderer.write(report, out);
            case TEXT -> out.write(TextRenderer.render(report));
            case XLSX -> throw new IllegalArgumentException("a workbook is no text");
        }
    }
}
