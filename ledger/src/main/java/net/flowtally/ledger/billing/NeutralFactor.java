package net.flowtally.ledger.billing;

import java.math.BigDecimal;

/// Searches the factor for prices at which a total becomes what is wanted. The total never falls as
/// the factor grows, but in steps, because every line is rounded; where a step leaps over what is
/// wanted, the nearer side of it is taken, the lower one if both are as near.
final class NeutralFactor {
    /// Factors are tried in steps of 10^-12.
    private static final int DECIMALS = 12;

    private static final long ONE = 1_000_000_000_000L;
    private static final long MOST = 1_000 * ONE;

    private final Total total;
    private final long wanted;
    private final String category;

    /// What statements come to with prices times a factor, in minor units.
    interface Total {
        long at(String category, BigDecimal factor);
    }

    NeutralFactor(Total total, long wanted, String category) {
        this.total = total;
        this.wanted = wanted;
        this.category = category;
    }

    BigDecimal find() {
        long above = lowest(wanted);
        if (at(above) == wanted || above == 0) {
            return plainest(above);
        }
        long below = above - 1;
        boolean isBelowNearer = wanted - at(below) <= at(above) - wanted;
        return plainest(isBelowNearer || at(above) < wanted ? lowest(at(below)) : above);
    }

    private long at(long steps) {
        return total.at(category, BigDecimal.valueOf(steps, DECIMALS));
    }

    /// The lowest factor that brings at least so much; the highest there is if none does.
    private long lowest(long least) {
        long high = ONE;
        while (high < MOST && at(high) < least) {
            high *= 10;
        }
        long low = 0;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (at(middle) < least) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Of all factors that bring the same as the one given, which is the lowest, that with the
    /// fewest decimals.
    private BigDecimal plainest(long lowest) {
        long same = at(lowest);
        for (long step = ONE; step > 1; step /= 10) {
            long rounded = Math.ceilDiv(lowest, step) * step;
            if (at(rounded) == same) {
                return BigDecimal.valueOf(rounded, DECIMALS).stripTrailingZeros();
            }
        }
        return BigDecimal.valueOf(lowest, DECIMALS).stripTrailingZeros();
    }
}
