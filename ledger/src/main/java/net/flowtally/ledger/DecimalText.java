package net.flowtally.ledger;

import java.nio.charset.StandardCharsets;

/// Writes whole numbers as `Long.toString` does, into octets and without an object for each.
public final class DecimalText {
    private static final byte[] LEAST =
            Long.toString(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);

    /// Octets of the longest number.
    public static final int LONGEST = LEAST.length;

    private DecimalText() {}

    /// @return where the number ends
    public static int put(long value, byte[] into, int from) {
        if (value == Long.MIN_VALUE) {
            System.arraycopy(LEAST, 0, into, from, LEAST.length);
            return from + LEAST.length;
        }
        int at = from;
        long rest = value;
        if (rest < 0) {
            into[at++] = '-';
            rest = -rest;
        }
        int end = at + digits(rest);
        at = end;
        do {
            long tenth = rest / 10;
            into[--at] = (byte) ('0' + (rest - tenth * 10));
            rest = tenth;
        } while (rest != 0);
        return end;
    }

    private static int digits(long value) {
        int digits = 1;
        for (long limit = 10; digits < LONGEST - 1 && value >= limit; limit *= 10) {
            digits++;
        }
        return digits;
    }
}
