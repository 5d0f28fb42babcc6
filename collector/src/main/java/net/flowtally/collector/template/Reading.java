package net.flowtally.collector.template;

import net.flowtally.collector.bound.Budget;
import net.flowtally.collector.exporter.Conduct;
import net.flowtally.collector.exporter.FactsTold;
import net.flowtally.collector.flow.FlowRecord;
import net.flowtally.collector.flow.FlowSink;
import net.flowtally.ledger.address.Address;

/// Where a record stands: its domain, the times of its datagram, and who takes what it says.
/// Reused.
final class Reading {
    private static final FlowSink NOBODY = _ -> {};

    final FlowRecord flow = new FlowRecord();
    Domain domain = new Domain(0);
    RunningCounters running = new RunningCounters();
    Budget budget = Budget.unlimited();
    FactsTold facts = new FactsTold(Address.NONE);
    FlowSink sink = NOBODY;
    Conduct conduct = new Conduct();

    /// Templates come over a connection, and so once.
    boolean isSession;

    /// Microseconds UTC.
    long receivedAt;

    long exportedAt;

    /// Milliseconds modulo 2^32 of the exporter's life at export; IPFIX headers have none.
    int uptime;

    boolean hasUptime;

    /// Octets and packets there, octets and packets back, while a record is booked.
    final long[] counts = new long[4];

    /// Set by `key`.
    long keyHi;

    long keyLo;

    /// Makes the key under which a flow runs on: its domain and what tells it from others with the
    /// same endpoints, which is the exporter's own number for it or its start.
    ///
    /// @param flowId zero if there is none
    /// @param start as the exporter wrote it
    /// @param connection whether the number alone will do, if there is one
    void key(FlowRecord flow, long flowId, long start, boolean connection) {
        keyHi = domain.id | 1L << 40;
        keyLo = flowId != 0 ? flowId : start;
        mix(flowId != 0 ? 1 : 0);
        if (connection && flowId != 0) {
            return;
        }
        mix(flow.sourceHi);
        mix(flow.sourceLo);
        mix(flow.destinationHi);
        mix(flow.destinationLo);
        mix(((long) flow.sourcePort << 16 | flow.destinationPort) << 16 | flow.protocol << 8);
        mix((long) flow.inputInterface << 32 | (flow.outputInterface & 0xffff_ffffL));
        mix(flow.vlan << 8 | (flow.direction & 0xff));
    }

    private void mix(long value) {
        keyHi = (keyHi ^ value) * 0x9fb21c651e98df25L;
        keyHi ^= keyHi >>> 32;
        keyLo = (keyLo ^ Long.rotateLeft(value, 32) ^ keyHi) * 0xbf58476d1ce4e5b9L;
        keyLo ^= keyLo >>> 29;
    }
}
