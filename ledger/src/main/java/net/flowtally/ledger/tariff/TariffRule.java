package net.flowtally.ledger.tariff;

import java.math.BigDecimal;

/// A price and what it is for. Rules are tried in the order of their ordinals.
///
/// @param zone 0 = any
/// @param service a service's name; empty = any
public record TariffRule(
        long id,
        int ordinal,
        long zone,
        String service,
        Band band,
        String category,
        Pricing pricing) {

    /// The list price of a megabyte; what a period costs is worked out by the pricing.
    public BigDecimal price() {
        return pricing.listPrice();
    }

    /// What it charges, as tariff files write it.
    ///
    /// @param unit MB or MiB
    public String words(String unit) {
        return PriceText.format(pricing, unit);
    }

    boolean matches(long zoneAsked, String serviceAsked, Band bandAsked) {
        return (zone == 0 || zone == zoneAsked)
                && (band == Band.ANY || band == bandAsked)
                && (service.isEmpty() || service.equals(serviceAsked));
    }

    /// Whether everything that another rule matches is matched by this one.
    boolean covers(TariffRule other) {
        return (zone == 0 || zone == other.zone)
                && (band == Band.ANY || band == other.band)
                && (service.isEmpty() || service.equals(other.service));
    }

    Rating rating() {
        return new Rating(id, category, band, pricing.listPrice());
    }
}
