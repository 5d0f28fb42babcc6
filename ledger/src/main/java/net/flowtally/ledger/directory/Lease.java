package net.flowtally.ledger.directory;

import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Mac;
import net.flowtally.ledger.time.Span;

/// An address belonged to the machine with a MAC for a time. Whoever the MAC belongs to then owns
/// the address.
///
/// @param host what the machine calls itself, empty = nothing
/// @param source the import that said so
public record Lease(long id, Address address, Mac mac, String host, Span span, String source) {
    /// The same at another time.
    public Lease during(Span other) {
        return new Lease(id, address, mac, host, other, source);
    }

    /// The same under another id.
    public Lease as(long otherId) {
        return new Lease(otherId, address, mac, host, span, source);
    }
}
