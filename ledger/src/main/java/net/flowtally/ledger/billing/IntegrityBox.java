package net.flowtally.ledger.billing;

/// How far the figures of a period can be trusted, for the whole site.
///
/// @param quarterHours of the period
/// @param quarterHoursWithData those in which any exporter was heard of
/// @param expectedRecords what exporters say they sent, from their sequence numbers: flow records
///   or datagrams, as the protocol counts
/// @param lostRecords those of them that never came
/// @param bytes of the period, each counted once
/// @param duplicateBytes seen at a second observation point and left out
/// @param sampledBytes scaled up from a sample
/// @param clockCorrectedBytes of exporters whose clock was off
/// @param unassignedBytes without an owner
/// @param unratedBytes that no tariff rule prices
/// @param heldBytes kept back, in no total
public record IntegrityBox(
        int quarterHours,
        int quarterHoursWithData,
        long expectedRecords,
        long lostRecords,
        long bytes,
        long duplicateBytes,
        long sampledBytes,
        long clockCorrectedBytes,
        long unassignedBytes,
        long unratedBytes,
        long heldBytes) {}
