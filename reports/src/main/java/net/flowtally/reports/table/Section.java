package net.flowtally.reports.table;

import java.util.List;
import net.flowtally.reports.chart.Chart;

/// A part of a report.
public sealed interface Section {
    /// Rows and columns.
    record Rows(Table table) implements Section {}

    /// A picture of figures that also stand in a table.
    record Picture(Chart chart) implements Section {}

    /// Named values in a box.
    record Box(String title, List<Fact> facts) implements Section {
        public Box {
            facts = List.copyOf(facts);
        }
    }

    /// A few plain sentences.
    record Note(List<String> sentences) implements Section {
        public Note {
            sentences = List.copyOf(sentences);
        }
    }
}
