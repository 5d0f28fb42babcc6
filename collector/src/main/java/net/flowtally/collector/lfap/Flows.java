package net.flowtally.collector.lfap;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.flowtally.collector.bound.SavedSize;

/// What is remembered of each flow of LFAP agents, by flow id: its endpoints as admitted, what has
/// been booked of it, and its last report. Off-heap, entries of 160 octets; a flyweight over the
/// flow in hand. A flow that ended is kept for a while, so that a repeated report is known as one.
/// Owned by the stream's thread.
///
/// ```
///   0 prefix (8)          48 last report (8), us       96 ports (4) source, destination
///   8 number (4)          56 connection (4)           100 protocol, epoch, VLAN (2)
///  12 state, ToS,         60 ticks of the report (4)  104 interfaces in, out (8)
///     exporter (2)        64 source (16)              112 AS source, destination (8)
///  16 bytes there, back   80 destination (16)         120 print of the admission (4), of the
///  32 packets there, back                                 last report (4)
///                                                     128 start (8) 136 last seen (4), s
///                                                     144 next hop (16)
/// ```
final class Flows {
    /// Bits of the state; a free entry has none.
    static final int KNOWN = 1;

    /// Its endpoints were told in this stream.
    static final int ADMITTED = 2;

    /// Its beginning was not seen in this stream.
    static final int RESUMED = 4;

    static final int ENDED = 8;

    /// Only an update was heard of it, and that was refused (version 1).
    static final int REFUSED = 16;

    /// It has a report with ticks.
    static final int REPORTED = 32;

    /// Nothing was heard of it for long, and its agent was asked.
    static final int ASKED = 64;

    /// Its agent was asked to report it more often.
    static final int HURRIED = 128;

    static final int MOST = 4_000_000;

    static final int PREFIX = 0;
    static final int NUMBER = 8;
    static final int STATE = 12;
    static final int TOS = 13;
    static final int EXPORTER = 14;
    static final int BYTES = 16;
    static final int BYTES_BACK = 24;
    static final int PACKETS = 32;
    static final int PACKETS_BACK = 40;
    static final int LAST_AT = 48;
    static final int CONNECTION = 56;
    static final int TICKS = 60;
    static final int SOURCE_HI = 64;
    static final int SOURCE_LO = 72;
    static final int DESTINATION_HI = 80;
    static final int DESTINATION_LO = 88;
    static final int PORTS = 96;
    static final int PROTOCOL = 100;
    static final int EPOCH = 101;
    static final int VLAN = 102;
    static final int INPUT = 104;
    static final int OUTPUT = 108;
    static final int SOURCE_AS = 112;
    static final int DESTINATION_AS = 116;
    static final int ADMISSION_PRINT = 120;
    static final int REPORT_PRINT = 124;
    static final int START = 128;
    static final int LAST_SEEN = 136;
    static final int NEXT_HOP_HI = 144;
    static final int NEXT_HOP_LO = 152;

    private static final int OCTETS = 160;
    private static final int CHUNK_LOG2 = 13;
    private static final int CHUNK_FLOWS = 1 << CHUNK_LOG2;
    private static final int NUMBER_BITS = 0xff_ffff;
    private static final int SMALLEST = 1 << 12;
    private static final int EVICTION_CHOICE = 64;
    private static final int ENDED_SECONDS = 600;
    private static final int IDLE_SECONDS = 26 * 3600;
    private static final int SILENT_SECONDS = 3600;
    private static final int ROUND_SECONDS = 60;

    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private final Arena arena = Arena.ofShared();
    private final int most;
    private MemorySegment[] chunks = {};
    private int top = 1;
    private int free;
    private int size;
    private int hand = 1;

    /// Open addressing over words: entry number under eight bits of hash, 0 is empty.
    private int[] index = new int[SMALLEST];

    private MemorySegment memory = MemorySegment.NULL;
    private long at;
    private long evicted;

    Flows() {
        this(MOST);
    }

    Flows(int most) {
        this.most = most;
    }

    /// Told of flows while they are in hand.
    interface Watch {
        /// It is forgotten.
        void forgotten();

        /// Nothing was heard of it for long, and nobody asked yet.
        void silent();
    }

    /// How many are remembered, ended ones too.
    int size() {
        return size;
    }

    /// Flows forgotten before their time because there were too many.
    long evicted() {
        return evicted;
    }

