package net.flowtally.ledger.calls;

import net.flowtally.ledger.address.Address;

/// Where traffic was seen: an exporter, the interfaces it came in and went out by, and which side
/// was metered.
///
/// @param inputInterface SNMP index, an unsigned number
/// @param direction `Slice.INGRESS`, `Slice.EGRESS` or `Slice.UNKNOWN_DIRECTION`
public record ObservationPoint(
        Address exporter, int inputInterface, int outputInterface, int direction) {}
