package net.flowtally.ledger.exporter;

import net.flowtally.ledger.address.Address;

/// A sampling rate that records of an exporter had: one packet in numerator/denominator was
/// counted. Records are a total since the stream began.
///
/// @param source where it came from, as `Slice.RATE_*` has it
/// @param lastSeen microseconds UTC
public record SeenRate(
        Address address,
        String protocol,
        long numerator,
        long denominator,
        int source,
        long records,
        long lastSeen) {}
