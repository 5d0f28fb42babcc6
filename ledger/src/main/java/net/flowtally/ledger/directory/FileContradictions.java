package net.flowtally.ledger.directory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds rows of one file that contradict one another: two that claim the same address at one time,
/// and two that put a user in two departments at one time.
final class FileContradictions {
    private FileContradictions() {}

    /// The rows without those that only repeat an earlier one.
    ///
    /// @param errors takes what contradicts itself
    /// @param warnings takes what is repeated
    static List<DirectoryRow> check(List<DirectoryRow> rows, RowErrors errors, RowErrors warnings) {
        List<DirectoryRow> sorted = new ArrayList<>(rows);
        sorted.sort(
                Comparator.comparing(DirectoryRow::prefix)
                        .thenComparing(row -> row.span().from())
                        .thenComparingLong(DirectoryRow::line));
        List<DirectoryRow> kept = new ArrayList<>(rows.size());
        Optional<DirectoryRow> longest = Optional.empty();
        for (DirectoryRow row : sorted) {
            DirectoryRow before = longest.orElse(row);
            boolean same = longest.isPresent() && before.prefix().equals(row.prefix());
            if (same && row.saysTheSameAs(before)) {
                warnings.add(
                        row.line(), "", "The line says the same as line " + before.line() + ".");
                continue;
            }
            if (same && row.span().overlaps(before.span())) {
                errors.add(
                        Math.max(row.line(), before.line()),
                        "address",
                        row.prefix()
                                + " is claimed for the same time by line "
                                + Math.min(row.line(), before.line())
                                + ".");
            }
            if (!same || row.span().to().isAfter(before.span().to())) {
                longest = Optional.of(row);
            }
            kept.add(row);
        }
        kept.sort(Comparator.comparingLong(DirectoryRow::line));
        checkUsers(kept, errors);
        return kept;
    }

    private static void checkUsers(List<DirectoryRow> rows, RowErrors errors) {
        Map<String, List<DirectoryRow>> byUser = new HashMap<>();
        for (DirectoryRow row : rows) {
            if (!row.user().isEmpty()) {
                byUser.computeIfAbsent(row.user(), _ -> new ArrayList<>(2)).add(row);
            }
        }
        for (List<DirectoryRow> ofUser : byUser.values()) {
            ofUser.sort(Comparator.comparing(row -> row.span().from()));
            checkUser(ofUser, errors);
        }
    }

    /// Tells the first two rows, in time, that put a user in two departments.
    private static void checkUser(List<DirectoryRow> byTime, RowErrors errors) {
        // of each department the row that ends last, while it has not ended
        Map<String, DirectoryRow> last = new HashMap<>();
        for (DirectoryRow row : byTime) {
            last.values().removeIf(other -> !other.span().overlaps(row.span()));
            for (DirectoryRow other : last.values()) {
                if (!other.department().equals(row.department())) {
                    boolean below = row.line() > other.line();
                    DirectoryRow later = below ? row : other;
                    DirectoryRow earlier = below ? other : row;
                    errors.add(
                            later.line(),
                            "department",
                            row.user()
                                    + " is in "
                                    + later.department()
                                    + " here and in "
                                    + earlier.department()
                                    + " at the same time in line "
                                    + earlier.line()
                                    + ".");
                    return;
                }
            }
            last.merge(
                    row.department(),
                    row,
                    (one, two) -> one.span().to().isAfter(two.span().to()) ? one : two);
        }
    }
}
