package net.flowtally.ledger.directory;

import java.util.Comparator;
import net.flowtally.ledger.time.Span;

/// What an assignment says about one address or prefix: by itself, or by way of a lease that tied
/// the address to the assignment's MAC.
///
/// @param lease 0 = by itself
/// @param span while it says so
public record Claim(Assignment assignment, long lease, Span span) {
    /// Of claims on the same address or prefix: an address before a MAC, then the higher priority,
    /// then the later start.
    static final Comparator<Claim> STRONGEST_FIRST =
            Comparator.comparing(Claim::isDirect)
                    .thenComparingInt((Claim claim) -> claim.assignment.priority())
                    .thenComparing((Claim claim) -> claim.span.from())
                    .thenComparingLong((Claim claim) -> claim.assignment.id())
                    .thenComparingLong(Claim::lease)
                    .reversed();

    boolean isDirect() {
        return lease == 0;
    }
}
