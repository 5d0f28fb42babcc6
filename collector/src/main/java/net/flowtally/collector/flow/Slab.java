package net.flowtally.collector.flow;

import static net.flowtally.collector.flow.Memory.ALL;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.flowtally.collector.bound.SavedSize;

/// Off-heap entries of one size, numbered from 1, in chunks that never move: growth copies nothing.
/// A freed entry is used again before a new one, those of the lowest chunk first, so that the last
/// chunks run empty after a peak and are given back. Entry numbers are a function of the calls
/// made, and `save` keeps them. Not thread-safe.
final class Slab {
    private static final int CHUNK_OCTETS_LOG2 = 21;
    private static final int COPY_OCTETS = 1 << 16;
    private static final int CACHE_LINE = 64;
    private static final ValueLayout.OfInt LINK =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final int entryLog2;
    private final int perChunkLog2;
    private final int linkField;
    private final int limit;
    private MemorySegment[] chunks = {};
    private long[] bases = {};
    private Arena[] arenas = {};

    /// By chunk: its last freed entry, from which the others are linked, and how many are live.
    private int[] freed = {};

    private int[] used = {};

    /// No chunk below this one has a freed entry.
    private int lowest;

    private int top = 1;
    private int live;

    /// @param entryLog2 an entry has 2 to this power octets
    /// @param linkField where in a freed entry the number of the next one is written (4 octets)
    /// @param limit entries that may be live at once
    Slab(int entryLog2, int linkField, int limit) {
        this.entryLog2 = entryLog2;
        this.perChunkLog2 = CHUNK_OCTETS_LOG2 - entryLog2;
        this.linkField = linkField;
        this.limit = limit;
    }

    /// A new entry with undefined content, or 0 if the limit is reached.
    int allocate() {
        if (live == limit) {
            return 0;
        }
        live++;
        while (lowest < chunks.length && freed[lowest] == 0) {
            lowest++;
        }
        int entry;
        if (lowest < chunks.length) {
            entry = freed[lowest];
            freed[lowest] = ALL.get(LINK, address(entry) + linkField);
        } else {
            entry = top++;
            if (entry >>> perChunkLog2 == chunks.length) {
                addChunk();
            }
        }
        used[entry >>> perChunkLog2]++;
        return entry;
    }

    void free(int entry) {
        int chunk = entry >>> perChunkLog2;
        ALL.set(LINK, address(entry) + linkField, freed[chunk]);
        freed[chunk] = entry;
        lowest = Math.min(lowest, chunk);
        used[chunk]--;
        live--;
        if (used[chunk] == 0) {
            giveBack();
        }
    }

    /// Frees the last chunks while they and the ones before them are empty: one empty chunk stays,
    /// so that an entry more or less does not cost a chunk each time.
    private void giveBack() {
        int last = chunks.length - 1;
        while (last > 0 && used[last] == 0 && used[last - 1] == 0) {
            arenas[last].close();
            last--;
        }
        if (last < chunks.length - 1) {
            chunks = Arrays.copyOf(chunks, last + 1);
            bases = Arrays.copyOf(bases, last + 1);
            arenas = Arrays.copyOf(arenas, last + 1);
            freed = Arrays.copyOf(freed, last + 1);
            used = Arrays.copyOf(used, last + 1);
            freed[last] = 0;
            top = Math.max(last << perChunkLog2, 1);
            lowest = Math.min(lowest, last);
        }
    }

    /// Where an entry lies, for `Memory.ALL`.
    long address(int entry) {
        return bases[entry >>> perChunkLog2]
                + ((long) (entry & (1 << perChunkLog2) - 1) << entryLog2);
    }

    /// All live entries are below this number.
    int top() {
        return top;
    }

    int live() {
        return live;
    }

    long octetsAllocated() {
        return (long) chunks.length << CHUNK_OCTETS_LOG2;
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(chunks.length);
        out.writeInt(top);
        out.writeInt(live);
        byte[] copy = new byte[COPY_OCTETS];
        for (int chunk = 0; chunk < chunks.length; chunk++) {
            out.writeInt(freed[chunk]);
            out.writeInt(used[chunk]);
            for (long at = 0, end = end(chunk); at < end; at += COPY_OCTETS) {
                int length = (int) Math.min(COPY_OCTETS, end - at);
                MemorySegment.copy(chunks[chunk], ValueLayout.JAVA_BYTE, at, copy, 0, length);
                out.write(copy, 0, length);
            }
        }
    }

    /// Takes over what `save` wrote, in place of everything here.
    void load(DataInput in) throws IOException {
        close();
        int saved = in.readInt();
        top = SavedSize.read(in, limit + 1);
        live = SavedSize.read(in, top);
        SavedSize.check(saved, (top >>> perChunkLog2) + 1);
        lowest = 0;
        byte[] copy = new byte[COPY_OCTETS];
        for (int chunk = 0; chunk < saved; chunk++) {
            addChunk();
            freed[chunk] = in.readInt();
            used[chunk] = in.readInt();
            for (long at = 0, end = end(chunk); at < end; at += COPY_OCTETS) {
                int length = (int) Math.min(COPY_OCTETS, end - at);
                in.readFully(copy, 0, length);
                MemorySegment.copy(copy, 0, chunks[chunk], ValueLayout.JAVA_BYTE, at, length);
            }
        }
    }

    /// How much of a chunk has ever been used.
    private long end(int chunk) {
        long end = (long) top << entryLog2;
        long start = (long) chunk << CHUNK_OCTETS_LOG2;
        return Math.clamp(end - start, 0, 1L << CHUNK_OCTETS_LOG2);
    }

    private void addChunk() {
        int count = chunks.length + 1;
        chunks = Arrays.copyOf(chunks, count);
        bases = Arrays.copyOf(bases, count);
        arenas = Arrays.copyOf(arenas, count);
        freed = Arrays.copyOf(freed, count);
        used = Arrays.copyOf(used, count);
        arenas[count - 1] = Arena.ofShared();
        chunks[count - 1] = arenas[count - 1].allocate(1L << CHUNK_OCTETS_LOG2, CACHE_LINE);
        bases[count - 1] = chunks[count - 1].address();
    }

    /// Frees all memory.
    void close() {
        for (Arena arena : arenas) {
            arena.close();
        }
        chunks = new MemorySegment[0];
        bases = new long[0];
        arenas = new Arena[0];
        freed = new int[0];
        used = new int[0];
        top = 1;
        live = 0;
    }
}
