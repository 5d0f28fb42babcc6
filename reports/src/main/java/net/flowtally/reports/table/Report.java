package net.flowtally.reports.table;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/// A finished report: what was asked, what it was made of, and the answer. Renderers turn it into a
/// file or a screen and compute nothing.
///
/// @param asOf when the figures were read
/// @param zone the accounting time zone, in which times are shown
/// @param facts what every page carries: parameters, period state, completeness
public record Report(
        String id,
        int version,
        String title,
        String subtitle,
        String question,
        String organisation,
        Instant asOf,
        ZoneId zone,
        Locale locale,
        List<Fact> facts,
        List<Section> sections) {
    public Report {
        facts = List.copyOf(facts);
        sections = List.copyOf(sections);
    }

    /// The tables, in order.
    public List<Table> tables() {
        return sections.stream()
                .filter(Section.Rows.class::isInstance)
                .map(section -> ((Section.Rows) section).table())
                .toList();
    }
}
