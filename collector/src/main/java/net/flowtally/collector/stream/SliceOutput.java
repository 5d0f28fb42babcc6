package net.flowtally.collector.stream;

import net.flowtally.ledger.calls.Slice;
import net.flowtally.ledger.calls.SliceBatch;
import net.flowtally.ledger.calls.SliceSink;

/// Where the slices of a flow table go: those that are committed already, which a restart emits
/// again, are dropped; the others go to the archivist, batch by batch. Owned by the stream's
/// thread.
final class SliceOutput implements SliceSink {
    private final Archivist archivist;
    private final long committed;
    private SliceBatch batch;
    private long emission;
    private long rows;

    SliceOutput(Archivist archivist, long committed) {
        this.archivist = archivist;
        this.committed = committed;
        batch = archivist.batch();
    }

    /// The number of the next slice.
    void resumeAt(long number) {
        emission = number;
    }

    @Override
    public void accept(Slice slice) {
        if (emission++ < committed) {
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
