package net.flowtally.ledger.tariff;

import java.util.Comparator;
import java.util.List;
import net.flowtally.ledger.settings.Payer;
import net.flowtally.ledger.time.Span;

/// The rules that hold for a time, in the order in which they are tried.
public record TariffVersion(long id, String name, Span span, Payer payer, List<TariffRule> rules) {
    public TariffVersion {
        rules = rules.stream().sorted(Comparator.comparingInt(TariffRule::ordinal)).toList();
    }
}
