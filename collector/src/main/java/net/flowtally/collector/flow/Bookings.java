package net.flowtally.collector.flow;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// Books flow updates on the calls they belong to: finds or opens the call, splits the update over
/// quarter hours, and adds each part to the accumulator of its direction, observation point and
/// quarter hour. Around a border there are two of them, so that records that reach back over it do
/// not push each other out; a slice leaves where a third is needed. Not thread-safe.
final class Bookings {
    /// Quarter hours at once for a direction of a call at an observation point.
    private static final int MOST_QUARTERS = 2;

    private static final int TCP = 6;
    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int RST = 4;
    private static final int ACK = 16;
    private static final int FIRST_UNPRIVILEGED_PORT = 1024;

    private final CallMemory memory;
    private final Emission emission;
    private final Visits visits;
    private final CallEntry call = new CallEntry();
    private final Accumulator accumulator = new Accumulator();
    private final Accumulator stalest = new Accumulator();
    private final QuarterSplit split = new QuarterSplit();
    private final Part part = new Part();

    private long collapsed;

    Bookings(CallMemory memory, Emission emission, Visits visits) {
        this.memory = memory;
        this.emission = emission;
        this.visits = visits;
    }

    /// Updates booked without interfaces, AS numbers or next hop because too many different ones
    /// were in use.
    long collapsed() {
        return collapsed;
    }

    void book(FlowUpdate update) {
        int number = memory.find(update, call);
        int sighting = sighting(update);
        memory.sightings.hold(sighting);
        if (number == 0) {
            open(update);
            accumulator.wrap(call.firstAccumulator());
            accumulator.create(sighting, update.sourceIsA);
            memory.sightings.hold(sighting);
        } else if (update.isFlow) {
            call.admit(update);
        }
        call.lastUpdate(update.second);
        if (update.isAdmission) {
            call.state(call.state() | CallEntry.UNTOLD);
            emission.admittedAt(update.position);
            memory.sightings.release(sighting);
            return;
        }
        if (update.closes) {
            call.state(call.state() | CallEntry.CLOSING);
        }
        if (update.protocol == TCP && (update.tcpFlags & (FIN | RST)) != 0) {
            call.state(call.state() | CallEntry.CLOSING);
        }
        if (update.alone != 0) {
            emitDirty();
        }
        if (update.isFlow) {
            call.ticks(update.ticks);
        }
        if (QuarterSplit.isWhole(update)) {
            QuarterSplit.whole(update, part);
            bookPart(update, sighting);
        } else {
            int parts = split.split(update);
            for (int i = 0; i < parts; i++) {
                if (split.part(i, part)) {
                    bookPart(update, sighting);
                }
            }
        }
        memory.sightings.release(sighting);
    }

    /// Adds the part in hand to its accumulator.
    private void bookPart(FlowUpdate update, int sighting) {
        if (update.alone != 0 || !Accumulator.isNarrow(part)) {
            int route = route(update);
            memory.routes.hold(route);
            emission.emit(call, part, update.sourceIsA, sighting, route, update.alone);
            memory.routes.release(route);
            return;
        }
        seekAccumulator(sighting, update.sourceIsA);
        if (accumulator.isDirty()) {
            if (accumulator.fits(part)) {
                accumulator.add(part);
                return;
            }
            emission.emit(call, accumulator, 0);
        }
        int route = route(update);
        memory.routes.hold(route);
        accumulator.begin(part, route);
    }

    /// Lets everything leave that was booked on the call in hand before.
    private void emitDirty() {
        accumulator.wrap(call.firstAccumulator());
        while (true) {
            if (accumulator.isDirty()) {
                emission.emit(call, accumulator, 0);
            }
            int next = accumulator.next();
            if (next == 0) {
                return;
            }
            memory.wrapChained(next, accumulator);
        }
    }

    private void open(FlowUpdate update) {
        boolean callerIsA = callerIsSource(update) == update.sourceIsA;
        if (memory.open(update, callerIsA, call) == 0) {
            visits.evict();
            memory.open(update, callerIsA, call);
        }
    }

    /// The side that opened the conversation, as far as its first update tells.
    private static boolean callerIsSource(FlowUpdate update) {
        if (update.opener != FlowRecord.OPENER_UNKNOWN) {
            return update.opener == FlowRecord.OPENER_SOURCE;
        }
        if (update.protocol == TCP && (update.tcpFlags & (SYN | ACK)) == SYN) {
            return true;
        }
        int source = update.sourceIsA ? update.ports >>> 16 : update.ports & 0xffff;
        int destination = update.sourceIsA ? update.ports & 0xffff : update.ports >>> 16;
        boolean sourceIsLow = source < FIRST_UNPRIVILEGED_PORT;
        boolean destinationIsLow = destination < FIRST_UNPRIVILEGED_PORT;
        return sourceIsLow == destinationIsLow ? source >= destination : destinationIsLow;
    }

    /// Puts `accumulator` on the one for the part in hand: that of its side, observation point and
    /// quarter hour, or a clean one of its side and observation point.
    private void seekAccumulator(int sighting, boolean sourceIsA) {
        accumulator.wrap(call.firstAccumulator());
        int others = 0;
        for (int length = 1; ; length++) {
            if (accumulator.isOf(sighting, sourceIsA)) {
                if (accumulator.isFreeFor(part.quarter)) {
                    return;
                }
                if (others == 0 || accumulator.isStalerThan(stalest)) {
                    stalest.wrap(accumulator);
                }
                others++;
            }
            int next = accumulator.next();
            if (next == 0) {
                provideAccumulator(sighting, sourceIsA, length, others);
                return;
            }
            memory.wrapChained(next, accumulator);
        }
    }

    /// Puts `accumulator`, the last of its chain, on one that is clean: a new one, a spare if the
    /// side and observation point have one at another quarter hour, else the staler of these, else
    /// the last of the chain.
    private void provideAccumulator(int sighting, boolean sourceIsA, int length, int others) {
        int added = 0;
        if (length < CallMemory.MOST_ACCUMULATORS && others < MOST_QUARTERS) {
            added = others == 0 ? memory.allocateChained() : memory.allocateSpare();
        }
        if (added != 0) {
            accumulator.next(added);
            memory.wrapChained(added, accumulator);
            accumulator.create(sighting, sourceIsA);
            memory.sightings.hold(sighting);
            return;
        }
        if (others > 0) {
            accumulator.wrap(stalest);
        }
        if (accumulator.isDirty()) {
            emission.emit(call, accumulator, 0);
        }
        if (others == 0) {
            memory.sightings.release(accumulator.sighting());
            accumulator.rekey(sighting, sourceIsA);
            memory.sightings.hold(sighting);
        }
    }

    private int sighting(FlowUpdate update) {
        int found =
                memory.sightings.find(
                        update.sighting0, update.sighting1, update.sighting2, update.sighting3);
        if (found == Dictionary.FULL) {
            collapsed++;
            update.forgetInterfaces();
            found =
                    memory.sightings.findBeyondLimit(
                            update.sighting0, update.sighting1, update.sighting2, update.sighting3);
        }
        return found;
    }

    private int route(FlowUpdate update) {
        int found = memory.routes.find(update.route0, update.route1, update.route2, update.route3);
        if (found == Dictionary.FULL) {
            collapsed++;
            return 0;
        }
        return found;
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(collapsed);
    }

    void load(DataInput in) throws IOException {
        collapsed = in.readLong();
    }
}
