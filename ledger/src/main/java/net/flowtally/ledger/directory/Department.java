package net.flowtally.ledger.directory;

import net.flowtally.ledger.time.Span;

/// A node of the department tree.
///
/// @param id never 0, which stands for Unassigned
/// @param parent 0 at the top
/// @param reference what others call it (the id of a customer), empty = nothing
/// @param billing what becomes of its own statements; departments below have their own
/// @param span while it existed; nothing can be given to it afterwards
public record Department(
        long id, long parent, String name, String reference, Billing billing, Span span) {
    /// A new one, which others have no name for.
    static Department of(long id, long parent, String name) {
        return new Department(id, parent, name, "", Billing.CHARGEBACK, Span.ALWAYS);
    }

    Department at(long otherParent, String otherName) {
        return new Department(id, otherParent, otherName, reference, billing, span);
    }

    Department called(String otherReference) {
        return new Department(id, parent, name, otherReference, billing, span);
    }

    Department billed(Billing otherwise) {
        return new Department(id, parent, name, reference, otherwise, span);
    }

    Department during(Span otherSpan) {
        return new Department(id, parent, name, reference, billing, otherSpan);
    }
}
