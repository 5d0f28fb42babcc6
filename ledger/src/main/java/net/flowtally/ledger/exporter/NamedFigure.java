package net.flowtally.ledger.exporter;

import net.flowtally.ledger.address.Address;

/// One of the figures that a protocol has beside those of all protocols.
///
/// @param address whom it is about
/// @param name as the protocol's page in the documentation explains it
/// @param value as of the stream's position, or of the last commit
public record NamedFigure(Address address, String name, long value) {}
