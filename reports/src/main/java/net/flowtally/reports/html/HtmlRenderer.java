package net.flowtally.reports.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.flowtally.reports.table.Cell;
import net.flowtally.reports.table.CellText;
import net.flowtally.reports.table.Column;
import net.flowtally.reports.table.Fact;
import net.flowtally.reports.table.Report;
import net.flowtally.reports.table.Row;
import net.flowtally.reports.table.Section;
import net.flowtally.reports.table.Table;

/// Writes a report as one HTML file that needs nothing else: style inside, charts as SVG, no
/// script, and a policy that forbids every request.
public final class HtmlRenderer {
    /// Characters of a text that is not squeezed into a narrow column.
    private static final int LONG = 28;

    private HtmlRenderer() {}

    public static String render(Report report) {
        StringBuilder html = new StringBuilder(32_768);
        CellText text = new CellText(report.locale(), report.zone());
        html.append("<!doctype html>\n<html lang=\"")
                .append(Markup.escape(report.locale().toLanguageTag()));
        html.append("\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
        html.append("style-src 'unsafe-inline'\">\n");
        html.append(
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
        html.append(Markup.escape(report.title() + " – " + report.subtitle()))
                .append("</title>\n<style>\n");
        html.append(style()).append("</style>\n</head>\n<body>\n<main>\n");
        head(html, report);
        for (Section section : report.sections()) {
            switch (section) {
                case Section.Rows(Table table) -> table(html, table, text);
                case Section.Picture(var chart) -> SvgChart.append(html, chart);
                case Section.Box(String title, List<Fact> facts) -> box(html, title, facts);
                case Section.Note(List<String> sentences) -> note(html, sentences);
            }
        }
        foot(html, report, text);
        return html.append("</main>\n</body>\n</html>\n").toString();
    }

    private static void head(StringBuilder html, Report report) {
        html.append("<header>\n<p class=\"organisation\">")
                .append(Markup.escape(report.organisation()));
        html.append("</p>\n<h1>")
                .append(Markup.escape(report.title()))
                .append("</h1>\n<p class=\"subtitle\">");
        html.append(Markup.escape(report.subtitle())).append("</p>\n<p class=\"question\">");
        html.append(Markup.escape(report.question())).append("</p>\n</header>\n");
    }

    private static void table(StringBuilder html, Table table, CellText text) {
        html.append("<section>\n<h2>").append(Markup.escape(table.title())).append("</h2>\n");
        html.append("<div class=\"scroll\"><table>\n<thead><tr>");
        for (Column column : table.columns()) {
            html.append(
                    column.kind().isNumber()
                            ? "<th scope=\"col\" class=\"n\">"
                            : "<th scope=\"col\">");
            html.append(Markup.escape(column.title()));
            if (!column.unit().isEmpty()) {
                html.append(" <span class=\"unit\">")
                        .append(Markup.escape(column.unit()))
                        .append("</span>");
            }
            html.append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        for (Row row : table.rows()) {
            html.append("<tr class=\"").append(cssClass(row.kind())).append("\">");
            for (int i = 0; i < table.columns().size(); i++) {
                cell(
                        html,
                        table.columns().get(i),
                        row.cells().get(i),
                        i == 0 ? row.depth() : 0,
                        text);
            }
            html.append("</tr>\n");
        }
        html.append("</tbody></table></div>\n</section>\n");
    }

    private static void cell(
            StringBuilder html, Column column, Cell cell, int depth, CellText text) {
        html.append("<td");
        if (column.kind().isNumber()) {
            html.append(" class=\"n\"");
        } else if (text.of(cell).length() > LONG) {
            html.append(" class=\"long\"");
        }
        if (depth > 0) {
            html.append(" style=\"padding-left:").append(depth).append(".6em\"");
        }
        html.append('>').append(Markup.escape(text.of(cell))).append("</td>");
    }

    private static String cssClass(Row.Kind kind) {
        return switch (kind) {
            case DETAIL -> "detail";
            case OTHERS -> "others";
            case UNASSIGNED -> "unassigned";
            case SUBTOTAL -> "subtotal";
            case TOTAL -> "total";
        };
    }

    private static void box(StringBuilder html, String title, List<Fact> facts) {
        html.append("<section class=\"box\">\n<h2>").append(Markup.escape(title)).append("</h2>\n");
        facts(html, facts);
        html.append("</section>\n");
    }

    private static void facts(StringBuilder html, List<Fact> facts) {
        html.append("<dl>\n");
        for (Fact fact : facts) {
            html.append("<div").append(fact.good() ? ">" : " class=\"look\">");
            html.append("<dt>").append(Markup.escape(fact.name())).append("</dt><dd>");
            html.append(fact.good() ? "" : "▲ ")
                    .append(Markup.escape(fact.value()))
                    .append("</dd></div>\n");
        }
        html.append("</dl>\n");
    }

    private static void note(StringBuilder html, List<String> sentences) {
        html.append("<section class=\"note\">\n");
        for (String sentence : sentences) {
            html.append("<p>").append(Markup.escape(sentence)).append("</p>\n");
        }
        html.append("</section>\n");
    }

    private static void foot(StringBuilder html, Report report, CellText text) {
        html.append("<footer>\n");
        facts(html, report.facts());
        html.append("<p>")
                .append(Markup.escape(report.id()))
                .append(" version ")
                .append(report.version());
        html.append(" · figures as of ")
                .append(Markup.escape(text.of(new Cell.Time(report.asOf()))));
        html.append(" · times in ")
                .append(Markup.escape(report.zone().getId()))
                .append("</p>\n</footer>\n");
    }

    private static String style() {
        try (InputStream in = HtmlRenderer.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("report.css is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
