package net.flowtally.ledger.calls;

/// What the archive has of one quarter hour, in figures that do not change when slice files are
/// rewritten: slices of one direction of a call at one observation point count as one.
///
/// @param entries number of such directions
/// @param hash 32 hexadecimal digits over everything about them that accounting goes by, whatever
///   their order
public record CanonicalQuarter(
        long quarter,
        long entries,
        long bytes,
        long packets,
        long rawBytes,
        long rawPackets,
        String hash) {}
