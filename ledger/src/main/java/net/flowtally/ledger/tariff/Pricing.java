package net.flowtally.ledger.tariff;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/// What a rule charges a department for its usage of a whole billing period. Prices are in whole
/// units of the currency, exact and not negative. Written and read by [PriceText].
public sealed interface Pricing {
    Limits limits();

    /// The price that a megabyte has before any tier or limit is reached; 0 if volume has none.
    BigDecimal listPrice();

    /// The same with all prices times a factor, rounded half up to what a price may have of
    /// decimals. Minimum and cap stay.
    Pricing scaled(BigDecimal factor);

    /// By volume and by calls.
    ///
    /// @param tiers ascending, the first from 0; empty if volume costs nothing
    record Volume(List<Tier> tiers, BigDecimal perCall, Limits limits) implements Pricing {
        public Volume {
            tiers = List.copyOf(tiers);
        }

        @Override
        public BigDecimal listPrice() {
            return tiers.isEmpty() ? BigDecimal.ZERO : tiers.getFirst().price();
        }

        @Override
        public Pricing scaled(BigDecimal factor) {
            return new Volume(
                    tiers.stream()
                            .map(tier -> new Tier(tier.from, times(tier.price, factor)))
                            .toList(),
                    times(perCall, factor),
                    limits);
        }
    }

    /// By the 95th percentile of the rate in quarter hours.
    ///
    /// @param commit Mbit/s that are paid for in any case
    /// @param price of a committed Mbit/s
    /// @param over price of each Mbit/s beyond
    record Rate(
            Percentile.Method method,
            Percentile.Missing missing,
            BigDecimal commit,
            BigDecimal price,
            BigDecimal over,
            Limits limits)
            implements Pricing {
        @Override
        public BigDecimal listPrice() {
            return BigDecimal.ZERO;
        }

        @Override
        public Pricing scaled(BigDecimal factor) {
            return new Rate(
                    method, missing, commit, times(price, factor), times(over, factor), limits);
        }
    }

    /// What the volume from some megabytes on costs, up to the next tier.
    ///
    /// @param from in MB (or MiB, as the site's unit is), worked out over the whole period
    /// @param price for each of them; 0 makes an allowance
    record Tier(BigDecimal from, BigDecimal price) {}

    /// The least and the most that a department pays in a period for what a rule prices.
    ///
    /// @param minimum only where there is usage; 0 = none
    /// @param cap 0 = none
    record Limits(BigDecimal minimum, BigDecimal cap) {
        public static final Limits NONE = new Limits(BigDecimal.ZERO, BigDecimal.ZERO);
    }

    /// One price for each megabyte.
    static Pricing perUnit(BigDecimal price) {
        return new Volume(List.of(new Tier(BigDecimal.ZERO, price)), BigDecimal.ZERO, Limits.NONE);
    }

    private static BigDecimal times(BigDecimal price, BigDecimal factor) {
        BigDecimal exact =
                price.multiply(factor)
                        .setScale(PriceText.MOST_DECIMALS, RoundingMode.HALF_UP)
                        .stripTrailingZeros();
        return exact.scale() < price.scale() ? exact.setScale(price.scale()) : exact;
    }
}
