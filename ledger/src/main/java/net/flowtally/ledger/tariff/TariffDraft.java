package net.flowtally.ledger.tariff;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/// A tariff as somebody writes it down.
///
/// @param from when it comes into force, `Instant.MIN` for always
/// @param payer as the table of versions has it, `site` for the site's setting
/// @param peaks of the site from now on; empty leaves those there are
/// @param holidays of the site from now on; empty leaves those there are
public record TariffDraft(
        String name,
        Instant from,
        String payer,
        List<PeakSpan> peaks,
        List<Holiday> holidays,
        List<RuleDraft> rules,
        List<TariffTerm> terms,
        List<CostPool> pools,
        List<ServiceLevel> levels) {
    public TariffDraft {
        pools = List.copyOf(pools);
        levels = List.copyOf(levels);
        peaks = List.copyOf(peaks);
        holidays = List.copyOf(holidays);
        rules = List.copyOf(rules);
        terms = List.copyOf(terms);
    }

    /// A tariff of rules alone, for which the site's payer pays.
    public static TariffDraft ofRules(String name, Instant from, List<RuleDraft> rules) {
        return new TariffDraft(
                name,
                from,
                TariffTables.SITE,
                List.of(),
                List.of(),
                rules,
                List.of(),
                List.of(),
                List.of());
    }

    /// The same with the prices of one category, or of all, times a factor; fees, percentages,
    /// minimum and cap stay.
    ///
    /// @param category empty for all
    public TariffDraft scaled(String category, BigDecimal factor) {
        return new TariffDraft(
                name,
                from,
                payer,
                peaks,
                holidays,
                rules.stream()
                        .map(rule ->
                                category.isEmpty() || rule.category().equals(category)
                                        ? new RuleDraft(
                                                rule.zone(),
                                                rule.service(),
                                                rule.band(),
                                                rule.category(),
                                                rule.pricing().scaled(factor))
                                        : rule)
                        .toList(),
                terms,
                pools,
                levels);
    }

    /// The cost categories that its rules name, each once, in their order.
    public List<String> categories() {
        return rules.stream().map(RuleDraft::category).distinct().toList();
    }
}
