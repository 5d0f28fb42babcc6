package net.flowtally.ledger.calls;

import net.flowtally.ledger.address.Address;

/// One direction of a call in a quarter hour as an observation point saw it that was not elected: a
/// duplicate of what the winner saw.
///
/// @param quarter first microsecond of the quarter hour
/// @param protocol number
/// @param bytes scaled, as are the packets; in no total but that of duplicates
/// @param records flow updates
public record SuppressedCall(
        long quarter,
        int protocol,
        Address source,
        Address destination,
        int sourcePort,
        int destinationPort,
        ObservationPoint loser,
        ObservationPoint winner,
        long bytes,
        long packets,
        long records) {}
