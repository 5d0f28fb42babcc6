package net.flowtally.collector.flow;

import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.calls.Slice;
import net.flowtally.ledger.calls.SliceSink;

/// Turns accumulators into the stream's numbered series of slices. Not thread-safe.
final class Emission {
    /// A quarter hour has settled this long after its end.
    private static final long SETTLED_AFTER = 35 * 60 * 1_000_000L;

    private final SliceSink sink;
    private final CallId id;
    private final Dictionary sightings;
    private final Dictionary routes;
    private final KnownExporters exporters;
    private final Slice slice = new Slice();
    private long clock;
    private long admittedAt;
    private int callFlags;
    private long emitted;

    Emission(String stream, SliceSink sink, CallMemory memory, KnownExporters exporters) {
        this.sink = sink;
        this.id = new CallId(stream);
        this.sightings = memory.sightings;
        this.routes = memory.routes;
        this.exporters = exporters;
    }

    /// How many slices there have been: the number of the next one.
    long emitted() {
        return emitted;
    }

    void resumeAt(long number) {
        emitted = number;
    }

    /// @param clock journal time, microseconds UTC
    void clock(long clock) {
        this.clock = clock;
    }

    /// Hands over a dirty accumulator, which is clean after it.
    ///
    /// @param flags what applies beside the accumulator's own flags
    void emit(CallEntry call, Accumulator accumulator, int flags) {
        describe(call, accumulator.sourceIsA(), accumulator.sighting(), accumulator.route());
        slice.start = accumulator.start();
        slice.end = accumulator.end();
        slice.rawBytes = accumulator.rawBytes();
        slice.rawPackets = accumulator.rawPackets();
        slice.bytes = accumulator.bytes();
        slice.packets = accumulator.packets();
        slice.records = accumulator.records();
        slice.tcpFlags = accumulator.tcpFlags();
        slice.flags = accumulator.flags() | flags;
        slice.firstPosition = accumulator.firstPosition();
        slice.lastPosition = accumulator.lastPosition();
        int exporter = FlowUpdate.exporter(sightings, accumulator.sighting());
        routes.release(accumulator.route());
        accumulator.clean();
        handOver(accumulator.quarter(), exporter);
    }

    /// Remembers where in the journal the newest admission of a flow lies.
    void admittedAt(long position) {
        admittedAt = position;
    }

    long admittedAt() {
        return admittedAt;
    }

    /// Tells the endpoints of a flow that has no traffic yet, so that other streams can join
    /// theirs.
    ///
    /// @param sighting where it was admitted
    void admission(CallEntry call, int sighting) {
        describe(call, true, sighting, 0);
        slice.start = clock;
        slice.end = clock;
        slice.rawBytes = 0;
        slice.rawPackets = 0;
        slice.bytes = 0;
        slice.packets = 0;
        slice.records = 0;
        slice.tcpFlags = 0;
        slice.flags = Slice.ADMISSION;
        slice.firstPosition = admittedAt;
        slice.lastPosition = admittedAt;
        handOver(QuarterHour.of(clock), FlowUpdate.exporter(sightings, sighting));
    }

    /// Hands over a part that no accumulator holds.
    ///
    /// @param flags what applies beside the part's own flags
    void emit(CallEntry call, Part part, boolean sourceIsA, int sighting, int route, int flags) {
        describe(call, sourceIsA, sighting, route);
        long quarter = part.quarter * QuarterHour.MICROS;
        slice.start = quarter + part.start;
        slice.end = quarter + part.end;
        slice.rawBytes = part.rawBytes;
        slice.rawPackets = part.rawPackets;
        slice.bytes = part.bytes;
        slice.packets = part.packets;
        slice.records = part.records;
        slice.tcpFlags = part.tcpFlags;
        slice.flags = part.flags | flags;
        slice.firstPosition = part.position;
        slice.lastPosition = part.position;
        handOver(quarter, FlowUpdate.exporter(sightings, sighting));
    }

    private void describe(CallEntry call, boolean sourceIsA, int sighting, int route) {
        id.of(call);
        int state = call.state();
        callFlags = 0;
        slice.ticks = 0;
        if ((state & CallEntry.FLOW) != 0) {
            callFlags = (state & CallEntry.RESUMED) != 0 ? Slice.FLOW | Slice.RESUMED : Slice.FLOW;
            slice.ticks = call.ticks();
            if ((state & CallEntry.UNTOLD) != 0) {
                call.state(state & ~CallEntry.UNTOLD);
            }
        }
        slice.callHi = id.hi;
        slice.callLo = id.lo;
        slice.callStart = call.start();
        int ports = call.ports();
        if (sourceIsA) {
            slice.sourceHi = call.aHi();
            slice.sourceLo = call.aLo();
            slice.destinationHi = call.bHi();
            slice.destinationLo = call.bLo();
            slice.sourcePort = ports >>> 16;
            slice.destinationPort = ports & 0xffff;
        } else {
            slice.sourceHi = call.bHi();
            slice.sourceLo = call.bLo();
            slice.destinationHi = call.aHi();
            slice.destinationLo = call.aLo();
            slice.sourcePort = ports & 0xffff;
            slice.destinationPort = ports >>> 16;
        }
        slice.protocol = call.protocol();
        slice.callerIsSource = (call.state() & CallEntry.CALLER_IS_A) != 0 == sourceIsA;
        FlowUpdate.describe(sightings, sighting, routes, route, slice);
    }

    private void handOver(long quarter, int exporter) {
        slice.quarter = quarter;
        slice.flags |= callFlags;
        long border = quarter + QuarterHour.MICROS;
        slice.ownedAt = slice.callStart < border ? Math.max(slice.callStart, quarter) : quarter;
        if (clock >= border + SETTLED_AFTER) {
            slice.flags |= Slice.LATE;
        }
        KnownExporter known = exporters.get(exporter);
        slice.exporterHi = known.tally.addressHi;
        slice.exporterLo = known.tally.addressLo;
        known.tally.slices++;
        emitted++;
        sink.accept(slice);
    }
}
