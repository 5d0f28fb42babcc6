package net.flowtally.collector.flow;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.ledger.calls.Slice;
import net.flowtally.ledger.calls.SliceSink;

/// The calls in progress of one stream. Flow updates go in through a `FlowIntake`; call slices come
/// out, numbered from 0, in an order that the journal alone fixes: time here is journal time, the
/// highest receive time so far. Off-heap; owned by the stream's thread, no locks.
///
/// Each call is visited once in every emission delay, a share of the calls in every second; what
/// has been added to it since leaves as slices then, and if it has been idle for too long, it ends.
/// A slice also leaves when its accumulator is needed for another quarter hour.
public final class FlowTable implements AutoCloseable {
    /// Calls a table holds unless told otherwise, and the most it can be told to.
    public static final int DEFAULT_MOST_CALLS = 4_000_000;

    private static final int FORMAT = 1;
    private static final int MOST_TUPLES = 1_000_000;
    private static final long SECOND = 1_000_000;
    private static final long NOT_STARTED = Long.MIN_VALUE;
    private static final int BATCH = 32;
    private static final int CLOSING_SECONDS = 15;
    private static final int EVICTION_CHOICE = 64;
    private static final int TCP = 6;
    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int RST = 4;
    private static final int ACK = 16;
    private static final int FIRST_UNPRIVILEGED_PORT = 1024;

    private final String stream;
    private final CallMemory memory;
    private final KnownExporters exporters = new KnownExporters();
    private final Emission emission;

    private final FlowUpdate[] batch = new FlowUpdate[BATCH];
    private final int[] candidates = new int[BATCH];
    private int pending;

    /// Set while a batch is applied: where the sink throws, nothing may be applied twice.
    private boolean isBroken;

    private final CallEntry call = new CallEntry();
    private final Accumulator accumulator = new Accumulator();
    private final QuarterSplit split = new QuarterSplit();
    private final Part part = new Part();

    private long idleSeconds = 120;
    private long emissionSeconds = 30;
    private long clock = NOT_STARTED;
    private int cursor = 1;
    private int evictionHand = 1;
    private long endedEarly;
    private long collapsed;

    /// @param stream part of every call's identity
    /// @param sink takes the slices, during any call of this table; if it throws, the table is of
    ///   no more use
    public FlowTable(String stream, SliceSink sink) {
        this(stream, sink, DEFAULT_MOST_CALLS);
    }

    /// @param mostCalls calls held at once; beyond it the call idle for longest, of the next few in
    ///   memory, ends early and is counted
    public FlowTable(String stream, SliceSink sink, int mostCalls) {
        this(stream, sink, mostCalls, MOST_TUPLES);
    }

    /// @param mostTuples observation points, and routes, that are kept apart
    FlowTable(String stream, SliceSink sink, int mostCalls, int mostTuples) {
        if (mostCalls < 1 || mostCalls > DEFAULT_MOST_CALLS) {
            throw new IllegalArgumentException(
                    "a flow table holds 1 to " + DEFAULT_MOST_CALLS + " calls, not " + mostCalls);
        }
        this.stream = stream;
        memory = new CallMemory(mostCalls, mostTuples);
        emission = new Emission(stream, sink, memory, exporters);
        for (int i = 0; i < BATCH; i++) {
            batch[i] = new FlowUpdate();
        }
    }

    /// Moves journal time on; earlier times change nothing.
    ///
    /// @param journalTime microseconds UTC
    public void advance(long journalTime) {
        long second = Math.floorDiv(journalTime, SECOND);
        if (second <= clock) {
            return;
        }
        flush();
        long before = clock;
        clock = second;
        if (before != NOT_STARTED) {
            sweep(before);
        }
    }

    /// Lets everything not yet emitted leave as slices.
    ///
    /// @param endCalls whether the calls end too, as at the end of a replay
    public void drain(boolean endCalls) {
        flush();
        for (int number = 1; number < memory.top(); number++) {
            memory.wrap(number, call);
            if ((call.state() & CallEntry.LIVE) != 0) {
                if (endCalls) {
                    end(number);
                } else {
                    emitDirty(0);
                }
            }
        }
    }

    /// How many slices there have been since the stream began.
    public long emitted() {
        flush();
        return emission.emitted();
    }

    /// Calls in progress.
    public int activeCalls() {
        flush();
        return memory.liveCalls();
    }

    /// Calls that ended before their time because the table was full.
    public long endedEarly() {
        return endedEarly;
    }

    /// Updates booked without interfaces, AS numbers or next hop because too many different ones
    /// were in use.
    public long collapsed() {
        return collapsed;
    }

