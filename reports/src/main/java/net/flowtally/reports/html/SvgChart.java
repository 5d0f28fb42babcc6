package net.flowtally.reports.html;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import net.flowtally.reports.chart.Chart;
import net.flowtally.reports.chart.Chart.Bars;
import net.flowtally.reports.chart.Chart.Columns;
import net.flowtally.reports.chart.Chart.Point;

/// Draws charts as inline SVG; colours come from the page's style, so that they follow light and
/// dark.
final class SvgChart {
    private static final int WIDTH = 960;
    private static final int BAR = 26;
    private static final int LABEL = 230;
    private static final int FIGURE = 150;
    private static final int HEIGHT = 230;
    private static final int AXIS = 74;

    private SvgChart() {}

    static void append(StringBuilder html, Chart chart) {
        html.append("<section>\n<h2>")
                .append(Markup.escape(chart.title()))
                .append("</h2>\n<figure>\n");
        switch (chart) {
            case Bars bars -> bars(html, bars);
            case Columns columns -> columns(html, columns);
        }
        html.append("<figcaption>")
                .append(Markup.escape(chart.summary()))
                .append("</figcaption>\n");
        html.append("</figure>\n</section>\n");
    }

    private static void open(StringBuilder html, int height, String summary) {
        html.append("<svg role=\"img\" viewBox=\"0 0 ").append(WIDTH).append(' ').append(height);
        html.append("\" aria-label=\"").append(Markup.escape(summary)).append("\">\n");
    }

    private static void bars(StringBuilder html, Bars bars) {
        open(html, Math.max(1, bars.points().size()) * BAR + 4, bars.summary());
        double most = most(bars.points());
        int y = 2;
        for (Point point : bars.points()) {
            double length =
                    most == 0 ? 0 : Math.max(1, point.value() / most * (WIDTH - LABEL - FIGURE));
            text(html, LABEL - 10, y + 17, "end", "label", shorten(point.label(), 30));
            html.append(
                    String.format(
                            Locale.ROOT,
                            "<rect class=\"bar\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\">",
                            LABEL,
                            y + 4,
                            length,
                            BAR - 9));
            html.append("<title>")
                    .append(Markup.escape(point.label() + ": " + point.text()))
                    .append("</title></rect>");
            text(html, (int) (LABEL + length + 8), y + 17, "start", "figure", point.text());
            y += BAR;
        }
        html.append("</svg>\n");
    }

    private static void columns(StringBuilder html, Columns columns) {
        open(html, HEIGHT, columns.summary());
        List<Point> points = columns.points();
        double rise = rise(most(points));
        int lines = Math.max(1, (int) Math.ceil(most(points) / rise - 1e-9));
        double most = rise * lines;
        double step = points.isEmpty() ? 0 : (double) (WIDTH - AXIS) / points.size();
        int floor = HEIGHT - 26;
        for (int line = 0; line <= lines; line++) {
            double value = rise * line;
            int y = (int) (floor - (floor - 12) * line / (double) lines);
            html.append(
                    String.format(
                            Locale.ROOT,
                            "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>",
                            AXIS,
                            WIDTH,
                            y,
                            y));
            text(html, AXIS - 8, y + 4, "end", "label", axis(value));
        }
        text(html, AXIS - 8, HEIGHT - 8, "end", "label", columns.unit());
        int every = Math.max(1, (int) Math.ceil(46 / Math.max(1, step)));
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            double height = point.value() / most * (floor - 12);
            html.append(
                    String.format(
                            Locale.ROOT,
                            "<rect class=\"bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\">",
                            AXIS + i * step + step * 0.12,
                            floor - height,
                            Math.max(0.5, step * 0.76),
                            height));
            html.append("<title>")
                    .append(Markup.escape(point.label() + ": " + point.text()))
                    .append("</title></rect>");
            if (i % every == 0) {
                text(
                        html,
                        (int) (AXIS + (i + 0.5) * step),
                        HEIGHT - 8,
                        "middle",
                        "label",
                        point.label());
            }
        }
        html.append("</svg>\n");
    }

    private static void text(
            StringBuilder html, int x, int y, String anchor, String css, String text) {
        html.append(
                String.format(
                        Locale.ROOT,
                        "<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">",
                        css,
                        x,
                        y,
                        anchor));
        html.append(Markup.escape(text)).append("</text>\n");
    }

    private static double most(List<Point> points) {
        double most = 0;
        for (Point point : points) {
            most = Math.max(most, point.value());
        }
        return most;
    }

    /// A round number that four or five steps of reach the highest value.
    private static double rise(double most) {
        if (most <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(most / 4)));
        for (double step : new double[] {1, 2, 2.5, 5}) {
            if (step * power * 5 >= most) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private static String axis(double value) {
        BigDecimal digits = BigDecimal.valueOf(value).round(new MathContext(4));
        return digits.signum() == 0 ? "0" : digits.stripTrailingZeros().toPlainString();
    }

    private static String shorten(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
