package net.flowtally.collector.simulate;

import net.flowtally.ledger.address.Address;

/// What a simulated exporter says about one direction of a conversation at one time. Times are
/// milliseconds UTC, as NetFlow and IPFIX carry them.
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
        long endMillis) {
    public SimulatedFlow {
        if (bytes < 0 || packets < 0 || endMillis < startMillis) {
            throw new IllegalArgumentException(
                    "a flow has counters of at least 0 and ends after it starts");
        }
    }
}
