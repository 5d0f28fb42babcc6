package net.flowtally.ledger.imports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.flowtally.ledger.directory.AssignmentKey;
import net.flowtally.ledger.imports.ImportRow.DepartmentRow;
import net.flowtally.ledger.imports.ImportRow.LeaseRow;
import net.flowtally.ledger.imports.ImportRow.LogoffRow;
import net.flowtally.ledger.imports.ImportRow.MemberRow;
import net.flowtally.ledger.imports.ImportRow.OwnerRow;
import net.flowtally.ledger.time.Span;

/// Finds rows of one file that contradict one another: two that claim the same key at one time, and
/// two that put a user in two departments at one time. For one file and one thread.
final class FileContradictions {
    private final RowErrors errors;
    private final RowErrors warnings;
    private final Set<ImportRow> out = new HashSet<>();

    private FileContradictions(RowErrors errors, RowErrors warnings) {
        this.errors = errors;
        this.warnings = warnings;
    }

    /// The rows without those that only repeat an earlier one, and without the later one of two
    /// that contradict each other.
    ///
    /// @param errors takes what contradicts itself
    /// @param warnings takes what is repeated
    static List<ImportRow> check(List<ImportRow> rows, RowErrors errors, RowErrors warnings) {
        FileContradictions found = new FileContradictions(errors, warnings);
        found.checkKeys(rows);
        found.checkUsers(rows);
        List<ImportRow> kept = new ArrayList<>(rows.size());
        for (ImportRow row : rows) {
            if (!found.out.contains(row)) {
                kept.add(row);
            }
        }
        return kept;
    }

    private void checkKeys(List<ImportRow> rows) {
        List<OwnerRow> sorted = new ArrayList<>(rows.size());
        for (ImportRow row : rows) {
            if (row instanceof OwnerRow owner) {
                sorted.add(owner);
            }
        }
        sorted.sort(
                Comparator.comparing(OwnerRow::key, AssignmentKey.ORDER)
                        .thenComparing(row -> row.span().from())
                        .thenComparingLong(OwnerRow::line));
        Optional<OwnerRow> longest = Optional.empty();
        for (OwnerRow row : sorted) {
            OwnerRow before = longest.orElse(row);
            boolean same = longest.isPresent() && before.key().equals(row.key());
            if (same && row.saysTheSameAs(before)) {
                warnings.add(
                        row.line(), "", "The line says the same as line " + before.line() + ".");
                out.add(row);
                continue;
            }
            if (same && row.span().overlaps(before.span())) {
                errors.add(
                        Math.max(row.line(), before.line()),
                        ImportField.ADDRESS.column(),
                        row.key()
                                + " is claimed for the same time by line "
                                + Math.min(row.line(), before.line())
                                + ".");
                out.add(row.line() > before.line() ? row : before);
            }
            if (!same || row.span().to().isAfter(before.span().to())) {
                longest = Optional.of(row);
            }
        }
    }

    /// That a row says of a user's department.
    private record Member(ImportRow row, String department) {
        Span span() {
            return row.span();
        }
    }

    private void checkUsers(List<ImportRow> rows) {
        Map<String, List<Member>> byUser = new HashMap<>();
        for (ImportRow row : rows) {
            if (out.contains(row)) {
                continue;
            }
            switch (row) {
                case OwnerRow owner -> add(byUser, owner.user(), owner.department(), row);
                case MemberRow member -> add(byUser, member.user(), member.department(), row);
                case LeaseRow _, LogoffRow _, DepartmentRow _ -> {}
            }
        }
        byUser.forEach((user, ofUser) -> {
            ofUser.sort(Comparator.comparing(each -> each.span().from()));
            checkUser(user, ofUser);
        });
    }

    private static void add(
            Map<String, List<Member>> byUser, String user, String department, ImportRow row) {
        if (!user.isEmpty() && !department.isEmpty()) {
            byUser.computeIfAbsent(user, _ -> new ArrayList<>(2)).add(new Member(row, department));
        }
    }

    /// Tells the first two rows, in time, that put a user in two departments; leaves all out that
    /// contradict an earlier line.
    private void checkUser(String user, List<Member> byTime) {
        // of each department the row that ends last, while it has not ended
        Map<String, Member> last = new HashMap<>();
        boolean told = false;
        for (Member member : byTime) {
            last.values().removeIf(other -> !other.span().overlaps(member.span()));
            for (Member other : last.values()) {
                if (!other.department.equals(member.department)) {
                    boolean below = member.row.line() > other.row.line();
                    Member later = below ? member : other;
                    Member earlier = below ? other : member;
                    out.add(later.row);
                    if (!told) {
                        tell(user, later, earlier);
                        told = true;
                    }
                }
            }
            last.merge(
                    member.department,
                    member,
                    (one, two) -> one.span().to().isAfter(two.span().to()) ? one : two);
        }
    }

    private void tell(String user, Member later, Member earlier) {
        errors.add(
                later.row.line(),
                ImportField.DEPARTMENT.column(),
                user
                        + " is in "
                        + later.department
                        + " here and in "
                        + earlier.department
                        + " at the same time in line "
                        + earlier.row.line()
                        + ".");
    }
}
