package net.flowtally.collector.wire;

import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// The sequence numbers of one exporter, by whatever counts them apart (engine, source id,
/// observation domain). Past 1024 of them all are forgotten, which counts no loss.
public final class Sequences {
    private static final int MAX_SEQUENCES = 1024;

    private final Numbering usual;
    private final IntObjectHashMap<SequenceTracker> trackers = new IntObjectHashMap<>();

    /// @param usual what the protocol says that its numbers count
    public Sequences(Numbering usual) {
        this.usual = usual;
    }

    public SequenceTracker of(int source) {
        SequenceTracker known = trackers.get(source);
        if (known != null) {
            return known;
        }
        if (trackers.size() == MAX_SEQUENCES) {
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
