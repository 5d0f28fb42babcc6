package net.flowtally.ledger.calls;

import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.exporter.HeldRelease;

/// How the slices of an interval read once held ones are released: a released slice is no longer
/// held, its counters are scaled by the rate of the release (half up), and its times are shifted,
/// which takes it to another quarter hour as a whole. The slice files stay as they are.
final class ReleasedSlices {
    private static final String TIMES = "quarter, call_start, owned_at, slice_start, slice_end";

    private final List<HeldRelease> releases;

    ReleasedSlices(List<HeldRelease> releases) {
        this.releases = List.copyOf(releases);
    }

    /// The releases that move slices in time.
    List<HeldRelease> shifting() {
        return releases.stream().filter(release -> release.shift() != 0).toList();
    }

    /// A query for the slices that lie in an interval as they read.
    ///
    /// @param files what to read from
    /// @param condition on the keys of calls
    String query(String files, long from, long to, String condition) {
        List<String> parts = new ArrayList<>();
        StringBuilder away = new StringBuilder();
        StringBuilder here = new StringBuilder();
        for (HeldRelease release : releases) {
            (release.shift() == 0 ? here : away)
                    .append(" AND NOT (")
                    .append(matching(release))
                    .append(')');
        }
        parts.add(select("*", files, from, to, condition) + here + away);
        for (HeldRelease release : releases) {
            String columns = columns(release);
            parts.add(
                    select(columns, files, from - release.shift(), to - release.shift(), condition)
                            + " AND "
                            + matching(release));
        }
        return String.join(" UNION ALL ", parts);
    }

    /// A query for what releases have changed: exporter, records, packets and bytes before and
    /// after.
    String changes(String files, long from, long to) {
        List<String> parts = new ArrayList<>();
        for (HeldRelease release : releases) {
            parts.add(
                    select(
                                    "exporter_hi, exporter_lo, held, records, packets, bytes, "
                                            + scaled("packets", release)
                                            + " AS packets_now, "
                                            + scaled("bytes", release)
                                            + " AS bytes_now",
                                    files,
                                    from,
                                    to,
                                    "true")
                            + " AND "
                            + matching(release));
        }
        return String.join(" UNION ALL ", parts);
    }

    private static String select(
            String columns, String files, long from, long to, String condition) {
        return "SELECT "
                + columns
                + " FROM "
                + files
                + " WHERE quarter >= "
                + from
                + " AND quarter < "
                + to
                + " AND "
                + condition;
    }

    private static String matching(HeldRelease release) {
        return "held = "
                + code(release.reason())
                + " AND exporter_hi = "
                + release.exporter().hi()
                + " AND exporter_lo = "
                + release.exporter().lo()
                + " AND quarter >= "
                + release.from()
                + " AND quarter < "
                + release.to();
    }

    private static byte code(HeldRelease.Reason reason) {
        return switch (reason) {
            case RATE -> Slice.HELD_UNKNOWN_RATE;
            case FUTURE -> Slice.HELD_FUTURE;
            case CLOCK -> Slice.HELD_CLOCK;
        };
    }

    private static String columns(HeldRelease release) {
        StringBuilder columns = new StringBuilder("* REPLACE (0::INTEGER AS held");
        boolean isScaled = release.numerator() != release.denominator();
        if (isScaled) {
            columns.append(", ").append(scaled("bytes", release)).append(" AS bytes");
            columns.append(", ").append(scaled("packets", release)).append(" AS packets");
            columns.append(", ").append(release.numerator()).append("::BIGINT AS rate_numerator");
            columns.append(", ")
                    .append(release.denominator())
                    .append("::BIGINT AS rate_denominator");
            columns.append(", ")
                    .append(Slice.RATE_ADMINISTRATOR)
                    .append("::INTEGER AS rate_source");
        }
        if (release.shift() != 0) {
            for (String time : TIMES.split(", ", -1)) {
                columns.append(", ")
                        .append(time)
                        .append(" + (")
                        .append(release.shift())
                        .append(") AS ")
                        .append(time);
            }
            columns.append(", (flags | ").append(Slice.CLOCK_CORRECTED).append(") AS flags");
        }
        return columns.append(')').toString();
    }

    private static String scaled(String column, HeldRelease release) {
        if (release.numerator() == release.denominator()) {
            return column;
        }
        return "((raw_"
                + column
                + "::HUGEINT * "
                + 2 * release.numerator()
                + " + "
                + release.denominator()
                + ") // "
                + 2 * release.denominator()
                + ")::BIGINT";
    }
}
