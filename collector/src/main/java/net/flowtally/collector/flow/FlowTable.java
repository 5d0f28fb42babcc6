package net.flowtally.collector.flow;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.ledger.calls.SliceSink;

/// The calls in progress of one stream. Flow updates go in through a `FlowIntake`; call slices come
/// out, numbered from 0, in an order that the journal alone fixes: time here is journal time, the
/// highest receive time so far. Off-heap; owned by the stream's thread, no locks.
///
/// Each call is visited once in every emission delay, a share of the calls in every second; what
/// has been added to it since leaves as slices then, and if it has been idle for too long, it ends.
/// Around a border of quarter hours a call gathers for both of them; a slice leaves early where
/// records reach over more.
public final class FlowTable implements AutoCloseable {
    /// Calls a table holds unless told otherwise, and the most it can be told to.
    public static final int DEFAULT_MOST_CALLS = 4_000_000;

    private static final int FORMAT = 4;
    private static final int MOST_TUPLES = 1_000_000;
    private static final long SECOND = 1_000_000;
    private static final long NOT_STARTED = Long.MIN_VALUE;
    private static final int BATCH = 32;

    private final String stream;
    private final CallMemory memory;
    private final KnownExporters exporters = new KnownExporters();
    private final Emission emission;
    private final Visits visits;
    private final Bookings bookings;

    private final FlowUpdate[] batch = new FlowUpdate[BATCH];
    private final int[] candidates = new int[BATCH];
    private int pending;

    /// Set while a batch is applied: where the sink throws, nothing may be applied twice. Set for
    /// good when the memory is freed.
    private boolean isBroken;

    private final CallEntry call = new CallEntry();
    private final Accumulator accumulator = new Accumulator();
    private long clock = NOT_STARTED;

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
        visits = new Visits(memory, exporters, emission);
        bookings = new Bookings(memory, emission, visits);
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
        emission.clock(clock * SECOND);
        if (before != NOT_STARTED) {
            visits.moveOn(before, clock);
        }
    }

    /// Lets everything not yet emitted leave as slices.
    ///
    /// @param endCalls whether the calls end too, as at the end of a replay
    public void drain(boolean endCalls) {
        flush();
        visits.all(endCalls);
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
        return visits.endedEarly();
    }

    /// Updates booked without interfaces, AS numbers or next hop because too many different ones
    /// were in use.
    public long collapsed() {
        return bookings.collapsed();
    }

    public long octetsAllocated() {
        return memory.octetsAllocated();
    }

    /// Writes the whole state. A table that loads it goes on exactly as this one does.
    public void save(DataOutput out) throws IOException {
        flush();
        out.writeInt(FORMAT);
        out.writeUTF(stream);
        out.writeLong(clock);
        out.writeLong(emission.emitted());
        out.writeLong(emission.admittedAt());
        visits.save(out);
        bookings.save(out);
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
        clock = in.readLong();
        emission.clock(clock * SECOND);
        emission.resumeAt(in.readLong());
        emission.admittedAt(in.readLong());
        visits.load(in);
        bookings.load(in);
        exporters.load(in, tallies);
        memory.load(in);
    }

    /// Frees the memory. What was not drained is forgotten.
    @Override
    public void close() {
        isBroken = true;
        memory.free();
    }

    void settings(int idleSeconds, int emissionSeconds) {
        flush();
        visits.settings(idleSeconds, emissionSeconds);
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
            bookings.book(batch[i]);
        }
        pending = 0;
        isBroken = false;
    }
}
