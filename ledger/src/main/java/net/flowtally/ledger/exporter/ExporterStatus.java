package net.flowtally.ledger.exporter;

import java.time.Instant;
import net.flowtally.ledger.address.Address;

/// What has been heard of one exporter in all streams, as far as it is committed. Records, bytes
/// and packets are those decoded while it was approved, scaled, before any exclusion; bytes are the
/// sum of those in calls, duplicates, held and outside.
///
/// @param address `Address.NONE` for what is not one exporter's: totals, and the rest of the
///   sources that are pending
/// @param name empty if it has none
/// @param protocol all it speaks, joined by a comma; empty for totals
/// @param lastSeen receive time of its last datagram; `Instant.EPOCH` if there was none
/// @param datagrams received while it was approved
/// @param slices that have left the flow table
/// @param malformed datagrams of which something could not be read
/// @param unknownTemplate data sets that ended undecoded
/// @param pending datagrams received while it was not approved, as long as nobody has decided about
///   it
/// @param lost what its sequence numbers say never came
/// @param held records, as are future (part of held), duplicates and outside
/// @param repeated datagrams equal to an earlier one, not decoded
/// @param withoutCounters records that carry no traffic counter
/// @param ignored datagrams received before it was approved, or of a source that is refused
/// @param shed datagrams not taken although it is approved: too many of it, or too many exporters
public record ExporterStatus(
        Address address,
        String name,
        String protocol,
        Instant lastSeen,
        long datagrams,
        long records,
        long bytes,
        long packets,
        long slices,
        long malformed,
        long unknownTemplate,
        long pending,
        long lost,
        long held,
        long heldBytes,
        long duplicates,
        long duplicatesBytes,
        long outside,
        long outsideBytes,
        long future,
        long futureBytes,
        long repeated,
        long withoutCounters,
        long ignored,
        long shed) {
    /// An exporter of which nothing has been heard.
    public static ExporterStatus silent(Address address, String name) {
        return new ExporterStatus(
                address,
                name,
                "",
                Instant.EPOCH,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0);
    }
}
