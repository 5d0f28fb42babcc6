package net.flowtally.ledger.calls;

import net.flowtally.ledger.address.Address;

/// What the archive has of one exporter in one quarter hour: elected, suppressed and held add up to
/// its slices. Bytes and packets are scaled; records are flow updates.
public record ExporterQuarter(
        long quarter,
        Address exporter,
        long electedRecords,
        long electedBytes,
        long electedPackets,
        long suppressedRecords,
        long suppressedBytes,
        long suppressedPackets,
        long heldRecords,
        long heldBytes,
        long heldPackets) {}
