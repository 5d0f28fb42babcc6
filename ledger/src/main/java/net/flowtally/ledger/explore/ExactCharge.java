package net.flowtally.ledger.explore;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import net.flowtally.ledger.settings.VolumeUnit;

/// Charges of calls as whole numbers, so that the engine can sum and sort them exactly: a byte at a
/// price of 1 for a MB weighs 2^20 × 10^9 ÷ 2^6, a byte at a price of 1 for a MiB 5^6 × 10^9.
final class ExactCharge {
    private static final int PRICE_DECIMALS = 9;

    /// Divided by both units without a remainder.
    private static final long COMMON_UNIT = (1L << 20) * 15_625;

    private static final BigDecimal SCALE =
            BigDecimal.valueOf(COMMON_UNIT).movePointRight(PRICE_DECIMALS);

    private ExactCharge() {}

    /// What a byte weighs at a price.
    ///
    /// @throws ArithmeticException if the price has more than 9 decimals or is absurdly high
    static long weight(BigDecimal price, VolumeUnit unit) {
        long scaled =
                price.setScale(PRICE_DECIMALS, RoundingMode.UNNECESSARY)
                        .unscaledValue()
                        .longValueExact();
        return Math.multiplyExact(scaled, COMMON_UNIT / unit.bytes());
    }

    /// The charge for a sum of weights of bytes.
    static BigDecimal charge(BigInteger weights) {
        BigDecimal exact = new BigDecimal(weights).divide(SCALE);
        BigDecimal stripped = exact.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0, RoundingMode.UNNECESSARY) : stripped;
    }
}
