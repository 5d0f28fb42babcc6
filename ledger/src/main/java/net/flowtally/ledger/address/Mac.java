package net.flowtally.ledger.address;

import java.util.Locale;
import java.util.regex.Pattern;

/// A hardware address of 48 bits (IEEE EUI-48), kept in the low bits.
public record Mac(long bits) implements Comparable<Mac> {
    private static final Pattern PAIRS = Pattern.compile("(?:\\p{XDigit}{2}[:-]){5}\\p{XDigit}{2}");
    private static final Pattern QUADS = Pattern.compile("(?:\\p{XDigit}{4}\\.){2}\\p{XDigit}{4}");

    public Mac {
        if (bits >>> 48 != 0) {
            throw new IllegalArgumentException("a MAC has 48 bits");
        }
    }

    /// Whether a text has the form of a MAC: `00:11:22:33:44:55`, with `-` for `:`, or
    /// `0011.2233.4455`. No IPv6 address has.
    public static boolean isMac(String text) {
        return PAIRS.matcher(text).matches() || QUADS.matcher(text).matches();
    }

    /// @throws MalformedAddress if the text is no MAC
    public static Mac parse(String text) {
        if (!isMac(text)) {
            throw new MalformedAddress(text, "a MAC; write it as 00:11:22:33:44:55");
        }
        return new Mac(Long.parseLong(text.replaceAll("[:.-]", ""), 16));
    }

    @Override
    public int compareTo(Mac other) {
        return Long.compare(bits, other.bits);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(17);
        for (int shift = 40; shift >= 0; shift -= 8) {
            text.append(text.isEmpty() ? "" : ":")
                    .append(String.format(Locale.ROOT, "%02x", bits >>> shift & 0xff));
        }
        return text.toString();
    }
}
