package net.flowtally.collector.flow;

import java.math.BigInteger;

/// Exact integer proportions of counters.
final class Proportion {
    private Proportion() {}

    /// `value * numerator / denominator`, rounded half up; `Long.MAX_VALUE` where it would be more.
    /// None is negative, the denominator is positive.
    static long scale(long value, long numerator, long denominator) {
        if (numerator == denominator) {
            return value;
        }
        long product = value * numerator;
        if (Math.multiplyHigh(value, numerator) == 0 && product >= 0) {
            long quotient = product / denominator;
            long remainder = product - quotient * denominator;
            return remainder >= denominator - remainder ? quotient + 1 : quotient;
        }
        BigInteger twice = BigInteger.valueOf(denominator).shiftLeft(1);
        BigInteger scaled =
                BigInteger.valueOf(value)
                        .multiply(BigInteger.valueOf(numerator))
                        .shiftLeft(1)
                        .add(BigInteger.valueOf(denominator))
                        .divide(twice);
        return scaled.bitLength() > 63 ? Long.MAX_VALUE : scaled.longValue();
    }

    /// Spreads a total over weights by largest remainder, ties to the earlier one: the shares sum
    /// to the total.
    ///
    /// @param count how many of the weights and shares are used
    /// @param remainders scratch, as long as the weights
    static void spread(long total, long[] weights, int count, long[] shares, long[] remainders) {
        long weight = 0;
        for (int i = 0; i < count; i++) {
            weight += weights[i];
        }
        if (count == 2 && Math.multiplyHigh(total, weight) == 0 && total * weight >= 0) {
            // two remainders sum to nothing or to one: the first share is rounded half up
            long product = total * weights[0];
            long share = product / weight;
            long remainder = product - share * weight;
            shares[0] = remainder != 0 && remainder >= weight - remainder ? share + 1 : share;
            shares[1] = total - shares[0];
            return;
        }
        long left = total;
        for (int i = 0; i < count; i++) {
            long product = total * weights[i];
            if (Math.multiplyHigh(total, weights[i]) == 0 && product >= 0) {
                shares[i] = product / weight;
                remainders[i] = product - shares[i] * weight;
            } else {
                BigInteger[] exact =
                        BigInteger.valueOf(total)
                                .multiply(BigInteger.valueOf(weights[i]))
                                .divideAndRemainder(BigInteger.valueOf(weight));
                shares[i] = exact[0].longValueExact();
                remainders[i] = exact[1].longValueExact();
            }
            left -= shares[i];
        }
        for (; left > 0; left--) {
            int largest = 0;
            for (int i = 1; i < count; i++) {
                if (remainders[i] > remainders[largest]) {
                    largest = i;
                }
            }
            shares[largest]++;
            remainders[largest] = -1;
        }
    }
}
