package net.flowtally.collector.simulate;

import java.util.List;
import net.flowtally.ledger.address.Address;

/// What an exporter has really sent, counted where it is made. Bytes and packets are the sums over
/// its records.
public record Truth(Address exporter, long datagrams, long records, long bytes, long packets) {
    static Truth none(Address exporter) {
        return new Truth(exporter, 0, 0, 0, 0);
    }

    Truth plus(List<SimulatedFlow> flows) {
        long moreBytes = 0;
        long morePackets = 0;
        for (SimulatedFlow flow : flows) {
            moreBytes += flow.bytes();
            morePackets += flow.packets();
        }
        return new Truth(
                exporter,
                datagrams + 1,
                records + flows.size(),
                bytes + moreBytes,
                packets + morePackets);
    }
}
