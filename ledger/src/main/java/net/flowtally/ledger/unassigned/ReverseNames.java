package net.flowtally.ledger.unassigned;

import java.util.List;
import java.util.Map;
import net.flowtally.ledger.address.Address;

/// Asks what addresses are called. Whoever is asked learns which addresses were of interest, so
/// that nobody is asked unless the user allows it.
@FunctionalInterface
public interface ReverseNames {
    /// Asks nobody.
    ReverseNames NONE = _ -> Map.of();

    /// The names of those addresses that have one.
    Map<Address, String> of(List<Address> addresses);
}
