package net.flowtally.reports.catalogue;

import java.util.List;
import java.util.Locale;
import net.flowtally.ledger.accounting.UsageDimension;
import net.flowtally.ledger.accounting.UsageSum;
import net.flowtally.ledger.accounting.UsageValue;
import net.flowtally.ledger.explore.CallSort;
import net.flowtally.ledger.tariff.Band;
import net.flowtally.reports.catalogue.ReportDeclaration.Rank;

/// How reports call things.
final class Wording {
    private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};

    static final String EXACT_CHARGES =
            "The filter chooses call by call, so the charges are exact and not those of statement"
                    + " lines.";

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

    static String title(CallSort order) {
        String column = order.column().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return "by " + column + (order.descending() ? ", the highest first" : "");
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

    static String notAccounted(UsageSum known) {
        return "Not all of these calls are accounted as they are now: usage knows "
                + known.calls()
                + " calls and "
                + known.bytes()
                + " bytes, and that is what other reports show until accounting has run.";
    }

    static String tooManyCalls(int most) {
        return "A report lists " + most + " calls at most; 'flowtally calls' writes all of them.";
    }

    static String carriedOver(long carried, long all) {
        return carried
                + " of the "
                + all
                + " calls began earlier and count as calls there; their bytes here are those of the"
                + " interval.";
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
