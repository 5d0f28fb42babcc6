package net.flowtally.collector.flow;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Off-heap entries of one size, numbered from 1, in chunks that never move: growth copies nothing.
/// Freed entries are reused last in, first out, linked through a field of their own. Entry numbers
/// are a function of the calls made, and `save` keeps them. Not thread-safe.
final class Slab {
    private static final int CHUNK_OCTETS_LOG2 = 21;
    private static final int COPY_OCTETS = 1 << 16;
    private static final int CACHE_LINE = 64;
    private static final ValueLayout.OfInt LINK =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Arena arena;
    private final int entryLog2;
    private final int perChunkLog2;
    private final int linkField;
    private final int limit;
    private MemorySegment[] chunks = {};
    private int top = 1;
    private int free;
    private int live;

    /// @param entryLog2 an entry has 2 to this power octets
    /// @param linkField where in a freed entry the number of the next one is written (4 octets)
    /// @param limit entries that may be live at once
    Slab(Arena arena, int entryLog2, int linkField, int limit) {
        this.arena = arena;
        this.entryLog2 = entryLog2;
        this.perChunkLog2 = CHUNK_OCTETS_LOG2 - entryLog2;
        this.linkField = linkField;
        this.limit = limit;
    }

    /// A new entry with undefined content, or 0 if the limit is reached.
    int allocate() {
        if (free != 0) {
            int entry = free;
            free = chunk(entry).get(LINK, offset(entry) + linkField);
            live++;
            return entry;
        }
        if (live == limit) {
            return 0;
        }
        if (top >>> perChunkLog2 == chunks.length) {
            addChunk();
        }
        live++;
        return top++;
    }

    void free(int entry) {
        chunk(entry).set(LINK, offset(entry) + linkField, free);
        free = entry;
        live--;
    }

    MemorySegment chunk(int entry) {
        return chunks[entry >>> perChunkLog2];
    }

    long offset(int entry) {
        return (long) (entry & (1 << perChunkLog2) - 1) << entryLog2;
    }

    /// All entries that ever lived are below this number.
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
        out.writeInt(top);
        out.writeInt(free);
        out.writeInt(live);
        byte[] copy = new byte[COPY_OCTETS];
        for (long at = 0, end = end(); at < end; at += COPY_OCTETS) {
            int length = (int) Math.min(COPY_OCTETS, end - at);
            MemorySegment.copy(
                    chunks[(int) (at >>> CHUNK_OCTETS_LOG2)],
                    ValueLayout.JAVA_BYTE,
                    at & (1 << CHUNK_OCTETS_LOG2) - 1,
                    copy,
                    0,
                    length);
            out.write(copy, 0, length);
        }
    }

    /// Takes over what `save` wrote, in place of everything here.
    void load(DataInput in) throws IOException {
        top = in.readInt();
        free = in.readInt();
        live = in.readInt();
        byte[] copy = new byte[COPY_OCTETS];
        for (long at = 0, end = end(); at < end; at += COPY_OCTETS) {
            int length = (int) Math.min(COPY_OCTETS, end - at);
            int chunk = (int) (at >>> CHUNK_OCTETS_LOG2);
            while (chunks.length <= chunk) {
                addChunk();
            }
            in.readFully(copy, 0, length);
            MemorySegment.copy(
                    copy,
                    0,
                    chunks[chunk],
                    ValueLayout.JAVA_BYTE,
                    at & (1 << CHUNK_OCTETS_LOG2) - 1,
                    length);
        }
    }

    /// How much of the chunks, taken as one, has ever been used.
    private long end() {
        return top == 1 ? 0 : (long) top << entryLog2;
    }

    private void addChunk() {
        chunks = Arrays.copyOf(chunks, chunks.length + 1);
        chunks[chunks.length - 1] = arena.allocate(1L << CHUNK_OCTETS_LOG2, CACHE_LINE);
    }
}
