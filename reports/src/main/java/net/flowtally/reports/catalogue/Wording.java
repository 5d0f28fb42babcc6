package net.flowtally.reports.catalogue;

import java.util.List;
import java.util.Locale;
import net.flowtally.ledger.accounting.UsageDimension;
import net.flowtally.ledger.accounting.UsageValue;
import net.flowtally.ledger.tariff.Band;
import net.flowtally.reports.catalogue.ReportDeclaration.Rank;

/// How reports call things.
final class Wording {
    private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};

    private Wording() {}

    static String title(UsageDimension level) {
        return switch (level) {
            case QUARTER -> "Quarter hour";
            case HOUR -> "Hour";
            case DAY -> "Day";
            case DEPARTMENT -> "Department";
            case USER -> "User";
            case WORKSTATION -> "Workstation";
            case SERVICE -> "Service";
            case ZONE -> "Zone";
            case CATEGORY -> "Cost category";
            case BAND -> "Peak or off-peak";
            case RULE -> "Tariff rule";
        };
    }

    static String title(Rank rank) {
        return switch (rank) {
            case CHARGE -> "charge";
            case BYTES -> "bytes";
        };
    }

    /// The finest name that a key has; what belongs to a department alone is named so.
    static String name(List<UsageValue> key) {
        for (int i = key.size() - 1; i > 0; i--) {
            if (!key.get(i).label().isEmpty()) {
                return i == key.size() - 1
                        ? key.get(i).label()
                        : key.get(i).label() + " (no workstation)";
            }
        }
        String first = key.getFirst().label();
        return key.size() == 1 ? first : first + " (no user)";
    }

    static String band(Band band) {
        return switch (band) {
            case ANY -> "any time";
            case PEAK -> "peak";
            case OFF_PEAK -> "off-peak";
        };
    }

    /// A volume to three digits, in powers of ten.
    static String volume(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 999.5 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        String digits =
                unit == 0
                        ? Long.toString(bytes)
                        : String.format(
                                Locale.ROOT,
                                value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f",
                                value);
        return digits + " " + UNITS[unit];
    }
}
