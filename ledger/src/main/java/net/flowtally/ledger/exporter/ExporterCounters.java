package net.flowtally.ledger.exporter;

import net.flowtally.ledger.address.Address;

/// What one stream has counted of one exporter and protocol since it began. Bytes and packets are
/// scaled by the sampling rate; records, bytes and packets are those decoded, before any exclusion.
///
/// @param protocol as people call it: `NetFlow v5`, `NetFlow v9`, `IPFIX`
/// @param malformed datagrams of which something could not be read
/// @param unknownTemplate data sets given up because their template never came
/// @param lost what the sequence numbers say was sent and never came
/// @param future part of held
/// @param outside records that touch no accounted subnet
/// @param repeated datagrams equal to an earlier one, not decoded
/// @param withoutCounters records that carry no traffic counter: in records, in no slice
/// @param lastSeen receive time of the last datagram, microseconds UTC
public record ExporterCounters(
        Address address,
        String protocol,
        long datagrams,
        long records,
        long bytes,
        long packets,
        long slices,
        long malformed,
        long unknownTemplate,
        long lost,
        long held,
        long heldBytes,
        long future,
        long futureBytes,
        long outside,
        long outsideBytes,
        long repeated,
        long withoutCounters,
        long lastSeen) {
    /// The protocol of a row that belongs to no exporter: its `malformed` are places at which the
    /// stream's own journal is damaged or lacks files.
    public static final String JOURNAL = "journal";
}
