package net.flowtally.ledger.accounting;

/// How the usage of an interval came about, in bytes.
///
/// @param bytes all of it
/// @param quarterHours those that have usage
public record UsageQuality(
        long bytes,
        long sampledBytes,
        long correctedBytes,
        long unassignedBytes,
        long unratedBytes,
        int quarterHours) {}
