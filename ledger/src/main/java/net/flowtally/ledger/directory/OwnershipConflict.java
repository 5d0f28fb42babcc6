package net.flowtally.ledger.directory;

import net.flowtally.ledger.time.Span;

/// A contradiction in the directory, and how it is settled.
public sealed interface OwnershipConflict {
    /// The time for which both are claimed.
    Span overlap();

    /// Two assignments with the same key and priority name different owners.
    record TwoOwners(AssignmentKey key, Span overlap, Assignment winner, Assignment loser)
            implements OwnershipConflict {}

    /// One user is in two departments.
    record TwoDepartments(long user, Span overlap, Membership winner, Membership loser)
            implements OwnershipConflict {}
}
