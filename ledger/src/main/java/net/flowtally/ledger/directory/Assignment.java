package net.flowtally.ledger.directory;

import java.util.Comparator;
import net.flowtally.ledger.time.Span;

/// A key belonged to a workstation, a user or a department for a time.
///
/// @param workstation 0 = none
/// @param user 0 = none
/// @param department owns while there is no user, or the user is in no department
/// @param priority among assignments of the same key the higher wins
/// @param source the import that said so, empty = by hand
public record Assignment(
        long id,
        AssignmentKey key,
        long workstation,
        long user,
        long department,
        Span span,
        int priority,
        Evidence evidence,
        String source) {
    /// Of assignments with the same key.
    static final Comparator<Assignment> STRONGEST_FIRST =
            Comparator.comparingInt(Assignment::priority)
                    .thenComparing(assignment -> assignment.span().from())
                    .thenComparingLong(Assignment::id)
                    .reversed();

    /// Whether both name the same workstation, user and department.
    public boolean hasSameOwnerAs(Assignment other) {
        return workstation == other.workstation
                && user == other.user
                && department == other.department;
    }

    /// The same at another time.
    public Assignment during(Span other) {
        return new Assignment(
                id, key, workstation, user, department, other, priority, evidence, source);
    }

    /// The same for somebody else.
    Assignment ownedBy(long otherUser, long otherDepartment) {
        return new Assignment(
                id, key, workstation, otherUser, otherDepartment, span, priority, evidence, source);
    }

    /// The same under another id.
    public Assignment as(long otherId) {
        return new Assignment(
                otherId, key, workstation, user, department, span, priority, evidence, source);
    }
}
