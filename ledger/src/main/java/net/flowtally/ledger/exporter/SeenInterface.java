package net.flowtally.ledger.exporter;

import net.flowtally.ledger.address.Address;

/// An interface that records of an exporter name. Records are totals since the stream began.
///
/// @param number as the exporter numbers it; -1 for the rest, once there are too many
/// @param lastSeen microseconds UTC
public record SeenInterface(
        Address address,
        String protocol,
        long number,
        long recordsIn,
        long recordsOut,
        long lastSeen) {
    /// The number of the rest.
    public static final long REST = -1;
}
