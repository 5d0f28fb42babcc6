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
        BigDecimal price) {

    boolean matches(long zoneAsked, String serviceAsked, Band bandAsked) {
        return (zone == 0 || zone == zoneAsked)
                && (band == Band.ANY || band == bandAsked)
                && (service.isEmpty() || service.equals(serviceAsked));
    }

    Rating rating() {
        return new Rating(id, category, band, price);
    }
}