    public long octetsAllocated() {
        return memory.octetsAllocated();
    }

    /// Writes the whole state. A table that loads it goes on exactly as this one does.
    public void save(DataOutput out) throws IOException {
        flush();
        out.writeInt(FORMAT);
        out.writeUTF(stream);
        out.writeLong(idleSeconds);
        out.writeLong(emissionSeconds);
        out.writeLong(clock);
        out.writeInt(cursor);
        out.writeInt(evictionHand);
        out.writeLong(endedEarly);
        out.writeLong(collapsed);
        out.writeLong(emission.emitted());
        exporters.save(out);
        memory.save(out);
    }

    /// Takes over what `save` wrote, in place of everything here.
    ///
    /// @param tallies the counters of all exporters, loaded before; slices are counted on them
    /// @throws UnusableCheckpoint if it is not the state of this stream in a known format
    public void load(DataInput in, Iterable<ExporterTally> tallies) throws IOException {
        pending = 0;
        int format = in.readInt();
        if (format != FORMAT) {
            throw new UnusableCheckpoint(
                    "the checkpoint of the flow table has the unknown format " + format);
        }
        String saved = in.readUTF();
        if (!saved.equals(stream)) {
            throw new UnusableCheckpoint(
                    "the checkpoint is of the stream '" + saved + "', not of '" + stream + "'");
        }
        idleSeconds = in.readLong();
        emissionSeconds = in.readLong();
        clock = in.readLong();
        cursor = in.readInt();
        evictionHand = in.readInt();
        endedEarly = in.readLong();
        collapsed = in.readLong();
        emission.resumeAt(in.readLong());
        exporters.load(in, tallies);
        memory.load(in);
    }

    /// Frees the memory. What was not drained is forgotten.
    @Override
    public void close() {
        memory.free();
    }

    void settings(int idleSeconds, int emissionSeconds) {
        flush();
        this.idleSeconds = idleSeconds;
        this.emissionSeconds = emissionSeconds;
    }

    KnownExporter exporter(ExporterTally tally) {
        return exporters.of(tally);
    }

    /// The carrier to fill for the next `add`.
    FlowUpdate next() {
        return batch[pending];
    }

    /// Takes the update that `next` returned.
    void add() {
        batch[pending].second = clock;
        if (++pending == BATCH) {
            flush();
        }
    }

    private void flush() {
        if (pending == 0) {
            return;
        }
        if (isBroken) {
            throw new IllegalStateException("the flow table failed before and counts no further");
        }
        isBroken = true;
        memory.warm(batch, pending, candidates, call, accumulator);
        for (int i = 0; i < pending; i++) {
            apply(batch[i]);
        }
        pending = 0;
        isBroken = false;
    }

    private void apply(FlowUpdate update) {
        int number = memory.find(update, call);
        int sighting = sighting(update);
        memory.sightings.hold(sighting);
        if (number == 0) {
            open(update);
            accumulator.wrap(call.memory(), call.firstAccumulator());
            accumulator.create(sighting, update.sourceIsA);
            memory.sightings.hold(sighting);
        } else {
            seekAccumulator(sighting, update.sourceIsA);
        }
        call.lastUpdate(update.second);
        if (update.protocol == TCP && (update.tcpFlags & (FIN | RST)) != 0) {
            call.state(call.state() | CallEntry.CLOSING);
        }
        if (QuarterSplit.isWhole(update)) {
            QuarterSplit.whole(update, part);
            book(update, sighting);
        } else {
            int parts = split.split(update);
            for (int i = 0; i < parts; i++) {
                if (split.part(i, part)) {
                    book(update, sighting);
                }
            }
        }
        memory.sightings.release(sighting);
    }

    /// Adds the part in hand to the accumulator in hand.
    private void book(FlowUpdate update, int sighting) {
        if (!Accumulator.isNarrow(part)) {
            int route = route(update);
            memory.routes.hold(route);
            emission.emit(call, part, update.sourceIsA, sighting, route, now());
            memory.routes.release(route);
            return;
        }
        if (accumulator.isDirty()) {
            if (accumulator.fits(part)) {
                accumulator.add(part);
                return;
            }
            emission.emit(call, accumulator, 0, now());
        }
        int route = route(update);
        memory.routes.hold(route);
        accumulator.begin(part, route);
    }

