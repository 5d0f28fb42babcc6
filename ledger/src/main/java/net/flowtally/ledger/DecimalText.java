package net.flowtally.ledger;

import java.nio.charset.StandardCharsets;

/// Writes whole numbers as `Long.toString` does, into octets and without an object for each.
public final class DecimalText {
    private static final byte[] LEAST =
            Long.toString(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);

    /// Octets of the longest number.
    public static final int LONGEST = LEAST.length;

    /// `00` to `99`.
    private static final byte[] PAIRS = pairs();

    /// 1, 10, 100, ...
    private static final long[] POWERS = powers();

    /// The rest of a division by it is an int, which is divided faster.
    private static final long EIGHT_DIGITS = 100_000_000;

    private DecimalText() {}

    /// @return where the number ends
    public static int put(long value, byte[] into, int from) {
        if (value == Long.MIN_VALUE) {
            System.arraycopy(LEAST, 0, into, from, LEAST.length);
            return from + LEAST.length;
        }
        int start = from;
        long rest = value;
        if (rest < 0) {
            into[start++] = '-';
            rest = -rest;
        }
        int end = start + digits(rest);
        int at = end;
        while (rest >= EIGHT_DIGITS) {
            long higher = rest / EIGHT_DIGITS;
            int lower = (int) (rest - higher * EIGHT_DIGITS);
            for (int i = 0; i < 4; i++) {
                at -= 2;
                lower = putPair(lower, into, at);
            }
            rest = higher;
        }
        int last = (int) rest;
        while (last >= 10) {
            at -= 2;
            last = putPair(last, into, at);
        }
        if (at > start) {
            into[start] = (byte) ('0' + last);
        }
        return end;
    }

    /// @return the number without its last two digits, which it has put
    private static int putPair(int number, byte[] into, int at) {
        int higher = number / 100;
        int pair = (number - higher * 100) * 2;
        into[at] = PAIRS[pair];
        into[at + 1] = PAIRS[pair + 1];
        return higher;
    }

    private static int digits(long value) {
        // 1233 / 4096 is a little more than the logarithm of 2
        int most = ((Long.SIZE - Long.numberOfLeadingZeros(value | 1)) * 1233) >>> 12;
        return Math.max(1, most + (value >= POWERS[most] ? 1 : 0));
    }

    private static byte[] pairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[2 * i] = (byte) ('0' + i / 10);
            pairs[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }

    private static long[] powers() {
        long[] powers = new long[LONGEST - 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }
}
