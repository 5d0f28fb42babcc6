package net.flowtally.ledger.directory;

import java.util.Comparator;
import net.flowtally.ledger.time.Span;

/// A user belonged to a department for a time.
public record Membership(long id, long user, long department, Span span) {
    /// Of memberships of the same user.
    static final Comparator<Membership> STRONGEST_FIRST =
            Comparator.comparing((Membership membership) -> membership.span().from())
                    .thenComparingLong(Membership::id)
                    .reversed();
}
