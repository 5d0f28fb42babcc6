package net.flowtally.app.command;

import java.util.Locale;

/// Amounts of disk in words: decimal units, three digits.
final class Octets {
    private static final String[] UNITS = {"octets", "kB", "MB", "GB", "TB", "PB"};

    private Octets() {}

    static String text(long octets) {
        double amount = octets;
        int unit = 0;
        while (amount >= 999.5 && unit < UNITS.length - 1) {
            amount /= 1000;
            unit++;
        }
        if (unit == 0) {
            return octets + " octets";
        }
        return String.format(
                Locale.ROOT,
                amount < 9.995 ? "%.2f %s" : amount < 99.95 ? "%.1f %s" : "%.0f %s",
                amount,
                UNITS[unit]);
    }
}
