package net.flowtally.ledger.tariff;

import java.math.BigDecimal;

/// What one rule says of a call: where its bytes are sorted to and what they cost.
///
/// @param rule 0 = unrated
/// @param band the one the rule is for: ANY where it prices peak and off-peak alike
/// @param pricePerUnit exact, for each MB (or MiB, as the site's unit is)
public record Rating(long rule, String category, Band band, BigDecimal pricePerUnit) {
    /// What no rule matches: shown, at no price.
    public static final Rating UNRATED = new Rating(0, "Unrated", Band.ANY, BigDecimal.ZERO);
}
