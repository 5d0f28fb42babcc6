package net.flowtally.collector.flow;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// Where the flow table keeps its calls: entries with their first accumulator side by side, further
/// accumulators in a chain, the index over keys, and the dictionaries of what accumulators share.
/// Off-heap but for the dictionaries. Not thread-safe.
///
/// Most links of a chain stay as long as their call. A spare, whose number is negative, is there
/// for a quarter hour beside the one that another accumulator of the same direction and observation
/// point is at; it goes with the next visit.
final class CallMemory {
    /// Accumulators of one call; the last of the chain is given away when another is needed.
    static final int MOST_ACCUMULATORS = 16;

    private static final int CHAINED_PER_CALL = 3;

    final Dictionary sightings;
    final Dictionary routes;

    private final Slab calls;
    private final Slab chained;
    private final Slab spares;
    private final CallIndex index;

    @SuppressWarnings("UnusedVariable") // keeps the reads of `warm` from being optimised away
    private long warmth;

    /// @param mostCalls at most a quarter of 2^24, so that dictionary numbers have 24 bits
    /// @param mostTuples in either dictionary
    CallMemory(int mostCalls, int mostTuples) {
        sightings = new Dictionary(mostTuples);
        routes = new Dictionary(mostTuples);
        calls = new Slab(CallEntry.OCTETS_LOG2, CallEntry.LINK, mostCalls);
        chained = new Slab(Accumulator.OCTETS_LOG2, Accumulator.LINK, mostCalls * CHAINED_PER_CALL);
        spares = new Slab(Accumulator.OCTETS_LOG2, Accumulator.LINK, mostCalls);
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
        call.wrap(calls.address(number));
    }

    void wrapChained(int number, Accumulator accumulator) {
        if (number > 0) {
            accumulator.wrap(chained.address(number));
        } else {
            accumulator.wrap(spares.address(-number));
        }
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
        accumulator.wrap(call.firstAccumulator());
        sightings.release(accumulator.sighting());
        for (int next = accumulator.next(); next != 0; ) {
            int freed = next;
            wrapChained(freed, accumulator);
            next = accumulator.next();
            freeChained(freed, accumulator);
        }
        index.remove(call.hash(), number);
        call.state(0);
        calls.free(number);
    }

    /// An accumulator to be chained, or 0 if there is no room.
    int allocateChained() {
        return chained.allocate();
    }

    /// A spare to be chained, or 0 if there is no room.
    int allocateSpare() {
        return -spares.allocate();
    }

    static boolean isSpare(int number) {
        return number < 0;
    }

    /// Gives back a chained accumulator, which is clean and in no chain any more.
    void freeChained(int number, Accumulator accumulator) {
        sightings.release(accumulator.sighting());
        if (isSpare(number)) {
            spares.free(-number);
        } else {
            chained.free(number);
        }
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
                first.wrap(call.firstAccumulator());
                read += call.ports() + first.next();
            }
        }
        for (int i = 0; i < count; i++) {
            if (candidates[i] != 0) {
                wrap(candidates[i], call);
                first.wrap(call.firstAccumulator());
                int next = first.next();
                if (next != 0 && (isSpare(next) || first.sourceIsA() != batch[i].sourceIsA)) {
                    wrapChained(next, first);
                    read += first.next();
                }
            }
        }
        warmth += read;
    }

    long octetsAllocated() {
        return calls.octetsAllocated()
                + chained.octetsAllocated()
                + spares.octetsAllocated()
                + index.octetsAllocated()
                + sightings.octetsAllocated()
                + routes.octetsAllocated();
    }

    void save(DataOutput out) throws IOException {
        sightings.save(out);
        routes.save(out);
        calls.save(out);
        chained.save(out);
        spares.save(out);
    }

    /// Takes over what `save` wrote, in place of everything here.
    void load(DataInput in) throws IOException {
        sightings.load(in);
        routes.load(in);
        calls.load(in);
        chained.load(in);
        spares.load(in);
        index.rebuild();
    }

    void free() {
        calls.close();
        chained.close();
        spares.close();
        index.close();
    }
}
