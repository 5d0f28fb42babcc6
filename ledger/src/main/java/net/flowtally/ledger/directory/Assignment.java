package net.flowtally.ledger.directory;

import java.util.Comparator;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.time.Span;

/// An address or prefix belonged to a workstation, a user or a department for a time.
///
/// @param workstation 0 = none
/// @param user 0 = none
/// @param department owns while there is no user, or the user is in no department
/// @param priority among assignments of the same prefix the higher wins
public record Assignment(
        long id,
        Prefix prefix,
        long workstation,
        long user,
        long department,
        Span span,
        int priority,
        Evidence evidence) {
    /// Of assignments with the same prefix.
    static final Comparator<Assignment> STRONGEST_FIRST =
            Comparator.comparingInt(Assignment::priority)
                    .thenComparing(assignment -> assignment.span().from())
                    .thenComparingLong(Assignment::id)
                    .reversed();

    /// Whether both name the same workstation, user and department.
    boolean hasSameOwnerAs(Assignment other) {
        return workstation == other.workstation
                && user == other.user
                && department == other.department;
    }
}
