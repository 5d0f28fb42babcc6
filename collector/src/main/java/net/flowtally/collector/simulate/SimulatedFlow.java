package net.flowtally.collector.simulate;

import net.flowtally.ledger.address.Address;

/// What a simulated exporter says about one direction of a conversation at one time. Times are
/// milliseconds UTC, as NetFlow and IPFIX carry them; an exporter may get them wrong.
///
/// @param egress whether it was seen where it left
/// @param postSource source behind a translation, the source itself where nothing is translated;
///   the destination and the ports likewise
public record SimulatedFlow(
        Address source,
        Address destination,
        int sourcePort,
        int destinationPort,
        int protocol,
        int tcpFlags,
        int tos,
        int input,
        int output,
        long bytes,
        long packets,
        long startMillis,
        long endMillis,
        boolean egress,
        Address postSource,
        Address postDestination,
        int postSourcePort,
        int postDestinationPort) {
    public SimulatedFlow {
        if (bytes < 0 || packets < 0) {
            throw new IllegalArgumentException("a flow has counters of at least 0");
        }
    }

    /// A flow seen where it came in, with nothing translated.
    public SimulatedFlow(
            Address source,
            Address destination,
            int sourcePort,
            int destinationPort,
            int protocol,
            int tcpFlags,
            int tos,
            int input,
            int output,
            long bytes,
            long packets,
            long startMillis,
            long endMillis) {
        this(
                source,
                destination,
                sourcePort,
                destinationPort,
                protocol,
                tcpFlags,
                tos,
                input,
                output,
                bytes,
                packets,
                startMillis,
                endMillis,
                false,
                source,
                destination,
                sourcePort,
                destinationPort);
    }

    /// The same with other counters and times.
    SimulatedFlow counting(long otherBytes, long otherPackets, long start, long end) {
        return with(otherBytes, otherPackets, start, end, egress);
    }

    /// The same, seen where it leaves.
    SimulatedFlow leaving() {
        return with(bytes, packets, startMillis, endMillis, true);
    }

    private SimulatedFlow with(
            long otherBytes, long otherPackets, long start, long end, boolean leaves) {
        return new SimulatedFlow(
                source,
                destination,
                sourcePort,
                destinationPort,
                protocol,
                tcpFlags,
                tos,
                input,
                output,
                otherBytes,
                otherPackets,
                start,
                end,
                leaves,
                postSource,
                postDestination,
                postSourcePort,
                postDestinationPort);
    }
}
