package net.flowtally.ledger.tariff;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.flowtally.ledger.settings.Payer;
import net.flowtally.ledger.time.Span;

/// The rules that hold for a time, in the order in which they are tried, and what is charged beside
/// them.
public record TariffVersion(
        long id,
        String name,
        Span span,
        Payer payer,
        List<TariffRule> rules,
        List<TariffTerm> terms,
        List<CostPool> pools,
        List<ServiceLevel> levels) {
    public TariffVersion {
        pools = List.copyOf(pools);
        levels = List.copyOf(levels);
        rules = rules.stream().sorted(Comparator.comparingInt(TariffRule::ordinal)).toList();
        terms = List.copyOf(terms);
    }

    /// The same with an earlier end.
    TariffVersion until(Instant end) {
        return new TariffVersion(
                id, name, new Span(span.from(), end), payer, rules, terms, pools, levels);
    }

    /// Rules that can never price anything, because rules before them take all that they match: a
    /// sentence for each.
    public List<String> shadowed() {
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            TariffRule rule = rules.get(i);
            boolean peak = false;
            boolean offPeak = false;
            for (TariffRule earlier : rules.subList(0, i)) {
                boolean inPeak =
                        rule.band() != Band.OFF_PEAK && earlier.covers(in(rule, Band.PEAK));
                boolean inOffPeak =
                        rule.band() != Band.PEAK && earlier.covers(in(rule, Band.OFF_PEAK));
                peak |= inPeak;
                offPeak |= inOffPeak;
                if ((peak || rule.band() == Band.OFF_PEAK)
                        && (offPeak || rule.band() == Band.PEAK)) {
                    sentences.add(
                            "Rule "
                                    + rule.ordinal()
                                    + " ("
                                    + rule.category()
                                    + ") never prices anything: all that it matches is taken before,"
                                    + " last by rule "
                                    + earlier.ordinal()
                                    + " ("
                                    + earlier.category()
                                    + ").");
                    break;
                }
            }
        }
        return sentences;
    }

    private static TariffRule in(TariffRule rule, Band band) {
        return new TariffRule(
                rule.id(),
                rule.ordinal(),
                rule.zone(),
                rule.service(),
                band,
                rule.category(),
                rule.pricing());
    }
}