    /// Takes a flow in hand.
    ///
    /// @return false if it is not known
    boolean find(long prefix, int number) {
        long hash = hash(prefix, number);
        int mask = index.length - 1;
        int tag = (int) (hash >>> 56);
        for (int place = (int) hash & mask; ; place = place + 1 & mask) {
            int word = index[place];
            if (word == 0) {
                return false;
            }
            if (word >>> 24 == tag) {
                wrap(word & NUMBER_BITS);
                if (memory.get(LONG, at + PREFIX) == prefix
                        && memory.get(INT, at + NUMBER) == number) {
                    return true;
                }
            }
        }
    }

    /// Reads what `find` will need of a flow and changes nothing: the waits for memory of several
    /// flows overlap.
    int warm(long prefix, int number) {
        long hash = hash(prefix, number);
        int mask = index.length - 1;
        int tag = (int) (hash >>> 56);
        for (int place = (int) hash & mask; ; place = place + 1 & mask) {
            int word = index[place];
            if (word == 0) {
                return 0;
            }
            if (word >>> 24 == tag) {
                int entry = word & NUMBER_BITS;
                MemorySegment chunk = chunks[entry >>> CHUNK_LOG2];
                long offset = (long) (entry & CHUNK_FLOWS - 1) * OCTETS;
                return chunk.get(INT, offset + NUMBER)
                        ^ chunk.get(INT, offset + PORTS)
                        ^ chunk.get(INT, offset + LAST_SEEN);
            }
        }
    }

    /// Makes a flow with nothing but its id, and takes it in hand.
    ///
    /// @param watch told of the flow that has to go where there is no room
    void add(long prefix, int number, Watch watch) {
        if (size == most) {
            evict(watch);
        }
        int entry = free;
        if (entry != 0) {
            wrap(entry);
            free = memory.get(INT, at + NUMBER);
        } else {
            entry = top++;
            if (entry >>> CHUNK_LOG2 == chunks.length) {
                chunks = Arrays.copyOf(chunks, chunks.length + 1);
                chunks[chunks.length - 1] = arena.allocate((long) CHUNK_FLOWS * OCTETS, 64);
            }
            wrap(entry);
        }
        memory.asSlice(at, OCTETS).fill((byte) 0);
        memory.set(LONG, at + PREFIX, prefix);
        memory.set(INT, at + NUMBER, number);
        memory.set(BYTE, at + STATE, (byte) KNOWN);
        size++;
        if (size + (size >>> 1) > index.length) {
            index = new int[index.length * 2];
            for (int each = 1; each < top; each++) {
                MemorySegment chunk = chunks[each >>> CHUNK_LOG2];
                long offset = (long) (each & CHUNK_FLOWS - 1) * OCTETS;
                if (chunk.get(BYTE, offset + STATE) != 0) {
                    place(hash(chunk.get(LONG, offset), chunk.get(INT, offset + NUMBER)), each);
                }
            }
        } else {
            place(hash(prefix, number), entry);
        }
    }

    /// Looks at a share of all flows, once in a minute at each: those that ended, or of which
    /// nothing was heard, long ago are forgotten.
    ///
    /// @param seconds how many have gone by
    void sweep(long now, long seconds, Watch watch) {
        long share = Math.min(ROUND_SECONDS, seconds) * (top / ROUND_SECONDS + 1);
        for (long i = 0; i < share && i < top; i++, hand++) {
            if (hand >= top) {
                hand = 1;
            }
            if (hand >= top) {
                return;
            }
            wrap(hand);
            int state = state();
            long idle = now - number(LAST_SEEN);
            if (state != 0
                    && idle > ((state & (ENDED | REFUSED)) != 0 ? ENDED_SECONDS : IDLE_SECONDS)) {
                forget(hand, watch);
            } else if (state != 0
                    && idle > SILENT_SECONDS
                    && (state & (ENDED | REFUSED | ASKED)) == 0) {
                watch.silent();
            }
        }
    }

    private void evict(Watch watch) {
        int oldest = 0;
        long oldestSeen = Long.MAX_VALUE;
        for (int seen = 0; seen < EVICTION_CHOICE; hand++) {
            if (hand >= top) {
                hand = 1;
            }
            wrap(hand);
            int state = state();
            seen++;
            if (state != 0) {
                long rank = number(LAST_SEEN) - ((state & ENDED) != 0 ? IDLE_SECONDS : 0);
                if (rank < oldestSeen) {
                    oldestSeen = rank;
                    oldest = hand;
                }
            }
        }
        wrap(oldest);
        evicted++;
        forget(oldest, watch);
    }

