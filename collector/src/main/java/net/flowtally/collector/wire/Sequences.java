package net.flowtally.collector.wire;

import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import net.flowtally.collector.bound.Budget;

/// The sequence numbers of one exporter, by whatever counts them apart (engine, source id,
/// observation domain). Past 1024 of them, or without memory for one more, all are forgotten, which
/// counts no loss.
public final class Sequences {
    private static final int MAX_SEQUENCES = 1024;

    /// What a tracker takes, about.
    private static final int OCTETS = 1_000;

    private final Numbering usual;
    private Budget budget = Budget.unlimited();
    private final IntObjectHashMap<SequenceTracker> trackers = new IntObjectHashMap<>();

    /// @param usual what the protocol says that its numbers count
    public Sequences(Numbering usual) {
        this.usual = usual;
    }

    /// From now on takes memory from what all exporters share.
    public void within(Budget shared) {
        budget = shared;
        budget.takeAgain(charge());
    }

    /// Gives everything back.
    public void release() {
        budget.give(charge());
        trackers.clear();
    }

    /// The first one is free.
    private long charge() {
        return OCTETS * (long) Math.max(0, trackers.size() - 1);
    }

    public SequenceTracker of(int source) {
        SequenceTracker known = trackers.get(source);
        if (known != null) {
            return known;
        }
        if (!trackers.isEmpty() && (trackers.size() == MAX_SEQUENCES || !budget.take(OCTETS))) {
            budget.give(charge());
            trackers.clear();
        }
        SequenceTracker fresh = new SequenceTracker(usual);
        trackers.put(source, fresh);
        return fresh;
    }

    public void save(DataOutput out) throws IOException {
        out.writeInt(trackers.size());
        for (IntObjectMap.PrimitiveEntry<SequenceTracker> entry : trackers.entries()) {
            out.writeInt(entry.key());
            entry.value().save(out);
        }
    }

    public static Sequences load(Numbering usual, DataInput in) throws IOException {
        Sequences sequences = new Sequences(usual);
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            sequences.of(in.readInt()).restore(in);
        }
        return sequences;
    }
}
