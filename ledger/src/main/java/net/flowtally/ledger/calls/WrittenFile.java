package net.flowtally.ledger.calls;

import java.util.List;

/// A slice file that is on disk under its final name and waits for its row in the catalog.
///
/// @param name below `calls/`
/// @param lastEmission exclusive
/// @param firstPosition lowest journal position of an update in it
/// @param lastPosition highest one
/// @param bytes scaled, as are the packets
/// @param hash SHA-256 of the file in hexadecimal
/// @param quarters in order
/// @param flows slices of LFAP flows
/// @param joined those of them that have to be joined with slices of other streams
public record WrittenFile(
        String name,
        String stream,
        long firstEmission,
        long lastEmission,
        long firstPosition,
        long lastPosition,
        long slices,
        long rawBytes,
        long rawPackets,
        long bytes,
        long packets,
        long octetsOnDisk,
        String hash,
        List<QuarterSum> quarters,
        long flows,
        long joined) {
    public WrittenFile {
        quarters = List.copyOf(quarters);
    }
}
