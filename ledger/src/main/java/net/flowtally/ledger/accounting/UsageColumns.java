package net.flowtally.ledger.accounting;

import java.util.ArrayList;
import java.util.List;

/// The columns of usage files. Columns are only ever added, at the end, with a default.
final class UsageColumns {
    static final List<String> KEYS =
            List.of(
                    "quarter",
                    "department",
                    "user_id",
                    "workstation",
                    "service",
                    "zone",
                    "category",
                    "rule",
                    "band");
    static final List<String> SUMS =
            List.of(
                    "calls",
                    "bytes_sent",
                    "bytes_received",
                    "packets_sent",
                    "packets_received",
                    "sampled_bytes",
                    "corrected_bytes");
    static final List<String> ALL = all();

    private UsageColumns() {}

    static boolean isText(String column) {
        return switch (column) {
            case "service", "category", "band" -> true;
            default -> false;
        };
    }

    private static List<String> all() {
        List<String> all = new ArrayList<>(KEYS);
        all.addAll(SUMS);
        return List.copyOf(all);
    }
}
