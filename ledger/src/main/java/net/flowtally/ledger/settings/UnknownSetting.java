package net.flowtally.ledger.settings;

import java.util.Comparator;
import java.util.List;
import net.flowtally.ledger.LedgerException;

/// A key that names no setting.
public final class UnknownSetting extends LedgerException {
    private static final long serialVersionUID = 1L;

    /// So many letters may be wrong for a key to be suggested.
    private static final int NEAR = 2;

    UnknownSetting(String key) {
        super("There is no setting '" + key + "'; " + suggestion(key) + ".");
    }

    private static String suggestion(String key) {
        List<String> keys = Setting.ALL.stream().map(Setting::key).toList();
        List<String> near =
                keys.stream()
                        .filter(known -> isNear(key, known))
                        .sorted(Comparator.comparingInt(known -> distance(key, known)))
                        .toList();
        return near.isEmpty()
                ? "settings are " + String.join(", ", keys)
                : "meant is perhaps " + String.join(" or ", near);
    }

    private static boolean isNear(String key, String known) {
        if (key.isBlank()) {
            return false;
        }
        return known.contains(key) || distance(key, known) <= Math.min(NEAR, known.length() / 2);
    }

    /// How many letters have to be put in, taken out or changed to make one of the other.
    private static int distance(String one, String other) {
        int[] before = new int[other.length() + 1];
        for (int k = 0; k < before.length; k++) {
            before[k] = k;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] now = new int[before.length];
            now[0] = i;
            for (int k = 1; k < now.length; k++) {
                int change = one.charAt(i - 1) == other.charAt(k - 1) ? 0 : 1;
                now[k] = Math.min(before[k - 1] + change, 1 + Math.min(before[k], now[k - 1]));
            }
            before = now;
        }
        return before[other.length()];
    }
}
