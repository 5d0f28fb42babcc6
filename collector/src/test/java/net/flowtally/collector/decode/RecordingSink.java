package net.flowtally.collector.decode;

import java.util.ArrayList;
import java.util.List;
import net.flowtally.collector.flow.Datagram;
import net.flowtally.collector.flow.FlowRecord;
import net.flowtally.collector.flow.FlowSink;
import net.flowtally.ledger.address.Address;

/// Keeps what it is given.
final class RecordingSink implements FlowSink {
    /// A copy of a record, with the receive time of the datagram it came with.
    record Seen(
            Address source,
            Address destination,
            int protocol,
            int sourcePort,
            int destinationPort,
            long bytes,
            long packets,
            boolean hasCounters,
            long start,
            long end,
            long rateNumerator,
            long rateDenominator,
            int rateSource,
            boolean samplesAtUnknownRate,
            int opener,
            int tcpFlags,
            int tos,
            int vlan,
            int inputInterface,
            int outputInterface,
            int direction,
            long sourceAs,
            long destinationAs,
            Address nextHop,
            boolean isAggregate,
            long receivedAt,
            long exportedAt,
            long position) {}

    final List<Seen> seen = new ArrayList<>();
    private Datagram from = new Datagram();

    /// As the stream's thread does before it decodes.
    void begin(Datagram datagram) {
        from = datagram;
    }

    @Override
    public void recordsOf(Datagram datagram) {
        from = datagram;
    }

    @Override
    public void accept(FlowRecord flow) {
        seen.add(
                new Seen(
                        new Address(flow.sourceHi, flow.sourceLo),
                        new Address(flow.destinationHi, flow.destinationLo),
                        flow.protocol,
                        flow.sourcePort,
                        flow.destinationPort,
                        flow.bytes,
                        flow.packets,
                        flow.hasCounters,
                        flow.start,
                        flow.end,
                        flow.rateNumerator,
                        flow.rateDenominator,
                        flow.rateSource,
                        flow.samplesAtUnknownRate,
                        flow.opener,
                        flow.tcpFlags,
                        flow.tos,
                        flow.vlan,
                        flow.inputInterface,
                        flow.outputInterface,
                        flow.direction,
                        flow.sourceAs,
                        flow.destinationAs,
                        new Address(flow.nextHopHi, flow.nextHopLo),
                        flow.isAggregate,
                        from.receivedAt,
                        from.exportedAt,
                        from.position));
    }

    long bytes() {
        return seen.stream().mapToLong(Seen::bytes).sum();
    }

    long packets() {
        return seen.stream().mapToLong(Seen::packets).sum();
    }

    long scaledBytes() {
        return seen.stream().mapToLong(s -> s.bytes * s.rateNumerator / s.rateDenominator).sum();
    }
}
