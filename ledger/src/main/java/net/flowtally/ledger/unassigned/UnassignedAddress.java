package net.flowtally.ledger.unassigned;

import java.time.Instant;
import java.util.List;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.money.Amount;

/// An address that paid as Unassigned in a period.
///
/// @param bytes that it answers for, both directions
/// @param charge its share of the period's Unassigned lines
/// @param first start of its first quarter hour, or of its first call in there
/// @param suggestions the strongest first
public record UnassignedAddress(
        Address address,
        long bytes,
        long calls,
        Amount charge,
        Instant first,
        Instant last,
        List<Suggestion> suggestions) {
    public UnassignedAddress {
        suggestions = List.copyOf(suggestions);
    }

    UnassignedAddress with(List<Suggestion> found) {
        return new UnassignedAddress(address, bytes, calls, charge, first, last, found);
    }
}
