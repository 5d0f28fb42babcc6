package net.flowtally.reports.text;

import java.util.ArrayList;
import java.util.List;
import net.flowtally.reports.chart.Chart;
import net.flowtally.reports.table.Cell;
import net.flowtally.reports.table.CellText;
import net.flowtally.reports.table.Column;
import net.flowtally.reports.table.Fact;
import net.flowtally.reports.table.Report;
import net.flowtally.reports.table.Row;
import net.flowtally.reports.table.Section;
import net.flowtally.reports.table.Table;

/// Writes a report as lines of text with its columns one below the other. No text is cut; what a
/// terminal would obey instead of show is replaced by `\ufffd`.
public final class TextRenderer {
    private static final String GAP = "  ";
    private static final int NOTE_WIDTH = 100;
    private static final String LEVELS = "▁▂▃▄▅▆▇█";

    private TextRenderer() {}

    public static String render(Report report) {
        StringBuilder out = new StringBuilder(8_192);
        CellText text = new CellText(report.locale(), report.zone());
        if (!report.organisation().isEmpty()) {
            line(out, report.organisation());
        }
        line(out, report.id() + "  " + report.title());
        line(out, report.subtitle());
        for (Section section : report.sections()) {
            out.append('\n');
            switch (section) {
                case Section.Rows(Table table) -> table(out, table, text);
                case Section.Picture(Chart chart) -> chart(out, chart);
                case Section.Box(String title, List<Fact> facts) -> {
                    line(out, title);
                    facts(out, facts);
                }
                case Section.Note(List<String> sentences) -> note(out, sentences);
            }
        }
        out.append('\n');
        facts(out, report.facts());
        line(
                out,
                report.id()
                        + " version "
                        + report.version()
                        + ", figures as of "
                        + text.of(new Cell.Time(report.asOf()))
                        + ", times in "
                        + report.zone().getId());
        return out.toString();
    }

    private static void table(StringBuilder out, Table table, CellText text) {
        line(out, table.title());
        List<Column> columns = table.columns();
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns.stream().map(column -> shown(column.title())).toList());
        lines.add(columns.stream().map(column -> shown(column.unit())).toList());
        for (Row row : table.rows()) {
            List<String> words = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                String indent = i == 0 ? GAP.repeat(row.depth()) : "";
                words.add(indent + shown(text.of(row.cells().get(i))));
            }
            lines.add(words);
        }
        int[] widths = new int[columns.size()];
        for (List<String> words : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], length(words.get(i)));
            }
        }
        line(out, columns, lines.getFirst(), widths);
        if (columns.stream().anyMatch(column -> !column.unit().isEmpty())) {
            line(out, columns, lines.get(1), widths);
        }
        rule(out, widths);
        for (int i = 0; i < table.rows().size(); i++) {
            if (table.rows().get(i).kind() == Row.Kind.TOTAL) {
                rule(out, widths);
            }
            line(out, columns, lines.get(i + 2), widths);
        }
    }

    private static void line(
            StringBuilder out, List<Column> columns, List<String> words, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String space = " ".repeat(widths[i] - length(words.get(i)));
            line.append(i == 0 ? "" : GAP);
            line.append(
                    columns.get(i).kind().isNumber() ? space + words.get(i) : words.get(i) + space);
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }

    private static void rule(StringBuilder out, int[] widths) {
        int width = GAP.length() * (widths.length - 1);
        for (int each : widths) {
            width += each;
        }
        out.append("─".repeat(width)).append('\n');
    }

    /// Bars stand in a table as well and are told in a sentence; columns over time are sketched in
    /// a line.
    private static void chart(StringBuilder out, Chart chart) {
        line(out, chart.title() + ": " + chart.summary());
        if (chart instanceof Chart.Columns columns && !columns.points().isEmpty()) {
            double most = 0;
            for (Chart.Point point : columns.points()) {
                most = Math.max(most, point.value());
            }
            StringBuilder sketch = new StringBuilder();
            for (Chart.Point point : columns.points()) {
                double part = most == 0 ? 0 : Math.max(0, point.value()) / most;
                sketch.append(LEVELS.charAt((int) Math.round(part * (LEVELS.length() - 1))));
            }
            line(
                    out,
                    columns.points().getFirst().label()
                            + " "
                            + sketch
                            + " "
                            + columns.points().getLast().label());
        }
    }

    private static void facts(StringBuilder out, List<Fact> facts) {
        int widest = 0;
        for (Fact fact : facts) {
            widest = Math.max(widest, length(shown(fact.name())));
        }
        for (Fact fact : facts) {
            String name = shown(fact.name());
            line(
                    out,
                    (fact.good() ? "  " : "! ")
                            + name
                            + " ".repeat(widest - length(name))
                            + GAP
                            + fact.value());
        }
    }

    private static void note(StringBuilder out, List<String> sentences) {
        for (String sentence : sentences) {
            StringBuilder line = new StringBuilder();
            for (String word : sentence.split(" ", -1)) {
                if (!line.isEmpty() && line.length() + 1 + word.length() > NOTE_WIDTH) {
                    line(out, line.toString());
                    line.setLength(0);
                }
                line.append(line.isEmpty() ? "" : " ").append(word);
            }
            line(out, line.toString());
        }
    }

    private static void line(StringBuilder out, String words) {
        out.append(shown(words)).append('\n');
    }

    private static String shown(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> shown.appendCodePoint(isObeyed(c) ? '\ufffd' : c));
        return shown.toString();
    }

    /// Control characters, and those that turn the direction of writing.
    private static boolean isObeyed(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
