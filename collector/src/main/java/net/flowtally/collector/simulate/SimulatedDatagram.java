package net.flowtally.collector.simulate;

import net.flowtally.ledger.address.Address;

/// One UDP payload on its way to the collector.
///
/// @param sentAt microseconds UTC
public record SimulatedDatagram(long sentAt, Address exporter, int port, byte[] payload) {}
