package net.flowtally.ledger.accounting;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import net.flowtally.ledger.tariff.Band;
import net.flowtally.ledger.tariff.Percentile;
import net.flowtally.ledger.tariff.Pricing;

/// What stands behind a line that is charged by the 95th percentile: every quarter hour that was
/// sorted, and which did not count.
///
/// @param value Mbit/s, as the line has it
/// @param inForce quarter hours of the period that the rule is in force for, of `ofPeriod`
/// @param missing quarter hours in which the site heard nothing; they count as the price says
/// @param samples the highest first; where directions are apart, all of the one that counts come
///   before those of the other
public record RateSamples(
        long department,
        long rule,
        String category,
        Band band,
        Pricing.Rate rate,
        BigDecimal value,
        int inForce,
        int ofPeriod,
        int missing,
        List<Sample> samples) {
    public RateSamples {
        samples = List.copyOf(samples);
    }

    /// @param from when the quarter hour begins
    /// @param bytes of all ports together
    /// @param isDiscarded whether it lies above the percentile and does not count
    /// @param isMissing whether the site heard nothing then
    public record Sample(
            Instant from,
            Percentile.Direction direction,
            long bytes,
            BigDecimal mbits,
            boolean isDiscarded,
            boolean isMissing) {}

    public long discarded() {
        return samples.stream().filter(Sample::isDiscarded).count();
    }
}
