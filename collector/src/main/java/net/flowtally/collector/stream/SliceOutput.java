package net.flowtally.collector.stream;

import net.flowtally.ledger.calls.Slice;
import net.flowtally.ledger.calls.SliceBatch;
import net.flowtally.ledger.calls.SliceSink;

/// Where the slices of a flow table go: those up to the position that is committed, which a restart
/// emits again, are dropped; the others go to the archivist, batch by batch. Owned by the stream's
/// thread.
final class SliceOutput implements SliceSink {
    private final Archivist archivist;
    private final Committed committed;
    private boolean isBeyond;
    private SliceBatch batch;
    private long emission;
    private long rows;

    SliceOutput(Archivist archivist, Committed committed) {
        this.archivist = archivist;
        this.committed = committed;
        batch = archivist.batch();
    }

    /// The number of the next slice.
    void resumeAt(long number) {
        emission = number;
    }

    /// Says that everything before a journal position has been emitted. From the one that is
    /// committed on slices are taken, under the numbers that follow those committed.
    ///
    /// @return false if their number is another than the one committed: the journal is no more what
    ///   it was
    boolean reached(long position) {
        if (isBeyond || position < committed.position()) {
            return true;
        }
        isBeyond = true;
        boolean agrees = emission == committed.emission();
        emission = committed.emission();
        return agrees;
    }

    /// Whether the next slice will be dropped unless `reached` says that the position is there.
    boolean isBehind() {
        return !isBeyond;
    }

    @Override
    public void accept(Slice slice) {
        emission++;
        if (!isBeyond) {
            return;
        }
        batch.accept(slice);
        rows++;
        if (batch.isFull()) {
            handOver();
        }
    }

    /// Slices emitted since the stream began.
    long emission() {
        return emission;
    }

    /// Slices taken since the last call of `beginFile`.
    long rows() {
        return rows;
    }

    void beginFile() {
        rows = 0;
    }

    /// Ends the use of this output, which has taken nothing.
    void giveBack() {
        archivist.append(batch);
    }

    /// Hands over what has gathered.
    void handOver() {
        archivist.append(batch);
        batch = archivist.batch();
    }
}
