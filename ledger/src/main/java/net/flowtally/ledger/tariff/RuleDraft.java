package net.flowtally.ledger.tariff;

import java.math.BigDecimal;

/// A rule as somebody writes it down.
///
/// @param zone a zone's name; empty = any
/// @param service a service's name; empty = any
public record RuleDraft(String zone, String service, Band band, String category, Pricing pricing) {
    /// A rule with one price.
    ///
    /// @param price for each MB (or MiB, as the site's unit is), in whole units of the currency
    public RuleDraft(String zone, String service, Band band, String category, BigDecimal price) {
        this(zone, service, band, category, Pricing.perUnit(price));
    }
}