    private void forget(int entry, Watch watch) {
        watch.forgotten();
        remove(hash(get(PREFIX), memory.get(INT, at + NUMBER)), entry);
        memory.set(BYTE, at + STATE, (byte) 0);
        memory.set(INT, at + NUMBER, free);
        free = entry;
        size--;
    }

    private void place(long hash, int entry) {
        int mask = index.length - 1;
        int place = (int) hash & mask;
        while (index[place] != 0) {
            place = place + 1 & mask;
        }
        index[place] = (int) (hash >>> 56) << 24 | entry;
    }

    private void remove(long hash, int entry) {
        int mask = index.length - 1;
        int hole = (int) hash & mask;
        while ((index[hole] & NUMBER_BITS) != entry) {
            hole = hole + 1 & mask;
        }
        for (int place = hole + 1 & mask; index[place] != 0; place = place + 1 & mask) {
            int other = index[place] & NUMBER_BITS;
            MemorySegment chunk = chunks[other >>> CHUNK_LOG2];
            long offset = (long) (other & CHUNK_FLOWS - 1) * OCTETS;
            int home = (int) hash(chunk.get(LONG, offset), chunk.get(INT, offset + NUMBER)) & mask;
            if ((place - home & mask) >= (place - hole & mask)) {
                index[hole] = index[place];
                hole = place;
            }
        }
        index[hole] = 0;
    }

    private static long hash(long prefix, int number) {
        long h = (prefix ^ (number & 0xffff_ffffL) * 0x9e3779b97f4a7c15L) * 0xbf58476d1ce4e5b9L;
        h ^= h >>> 31;
        h *= 0x94d049bb133111ebL;
        return h ^ h >>> 29;
    }

    private void wrap(int entry) {
        memory = chunks[entry >>> CHUNK_LOG2];
        at = (long) (entry & CHUNK_FLOWS - 1) * OCTETS;
    }

    int state() {
        return memory.get(BYTE, at + STATE);
    }

    boolean is(int bits) {
        return (state() & bits) != 0;
    }

    void set(int bits) {
        memory.set(BYTE, at + STATE, (byte) (state() | bits));
    }

    void clear(int bits) {
        memory.set(BYTE, at + STATE, (byte) (state() & ~bits));
    }

    /// A field of eight octets.
    long get(int field) {
        return memory.get(LONG, at + field);
    }

    void put(int field, long value) {
        memory.set(LONG, at + field, value);
    }

    /// A field of four octets, unsigned.
    long number(int field) {
        return memory.get(INT, at + field) & 0xffff_ffffL;
    }

    void putNumber(int field, long value) {
        memory.set(INT, at + field, (int) value);
    }

    /// A field of two octets.
    int small(int field) {
        return memory.get(SHORT, at + field) & 0xffff;
    }

    void putSmall(int field, int value) {
        memory.set(SHORT, at + field, (short) value);
    }

    int octet(int field) {
        return memory.get(BYTE, at + field) & 0xff;
    }

    void putOctet(int field, int value) {
        memory.set(BYTE, at + field, (byte) value);
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(top);
        out.writeInt(free);
        out.writeInt(size);
        out.writeInt(hand);
        out.writeLong(evicted);
        byte[] chunk = new byte[CHUNK_FLOWS * OCTETS];
        for (MemorySegment each : chunks) {
            MemorySegment.copy(each, BYTE, 0, chunk, 0, chunk.length);
            out.write(chunk);
        }
    }

    /// Takes over what `save` wrote, in place of nothing: only for a new object.
    void load(DataInput in) throws IOException {
        top = SavedSize.read(in, MOST + 1);
        free = SavedSize.read(in, top);
        size = SavedSize.read(in, top);
        hand = in.readInt();
        evicted = in.readLong();
        byte[] chunk = new byte[CHUNK_FLOWS * OCTETS];
        int count = top == 1 ? 0 : ((top - 1) >>> CHUNK_LOG2) + 1;
        for (int i = 0; i < count; i++) {
            in.readFully(chunk);
            chunks = Arrays.copyOf(chunks, i + 1);
            chunks[i] = arena.allocate((long) CHUNK_FLOWS * OCTETS, 64);
            MemorySegment.copy(chunk, 0, chunks[i], BYTE, 0, chunk.length);
        }
        while (size + (size >>> 1) > index.length) {
            index = new int[index.length * 2];
        }
        for (int each = 1; each < top; each++) {
            wrap(each);
            if (state() != 0) {
                place(hash(get(PREFIX), memory.get(INT, at + NUMBER)), each);
            }
        }
    }

    void close() {
        arena.close();
    }
}
