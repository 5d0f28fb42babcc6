package net.flowtally.collector.flow;

import static net.flowtally.collector.flow.Memory.ALL;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Finds calls by key: open addressing with linear probing over words of four octets, each the
/// number of a call (24 bits) under eight bits of its hash, so that a probe seldom reads a call in
/// vain; 0 is empty. Entries are moved back on removal, there are no tombstones. Nothing depends on
/// the order in here: it is rebuilt from the calls, never saved. Not thread-safe.
final class CallIndex {
    static final int MOST_CALLS = 0xff_ffff;

    private static final int NUMBER = 0xff_ffff;
    private static final int SMALLEST = 1 << 14;
    private static final ValueLayout.OfInt WORD =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Slab calls;
    private final CallEntry probe = new CallEntry();
    private Arena arena = Arena.ofShared();
    private MemorySegment words = arena.allocate(SMALLEST * 4L, 64);
    private long base = words.address();
    private int mask = SMALLEST - 1;
    private int size;

    CallIndex(Slab calls) {
        this.calls = calls;
    }

    /// Spreads a key over 64 bits; the lowest choose the place, the highest eight are the tag.
    static long hash(long aHi, long aLo, long bHi, long bLo, int ports, int protocol) {
        long a = (aHi * 0x9e3779b97f4a7c15L ^ aLo) * 0xbf58476d1ce4e5b9L;
        long b = (bHi * 0xc2b2ae3d27d4eb4fL ^ bLo) * 0x94d049bb133111ebL;
        long rest = (((long) protocol << 32) | (ports & 0xffff_ffffL)) * 0x9fb21c651e98df25L;
        long h = a ^ Long.rotateLeft(b, 23) ^ Long.rotateLeft(rest, 41);
        h ^= h >>> 32;
        h *= 0xd6e8feb86659fd93L;
        h ^= h >>> 29;
        h *= 0xff51afd7ed558ccdL;
        return h ^ h >>> 32;
    }

    /// Spreads the id of a flow.
    static long hash(long prefix, int number) {
        return hash(prefix, number, 0, 0, 0, 0);
    }

    /// The call with an update's key, or 0. Leaves `call` on it.
    int find(FlowUpdate update, CallEntry call) {
        int tag = tag(update.hash);
        for (int at = (int) update.hash & mask; ; at = at + 1 & mask) {
            int word = ALL.get(WORD, base + at * 4L);
            if (word == 0) {
                return 0;
            }
            if (word >>> 24 == tag) {
                int number = word & NUMBER;
                call.wrap(calls.address(number));
                if (call.isOf(update)) {
                    return number;
                }
            }
        }
    }

    /// The call whose tag is the first to match, or 0: probably the one that `find` will return.
    int candidate(long hash) {
        int tag = tag(hash);
        for (int at = (int) hash & mask; ; at = at + 1 & mask) {
            int word = ALL.get(WORD, base + at * 4L);
            if (word == 0) {
                return 0;
            }
            if (word >>> 24 == tag) {
                return word & NUMBER;
            }
        }
    }

    /// Adds a call that is already written and live.
    void insert(long hash, int number) {
        size++;
        if (size + (size >>> 1) > mask) {
            rebuild((mask + 1) * 2);
        } else {
            place(hash, number);
        }
    }

    void remove(long hash, int number) {
        int hole = (int) hash & mask;
        while ((ALL.get(WORD, base + hole * 4L) & NUMBER) != number) {
            hole = hole + 1 & mask;
        }
        for (int at = hole + 1 & mask; ; at = at + 1 & mask) {
            int word = ALL.get(WORD, base + at * 4L);
            if (word == 0) {
                break;
            }
            int home = (int) hashOf(word & NUMBER) & mask;
            if ((at - home & mask) >= (at - hole & mask)) {
                ALL.set(WORD, base + hole * 4L, word);
                hole = at;
            }
        }
        ALL.set(WORD, base + hole * 4L, 0);
        size--;
    }

    /// Indexes all live calls anew.
    void rebuild() {
        size = calls.live();
        int places = SMALLEST;
        while (size + (size >>> 1) > places - 1) {
            places *= 2;
        }
        rebuild(places);
    }

    long octetsAllocated() {
        return words.byteSize();
    }

    void close() {
        arena.close();
    }

    private void rebuild(int places) {
        arena.close();
        arena = Arena.ofShared();
        words = arena.allocate(places * 4L, 64);
        base = words.address();
        mask = places - 1;
        for (int number = 1; number < calls.top(); number++) {
            probe.wrap(calls.address(number));
            if ((probe.state() & CallEntry.LIVE) != 0) {
                place(probe.hash(), number);
            }
        }
    }

    private void place(long hash, int number) {
        int at = (int) hash & mask;
        while (ALL.get(WORD, base + at * 4L) != 0) {
            at = at + 1 & mask;
        }
        ALL.set(WORD, base + at * 4L, tag(hash) << 24 | number);
    }

    private long hashOf(int number) {
        probe.wrap(calls.address(number));
        return probe.hash();
    }

    private static int tag(long hash) {
        return (int) (hash >>> 56);
    }
}
