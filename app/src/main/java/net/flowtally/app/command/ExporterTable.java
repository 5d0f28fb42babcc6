package net.flowtally.app.command;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.flowtally.ledger.exporter.ExporterStatus;
import net.flowtally.ledger.linter.SurveyedExporter;

/// Exporters, a line each, for a terminal of 100 columns: names and what else can be long is cut
/// short, addresses never are.
final class ExporterTable {
    private static final int MOST_OF_A_NAME = 9;
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private record Column(String title, boolean isText) {}

    private static final List<Column> COLUMNS =
            List.of(
                    new Column("exporter", true),
                    new Column("name", true),
                    new Column("state", true),
                    new Column("protocol", true),
                    new Column("heard (UTC)", true),
                    new Column("rec/s", false),
                    new Column("loss %", false),
                    new Column("sampled", true),
                    new Column("wrong", false));

    private final PrintWriter out;

    ExporterTable(PrintWriter out) {
        this.out = out;
    }

    void write(List<SurveyedExporter> exporters) {
        if (exporters.isEmpty()) {
            out.println("No exporter has been heard or decided about yet.");
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(COLUMNS.stream().map(Column::title).toList());
        exporters.forEach(exporter -> rows.add(row(exporter)));
        int[] widths = new int[COLUMNS.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String padding = " ".repeat(widths[i] - row.get(i).length());
                line.append(i == 0 ? "" : "  ");
                line.append(COLUMNS.get(i).isText() ? row.get(i) + padding : padding + row.get(i));
            }
            out.println(line.toString().stripTrailing());
        }
        tellMore(exporters);
    }

    private static List<String> row(SurveyedExporter exporter) {
        ExporterStatus status = exporter.status();
        return List.of(
                ExporterWords.address(exporter),
                cut(status.name()),
                ExporterWords.state(exporter),
                status.protocol().contains(",") ? "several" : status.protocol(),
                status.lastSeen().equals(Instant.EPOCH) ? "" : MINUTE.format(status.lastSeen()),
                ExporterWords.rate(exporter.behaviour()).toPlainString(),
                ExporterWords.percent(exporter.lost(), exporter.expected()).toPlainString(),
                ExporterWords.sampled(exporter),
                exporter.findings().isEmpty() ? "" : Integer.toString(exporter.findings().size()));
    }

    private static String cut(String name) {
        return name.length() <= MOST_OF_A_NAME
                ? name
                : name.substring(0, MOST_OF_A_NAME - 1).stripTrailing() + "…";
    }

    /// Where to read on, if there is anything to read.
    private void tellMore(List<SurveyedExporter> exporters) {
        long held = exporters.stream().mapToLong(each -> each.status().held()).sum();
        int findings = exporters.stream().mapToInt(each -> each.findings().size()).sum();
        if (held > 0) {
            out.println(
                    ExporterWords.count(held, "record is", "records are")
                            + " held and in no total; 'flowtally exporters explain ADDRESS' tells"
                            + " more.");
        }
        if (findings > 0) {
            out.println(
                    ExporterWords.count(findings, "thing is", "things are")
                            + " wrong; 'flowtally exporters lint' tells what to change.");
        }
    }
}
