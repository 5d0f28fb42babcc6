package net.flowtally.ledger.money;

import java.math.BigInteger;
import java.util.Arrays;

/// Spreading of a whole number over parts in proportion to weights, so that the parts sum to the
/// whole: each part gets its share rounded towards zero; what is left goes by one to the parts with
/// the largest remainders, among equals to the earlier ones. A negative total is spread like the
/// positive one.
public final class LargestRemainder {
    private LargestRemainder() {}

    /// @param weights none negative; if all are zero, all count the same
    /// @return as many parts as weights, in their order
    /// @throws IllegalArgumentException if a weight is negative, or there is something to spread
    ///   and nothing to spread it over
    public static long[] spread(long total, long[] weights) {
        long[] parts = new long[weights.length];
        if (total == 0) {
            return parts;
        }
        if (weights.length == 0) {
            throw new IllegalArgumentException("nothing to spread " + total + " over");
        }
        BigInteger sum = sum(weights);
        if (sum.signum() == 0) {
            long[] same = new long[weights.length];
            Arrays.fill(same, 1);
            return spread(total, same);
        }
        // worked out below zero, where Long.MIN_VALUE has no absolute value that fits
        long negative = total < 0 ? total : -total;
        if (fits(negative, weights, sum)) {
            spreadLongs(negative, weights, sum.longValueExact(), parts);
        } else {
            spreadBig(BigInteger.valueOf(negative).negate(), weights, sum, parts);
        }
        if (total > 0) {
            for (int i = 0; i < parts.length; i++) {
                parts[i] = -parts[i];
            }
        }
        return parts;
    }

    private static BigInteger sum(long[] weights) {
        BigInteger sum = BigInteger.ZERO;
        long some = 0;
        for (long weight : weights) {
            if (weight < 0) {
                throw new IllegalArgumentException("a weight is negative: " + weight);
            }
            if (some > Long.MAX_VALUE - weight) {
                sum = sum.add(BigInteger.valueOf(some));
                some = 0;
            }
            some += weight;
        }
        return sum.add(BigInteger.valueOf(some));
    }

    /// Whether every product of total and weight fits 63 bits.
    private static boolean fits(long negative, long[] weights, BigInteger sum) {
        if (sum.bitLength() > 63) {
            return false;
        }
        long largest = Arrays.stream(weights).max().orElse(0);
        return negative != Long.MIN_VALUE && -negative <= Long.MAX_VALUE / Math.max(1, largest);
    }

    private static void spreadLongs(long negative, long[] weights, long sum, long[] parts) {
        long[] remainders = new long[weights.length];
        long left = negative;
        for (int i = 0; i < weights.length; i++) {
            long product = -negative * weights[i];
            parts[i] = -(product / sum);
            remainders[i] = product % sum;
            left -= parts[i];
        }
        if (left == 0) {
            return;
        }
        // the remainder that still gets one, and how many equal to it do
        long[] sorted = remainders.clone();
        Arrays.sort(sorted);
        long least = sorted[Math.toIntExact(sorted.length + left)];
        long equals = -left;
        for (long remainder : remainders) {
            if (remainder > least) {
                equals--;
            }
        }
        for (int i = 0; i < parts.length; i++) {
            if (remainders[i] > least) {
                parts[i]--;
            } else if (remainders[i] == least && equals > 0) {
                parts[i]--;
                equals--;
            }
        }
    }

    private static void spreadBig(BigInteger total, long[] weights, BigInteger sum, long[] parts) {
        record Remainder(int part, BigInteger value) {}
        Remainder[] remainders = new Remainder[weights.length];
        BigInteger left = total;
        for (int i = 0; i < weights.length; i++) {
            BigInteger[] share =
                    total.multiply(BigInteger.valueOf(weights[i])).divideAndRemainder(sum);
            parts[i] = share[0].negate().longValueExact();
            remainders[i] = new Remainder(i, share[1]);
            left = left.subtract(share[0]);
        }
        // the sort is stable: among equals the earlier stays first
        Arrays.sort(remainders, (one, other) -> other.value.compareTo(one.value));
        for (int i = 0; i < left.intValueExact(); i++) {
            parts[remainders[i].part]--;
        }
    }
}
