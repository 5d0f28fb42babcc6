package net.flowtally.collector.flow;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import net.flowtally.ledger.calls.Slice;

/// Goes round the calls, each once in every emission delay, a share of them in every second of
/// journal time: what has been added since the last visit leaves as slices, and a call that has
/// been idle for too long ends. Calls end nowhere else, but for those that a full table drops. Not
/// thread-safe.
final class Visits {
    private static final int CLOSING_SECONDS = 15;
    private static final int EVICTION_CHOICE = 64;

    private final CallMemory memory;
    private final KnownExporters exporters;
    private final Emission emission;
    private final CallEntry call = new CallEntry();
    private final Accumulator accumulator = new Accumulator();
    private final Accumulator linked = new Accumulator();

    private long idleSeconds = 120;
    private long emissionSeconds = 30;
    private int cursor = 1;
    private int evictionHand = 1;
    private long endedEarly;

    Visits(CallMemory memory, KnownExporters exporters, Emission emission) {
        this.memory = memory;
        this.exporters = exporters;
        this.emission = emission;
    }

    void settings(int idleSeconds, int emissionSeconds) {
        this.idleSeconds = idleSeconds;
        this.emissionSeconds = emissionSeconds;
    }

    /// Calls that ended before their time.
    long endedEarly() {
        return endedEarly;
    }

    /// Visits what is due when journal time moves on.
    ///
    /// @param before seconds, like `now`
    void moveOn(long before, long now) {
        if (now - before >= emissionSeconds) {
            visit(1, memory.top(), now);
            cursor = target(now);
            return;
        }
        if (Math.floorDiv(now, emissionSeconds) != Math.floorDiv(before, emissionSeconds)) {
            visit(cursor, memory.top(), now);
            cursor = 1;
        }
        int target = target(now);
        visit(cursor, target, now);
        cursor = Math.max(cursor, target);
    }

    /// How far the visits of this round have to be by now.
    private int target(long now) {
        long share = Math.floorMod(now, emissionSeconds) + 1;
        return 1 + (int) ((memory.top() - 1) * share / emissionSeconds);
    }

    private void visit(int from, int to, long now) {
        for (int number = from; number < Math.min(to, memory.top()); number++) {
            memory.wrap(number, call);
            int state = call.state();
            if ((state & CallEntry.LIVE) == 0) {
                continue;
            }
            if (isOver(state, now)) {
                end(number);
            } else {
                emitDirty(0);
                tell();
            }
        }
    }

    private boolean isOver(int state, long now) {
        long idle = now - call.lastUpdate();
        if ((state & CallEntry.CLOSING) != 0) {
            return idle > CLOSING_SECONDS;
        }
        return idle > idleSeconds && idle > longestIdleSeconds();
    }

    /// The time-out of the call in hand: the longest of those of its exporters.
    private long longestIdleSeconds() {
        long longest = 0;
        accumulator.wrap(call.firstAccumulator());
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

    /// Lets everything leave, whatever its turn.
    ///
    /// @param endCalls whether the calls end too
    void all(boolean endCalls) {
        for (int number = 1; number < memory.top(); number++) {
            memory.wrap(number, call);
            if ((call.state() & CallEntry.LIVE) != 0) {
                if (endCalls) {
                    end(number);
                } else {
                    emitDirty(0);
                    tell();
                }
            }
        }
    }

    /// Ends the longest idle of the next few calls in memory, to make room.
    void evict() {
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

    /// Ends the call in hand.
    private void end(int number) {
        emitDirty(Slice.FINAL);
        tell();
        memory.close(number, call, accumulator);
    }

    /// Tells of the call in hand if it is an admitted flow of which no slice has told.
    private void tell() {
        if ((call.state() & CallEntry.UNTOLD) != 0) {
            accumulator.wrap(call.firstAccumulator());
            emission.admission(call, accumulator.sighting());
        }
    }

    /// Emits the dirty accumulators of the call in hand and gives its spares back.
    ///
    /// @param lastFlags flags that the last of them gets
    private void emitDirty(int lastFlags) {
        int dirty = lastFlags == 0 ? Integer.MAX_VALUE : countDirty();
        linked.wrap(call.firstAccumulator());
        dirty = emit(linked, dirty, lastFlags);
        for (int number = linked.next(); number != 0; number = linked.next()) {
            memory.wrapChained(number, accumulator);
            dirty = emit(accumulator, dirty, lastFlags);
            if (CallMemory.isSpare(number)) {
                linked.next(accumulator.next());
                memory.freeChained(number, accumulator);
            } else {
                linked.wrap(accumulator);
            }
        }
    }

    /// @return how many are dirty without this one
    private int emit(Accumulator visited, int dirty, int lastFlags) {
        if (!visited.isDirty()) {
            return dirty;
        }
        emission.emit(call, visited, dirty == 1 ? lastFlags : 0);
        return dirty - 1;
    }

    private int countDirty() {
        int dirty = 0;
        accumulator.wrap(call.firstAccumulator());
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

    void save(DataOutput out) throws IOException {
        out.writeLong(idleSeconds);
        out.writeLong(emissionSeconds);
        out.writeInt(cursor);
        out.writeInt(evictionHand);
        out.writeLong(endedEarly);
    }

    void load(DataInput in) throws IOException {
        idleSeconds = in.readLong();
        emissionSeconds = in.readLong();
        cursor = in.readInt();
        evictionHand = in.readInt();
        endedEarly = in.readLong();
    }
}
