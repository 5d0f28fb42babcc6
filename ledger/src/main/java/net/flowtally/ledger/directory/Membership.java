package net.flowtally.ledger.directory;

import java.util.Comparator;
import net.flowtally.ledger.time.Span;

/// A user belonged to a department for a time.
///
/// @param source the import that said so, empty = by hand
public record Membership(long id, long user, long department, Span span, String source) {
    /// Of memberships of the same user.
    static final Comparator<Membership> STRONGEST_FIRST =
            Comparator.comparing((Membership membership) -> membership.span().from())
                    .thenComparingLong(Membership::id)
                    .reversed();

    /// By user, then time.
    public static final Comparator<Membership> IN_ORDER =
            Comparator.comparingLong(Membership::user)
                    .thenComparing(membership -> membership.span().from())
                    .thenComparingLong(Membership::department);

    /// The same at another time.
    public Membership during(Span other) {
        return new Membership(id, user, department, other, source);
    }

    /// The same in or of another.
    Membership of(long otherUser, long otherDepartment) {
        return new Membership(id, otherUser, otherDepartment, span, source);
    }

    /// The same under another id.
    public Membership as(long otherId) {
        return new Membership(otherId, user, department, span, source);
    }
}
