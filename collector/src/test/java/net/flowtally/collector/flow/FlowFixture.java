package net.flowtally.collector.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.Slice;
import net.flowtally.ledger.exporter.ClockPolicy;
import net.flowtally.ledger.exporter.CollectorSettings;
import net.flowtally.ledger.exporter.ExporterRule;

/// A flow table with its intake, one exporter, and every slice that has left it.
final class FlowFixture implements AutoCloseable {
    static final long SECOND = 1_000_000;
    static final long MINUTE = 60 * SECOND;
    static final long HOUR = 60 * MINUTE;
    static final long DAY = 24 * HOUR;

    /// 2026-03-02 10:00 UTC, the border of a quarter hour.
    static final long TEN = 1_772_445_600L * SECOND;

    static final Address ROUTER = Address.parse("192.0.2.1");

    final List<Slice> slices = new ArrayList<>();
    final ExporterTally tally = tallyOf(ROUTER);
    final FlowTable table;
    final FlowIntake intake;
    private long position;

    FlowFixture() {
        this(settings());
    }

    FlowFixture(CollectorSettings settings) {
        this(settings, FlowTable.DEFAULT_MOST_CALLS);
    }

    FlowFixture(CollectorSettings settings, int mostCalls) {
        table = new FlowTable("test", slice -> slices.add(copy(slice)), mostCalls);
        intake = new FlowIntake(settings, table);
    }

    static ExporterTally tallyOf(Address address) {
        return new ExporterTally(address.hi(), address.lo(), "NetFlow v5");
    }

    static CollectorSettings settings(ExporterRule... rules) {
        return settings(ClockPolicy.CORRECT, rules);
    }

    static CollectorSettings settings(ClockPolicy clocks, ExporterRule... rules) {
        return new CollectorSettings(List.of(), List.of(rules), 120, 30, clocks, 300);
    }

    /// A record from 10.0.0.1 port 40000 to 10.0.0.2 port 443, TCP, 1000 bytes in 10 packets.
    static FlowRecord flow(long start, long end) {
        FlowRecord flow = new FlowRecord();
        flow.clear();
        flow.sourceLo = Address.parse("10.0.0.1").lo();
        flow.destinationLo = Address.parse("10.0.0.2").lo();
        flow.sourcePort = 40000;
        flow.destinationPort = 443;
        flow.protocol = 6;
        flow.inputInterface = 1;
        flow.outputInterface = 2;
        flow.bytes = 1000;
        flow.packets = 10;
        flow.hasCounters = true;
        flow.start = start;
        flow.end = end;
        return flow;
    }

    static FlowRecord reversed(FlowRecord flow) {
        FlowRecord back = flow(flow.start, flow.end);
        back.sourceHi = flow.destinationHi;
        back.sourceLo = flow.destinationLo;
        back.destinationHi = flow.sourceHi;
        back.destinationLo = flow.sourceLo;
        back.sourcePort = flow.destinationPort;
        back.destinationPort = flow.sourcePort;
        back.protocol = flow.protocol;
        return back;
    }

    static FlowRecord with(FlowRecord flow, Consumer<FlowRecord> change) {
        change.accept(flow);
        return flow;
    }

    /// A datagram of one record at `TEN`, changed in some way.
    void receive(Consumer<FlowRecord> change) {
        receive(TEN, with(flow(TEN, TEN), change));
    }

    /// A datagram of one record, with a clock that is right.
    void receive(long at, FlowRecord flow) {
        receive(at, at, tally, flow);
    }

    void receive(long at, long exportedAt, ExporterTally from, FlowRecord... flows) {
        Datagram datagram = new Datagram();
        datagram.receivedAt = at;
        datagram.exportedAt = exportedAt;
        datagram.position = position;
        position += 100;
        intake.begin(datagram, from);
        for (FlowRecord flow : flows) {
            intake.accept(flow);
        }
    }

    /// What left the table when it was drained; forgets everything before.
    List<Slice> drained() {
        slices.clear();
        table.drain(false);
        return slices;
    }

    /// The only slice of the table.
    Slice only() {
        table.drain(false);
        if (slices.size() != 1) {
            throw new AssertionError(slices.size() + " slices instead of one");
        }
        return slices.getFirst();
    }

    @Override
    public void close() {
        table.close();
    }

    static Slice copy(Slice from) {
        Slice to = new Slice();
        to.quarter = from.quarter;
        to.callHi = from.callHi;
        to.callLo = from.callLo;
        to.callStart = from.callStart;
        to.ownedAt = from.ownedAt;
        to.start = from.start;
        to.end = from.end;
        to.exporterHi = from.exporterHi;
        to.exporterLo = from.exporterLo;
        to.inputInterface = from.inputInterface;
        to.outputInterface = from.outputInterface;
        to.direction = from.direction;
        to.sourceHi = from.sourceHi;
        to.sourceLo = from.sourceLo;
        to.destinationHi = from.destinationHi;
        to.destinationLo = from.destinationLo;
        to.sourcePort = from.sourcePort;
        to.destinationPort = from.destinationPort;
        to.protocol = from.protocol;
        to.callerIsSource = from.callerIsSource;
        to.tcpFlags = from.tcpFlags;
        to.tos = from.tos;
        to.vlan = from.vlan;
        to.sourceAs = from.sourceAs;
        to.destinationAs = from.destinationAs;
        to.nextHopHi = from.nextHopHi;
        to.nextHopLo = from.nextHopLo;
        to.rawBytes = from.rawBytes;
        to.rawPackets = from.rawPackets;
        to.bytes = from.bytes;
        to.packets = from.packets;
        to.records = from.records;
        to.rateNumerator = from.rateNumerator;
        to.rateDenominator = from.rateDenominator;
        to.rateSource = from.rateSource;
        to.held = from.held;
        to.flags = from.flags;
        to.firstPosition = from.firstPosition;
        to.lastPosition = from.lastPosition;
        return to;
    }

    /// Every field of a slice, to compare series.
    static String text(Slice s) {
        return s.quarter
                + " "
                + s.callHi
                + " "
                + s.callLo
                + " "
                + s.callStart
                + " "
                + s.ownedAt
                + " "
                + s.start
                + " "
                + s.end
                + " "
                + s.exporterHi
                + " "
                + s.exporterLo
                + " "
                + s.inputInterface
                + " "
                + s.outputInterface
                + " "
                + s.direction
                + " "
                + s.sourceHi
                + " "
                + s.sourceLo
                + " "
                + s.destinationHi
                + " "
                + s.destinationLo
                + " "
                + s.sourcePort
                + " "
                + s.destinationPort
                + " "
                + s.protocol
                + " "
                + s.callerIsSource
                + " "
                + s.tcpFlags
                + " "
                + s.tos
                + " "
                + s.vlan
                + " "
                + s.sourceAs
                + " "
                + s.destinationAs
                + " "
                + s.nextHopHi
                + " "
                + s.nextHopLo
                + " "
                + s.rawBytes
                + " "
                + s.rawPackets
                + " "
                + s.bytes
                + " "
                + s.packets
                + " "
                + s.records
                + " "
                + s.rateNumerator
                + " "
                + s.rateDenominator
                + " "
                + s.rateSource
                + " "
                + s.held
                + " "
                + s.flags
                + " "
                + s.firstPosition
                + " "
                + s.lastPosition;
    }
}
