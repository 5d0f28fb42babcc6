package net.flowtally.ledger.zone;

/// A named set of prefixes that tariffs and reports use.
///
/// @param inside whether it belongs to the site; who is outside never pays
public record Zone(long id, String name, boolean inside) {}
