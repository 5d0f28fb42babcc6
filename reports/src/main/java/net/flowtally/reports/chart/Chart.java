package net.flowtally.reports.chart;

import java.util.List;

/// A chart as figures. `summary` says in one sentence what it shows, for those who do not see it.
public sealed interface Chart {
    String title();

    String summary();

    /// A labelled figure; `text` is how it is printed.
    record Point(String label, double value, String text) {}

    /// Ranked bars, the longest first.
    record Bars(String title, String summary, List<Point> points) implements Chart {
        public Bars {
            points = List.copyOf(points);
        }
    }

    /// Columns over time, in order.
    ///
    /// @param unit of the values, printed at the axis
    record Columns(String title, String summary, String unit, List<Point> points) implements Chart {
        public Columns {
            points = List.copyOf(points);
        }
    }
}
