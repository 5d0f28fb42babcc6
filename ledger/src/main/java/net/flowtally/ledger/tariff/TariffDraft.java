package net.flowtally.ledger.tariff;

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
        List<TariffTerm> terms) {
    public TariffDraft {
        peaks = List.copyOf(peaks);
        holidays = List.copyOf(holidays);
        rules = List.copyOf(rules);
        terms = List.copyOf(terms);
    }
}
