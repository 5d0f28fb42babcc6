package net.flowtally.ledger.exporter;

import net.flowtally.ledger.address.Address;

/// What was not taken of an approved source since its stream began, because it sent faster than one
/// exporter may while others send, or because more exporters sent than are kept.
///
/// @param address all zero for the rest, once there are too many
/// @param lastSeen microseconds UTC
public record ShedSource(Address address, long datagrams, long octets, long lastSeen) {}