    private void open(FlowUpdate update) {
        boolean callerIsA = callerIsSource(update) == update.sourceIsA;
        if (memory.open(update, callerIsA, call) == 0) {
            evict();
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

    /// Puts `accumulator` on the one for a side at an observation point; where the call has none
    /// yet, on a new one, or on the last of its chain if it may have no more.
    private void seekAccumulator(int sighting, boolean sourceIsA) {
        accumulator.wrap(call.memory(), call.firstAccumulator());
        for (int length = 1; !accumulator.isOf(sighting, sourceIsA); length++) {
            int next = accumulator.next();
            if (next == 0) {
                next = length < CallMemory.MOST_ACCUMULATORS ? memory.allocateChained() : 0;
                if (next == 0) {
                    if (accumulator.isDirty()) {
                        emission.emit(call, accumulator, 0, now());
                    }
                    memory.sightings.release(accumulator.sighting());
                    accumulator.rekey(sighting, sourceIsA);
                } else {
                    accumulator.next(next);
                    memory.wrapChained(next, accumulator);
                    accumulator.create(sighting, sourceIsA);
                }
                memory.sightings.hold(sighting);
                return;
            }
            memory.wrapChained(next, accumulator);
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

    private void sweep(long before) {
        if (clock - before >= emissionSeconds) {
            visit(1, memory.top());
            cursor = target();
            return;
        }
        if (Math.floorDiv(clock, emissionSeconds) != Math.floorDiv(before, emissionSeconds)) {
            visit(cursor, memory.top());
            cursor = 1;
        }
        int target = target();
        visit(cursor, target);
        cursor = Math.max(cursor, target);
    }

    /// How far the visits of this round have to be by now.
    private int target() {
        long share = Math.floorMod(clock, emissionSeconds) + 1;
        return 1 + (int) ((memory.top() - 1) * share / emissionSeconds);
    }

    private void visit(int from, int to) {
        for (int number = from; number < to; number++) {
            memory.wrap(number, call);
            int state = call.state();
            if ((state & CallEntry.LIVE) == 0) {
                continue;
            }
            if (isOver(state)) {
                end(number);
            } else {
                emitDirty(0);
            }
        }
    }

    private boolean isOver(int state) {
        long idle = clock - call.lastUpdate();
        if ((state & CallEntry.CLOSING) != 0) {
            return idle > CLOSING_SECONDS;
        }
        return idle > idleSeconds && idle > longestIdleSeconds();
    }

    /// The time-out of the call in hand: the longest of those of its exporters.
    private long longestIdleSeconds() {
        long longest = 0;
        accumulator.wrap(call.memory(), call.firstAccumulator());
        while (true) {
            int exporter = FlowUpdate.exporter(memory.sightings, accumulator.sighting());
            longest = Math.max(longest, exporters.get(exporter).idleSeconds(idleSeconds));
            int next = accumulator.next();
            if (next == 0) {
                return longest;
            }
            memory.wrapChained(next, accumulator);
        }
    }

    /// Emits the dirty accumulators of the call in hand.
    ///
    /// @param lastFlags flags that the last of them gets
    private void emitDirty(int lastFlags) {
        int dirty = lastFlags == 0 ? Integer.MAX_VALUE : countDirty();
        accumulator.wrap(call.memory(), call.firstAccumulator());
        while (true) {
            if (accumulator.isDirty()) {
                dirty--;
                emission.emit(call, accumulator, dirty == 0 ? lastFlags : 0, now());
            }
            int next = accumulator.next();
            if (next == 0) {
                return;
            }
            memory.wrapChained(next, accumulator);
        }
    }

    private int countDirty() {
        int dirty = 0;
        accumulator.wrap(call.memory(), call.firstAccumulator());
        while (true) {
            if (accumulator.isDirty()) {
                dirty++;
            }
            int next = accumulator.next();
            if (next == 0) {
                return dirty;
            }
            memory.wrapChained(next, accumulator);
        }
    }

    /// Ends the call in hand.
    private void end(int number) {
        emitDirty(Slice.FINAL);
        memory.close(number, call, accumulator);
    }

    /// Ends the longest idle of the next few calls in memory.
    private void evict() {
        int oldest = 0;
        long oldestUpdate = Long.MAX_VALUE;
        for (int seen = 0; seen < Math.min(EVICTION_CHOICE, memory.liveCalls()); evictionHand++) {
            if (evictionHand >= memory.top()) {
                evictionHand = 1;
            }
            memory.wrap(evictionHand, call);
            if ((call.state() & CallEntry.LIVE) != 0) {
                seen++;
                if (call.lastUpdate() < oldestUpdate) {
                    oldestUpdate = call.lastUpdate();
                    oldest = evictionHand;
                }
            }
        }
        memory.wrap(oldest, call);
        end(oldest);
        endedEarly++;
    }

    private long now() {
        return clock * SECOND;
    }
}
