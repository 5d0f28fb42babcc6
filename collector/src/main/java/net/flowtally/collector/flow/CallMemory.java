package net.flowtally.collector.flow;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.Arena;

/// Where the flow table keeps its calls: entries with their first accumulator side by side, further
/// accumulators in a chain, the index over keys, and the dictionaries of what accumulators share.
/// Off-heap but for the dictionaries. Not thread-safe.
final class CallMemory {
    /// Accumulators of one call; the last of the chain is given away when another is needed.
    static final int MOST_ACCUMULATORS = 16;

    private static final int CHAINED_PER_CALL = 3;

    final Dictionary sightings;
    final Dictionary routes;

    private final Arena arena = Arena.ofShared();
    private final Slab calls;
    private final Slab chained;
    private final CallIndex index;

    @SuppressWarnings("UnusedVariable") // keeps the reads of `warm` from being optimised away
    private long warmth;

    /// @param mostCalls at most a quarter of 2^24, so that dictionary numbers have 24 bits
    /// @param mostTuples in either dictionary
    CallMemory(int mostCalls, int mostTuples) {
        sightings = new Dictionary(mostTuples);
        routes = new Dictionary(mostTuples);
        calls = new Slab(arena, CallEntry.OCTETS_LOG2, CallEntry.LINK, mostCalls);
        chained =
                new Slab(
                        arena,
                        Accumulator.OCTETS_LOG2,
                        Accumulator.LINK,
                        mostCalls * CHAINED_PER_CALL);
        index = new CallIndex(calls);
    }

    /// All calls are below this number.
    int top() {
        return calls.top();
    }

    int liveCalls() {
        return calls.live();
    }

    void wrap(int number, CallEntry call) {
        call.wrap(calls.chunk(number), calls.offset(number));
    }

    void wrapChained(int number, Accumulator accumulator) {
        accumulator.wrap(chained.chunk(number), chained.offset(number));
    }

    /// The call of an update, or 0; leaves `call` on it.
    int find(FlowUpdate update, CallEntry call) {
        return index.find(update, call);
    }

    /// Opens a call, whose first accumulator is still undefined.
    ///
    /// @return 0 if there is no room
    int open(FlowUpdate update, boolean callerIsA, CallEntry call) {
        int number = calls.allocate();
        if (number != 0) {
            wrap(number, call);
            call.open(update, callerIsA);
            index.insert(update.hash, number);
        }
        return number;
    }

    /// Gives a call's memory back; its accumulators are clean.
    void close(int number, CallEntry call, Accumulator accumulator) {
        accumulator.wrap(call.memory(), call.firstAccumulator());
        sightings.release(accumulator.sighting());
        for (int next = accumulator.next(); next != 0; ) {
            int freed = next;
            wrapChained(freed, accumulator);
            sightings.release(accumulator.sighting());
            next = accumulator.next();
            chained.free(freed);
        }
        index.remove(call.hash(), number);
        call.state(0);
        calls.free(number);
    }

    /// A chained accumulator, or 0 if there is no room.
    int allocateChained() {
        return chained.allocate();
    }

    /// Reads what a batch of updates will need, step by step for all of them, so that the waits for
    /// memory overlap. Changes nothing.
    void warm(FlowUpdate[] batch, int count, int[] candidates, CallEntry call, Accumulator first) {
        long read = 0;
        for (int i = 0; i < count; i++) {
            candidates[i] = index.candidate(batch[i].hash);
        }
        for (int i = 0; i < count; i++) {
            if (candidates[i] != 0) {
                wrap(candidates[i], call);
                first.wrap(call.memory(), call.firstAccumulator());
                read += call.ports() + first.next();
            }
        }
        for (int i = 0; i < count; i++) {
            if (candidates[i] != 0) {
                wrap(candidates[i], call);
                first.wrap(call.memory(), call.firstAccumulator());
                if (first.sourceIsA() != batch[i].sourceIsA && first.next() != 0) {
                    wrapChained(first.next(), first);
                    read += first.next();
                }
            }
        }
        warmth += read;
    }

    long octetsAllocated() {
        return calls.octetsAllocated()
                + chained.octetsAllocated()
                + index.octetsAllocated()
                + sightings.octetsAllocated()
                + routes.octetsAllocated();
    }

    void save(DataOutput out) throws IOException {
        sightings.save(out);
        routes.save(out);
        calls.save(out);
        chained.save(out);
    }

    /// Takes over what `save` wrote, in place of everything here.
    void load(DataInput in) throws IOException {
        sightings.load(in);
        routes.load(in);
        calls.load(in);
        chained.load(in);
        index.rebuild();
    }

    void free() {
        arena.close();
        index.close();
    }
}
