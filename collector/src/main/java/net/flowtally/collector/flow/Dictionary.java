package net.flowtally.collector.flow;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import net.flowtally.collector.bound.SavedSize;

/// Tuples of four longs, each kept once and named by a number from 1, as long as something holds
/// it; number 0 is the tuple of zeros and always there. Numbers are a function of the calls made,
/// and `save` keeps them. Not thread-safe.
final class Dictionary {
    /// Returned by `find` for a new tuple when the limit is reached.
    static final int FULL = -1;

    private static final int WIDTH = 4;

    private final int limit;
    private long[] words = new long[WIDTH * 64];

    /// How often a number is held; in a free one, the next free one.
    private int[] holds = new int[64];

    /// Open addressing with linear probing: numbers, 0 is empty.
    private int[] places = new int[256];

    private int top = 1;
    private int free;
    private int size;

    /// @param limit tuples beside the one of zeros
    Dictionary(int limit) {
        this.limit = limit;
    }

    /// The number of a tuple, which is added if it is new. Unless it is held next, it may stay for
    /// ever.
    int find(long a, long b, long c, long d) {
        if ((a | b | c | d) == 0) {
            return 0;
        }
        int mask = places.length - 1;
        int at = hash(a, b, c, d) & mask;
        for (int number; (number = places[at]) != 0; at = at + 1 & mask) {
            int word = number * WIDTH;
            if (words[word] == a
                    && words[word + 1] == b
                    && words[word + 2] == c
                    && words[word + 3] == d) {
                return number;
            }
        }
        if (size >= limit) {
            return FULL;
        }
        int number = add(a, b, c, d);
        places[at] = number;
        if (size * 2 > places.length) {
            places = new int[places.length * 2];
            rebuild();
        }
        return number;
    }

    /// Adds a tuple even beyond the limit.
    int findBeyondLimit(long a, long b, long c, long d) {
        int number = find(a, b, c, d);
        if (number != FULL) {
            return number;
        }
        number = add(a, b, c, d);
        if (size * 2 > places.length) {
            places = new int[places.length * 2];
            rebuild();
        } else {
            place(number);
        }
        return number;
    }

    void hold(int number) {
        if (number != 0) {
            holds[number]++;
        }
    }

    void release(int number) {
        if (number != 0 && --holds[number] == 0) {
            unplace(number);
            Arrays.fill(words, number * WIDTH, number * WIDTH + WIDTH, 0);
            holds[number] = free;
            free = number;
            size--;
        }
    }

    long word(int number, int index) {
        return words[number * WIDTH + index];
    }

    int size() {
        return size;
    }

    long octetsAllocated() {
        return words.length * 8L + holds.length * 4L + places.length * 4L;
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(top);
        out.writeInt(free);
        out.writeInt(size);
        for (int number = 1; number < top; number++) {
            out.writeInt(holds[number]);
            for (int i = 0; i < WIDTH; i++) {
                out.writeLong(words[number * WIDTH + i]);
            }
        }
    }

    /// Takes over what `save` wrote, in place of everything here.
    void load(DataInput in) throws IOException {
        top = SavedSize.read(in, limit + 1);
        free = SavedSize.read(in, top);
        size = SavedSize.read(in, top);
        words = new long[Math.max(top, 64) * WIDTH];
        holds = new int[Math.max(top, 64)];
        for (int number = 1; number < top; number++) {
            holds[number] = in.readInt();
            for (int i = 0; i < WIDTH; i++) {
                words[number * WIDTH + i] = in.readLong();
            }
        }
        places = new int[Math.max(256, Integer.highestOneBit(top) * 4)];
        rebuild();
    }

    private int add(long a, long b, long c, long d) {
        int number = free;
        if (number != 0) {
            free = holds[number];
        } else {
            if (top == holds.length) {
                holds = Arrays.copyOf(holds, top * 2);
                words = Arrays.copyOf(words, top * 2 * WIDTH);
            }
            number = top++;
        }
        int word = number * WIDTH;
        words[word] = a;
        words[word + 1] = b;
        words[word + 2] = c;
        words[word + 3] = d;
        holds[number] = 0;
        size++;
        return number;
    }

    private void rebuild() {
        for (int number = 1; number < top; number++) {
            if (!isFree(number)) {
                place(number);
            }
        }
    }

    /// A free number's tuple is wiped, and the tuple of zeros is never added.
    private boolean isFree(int number) {
        int word = number * WIDTH;
        return (words[word] | words[word + 1] | words[word + 2] | words[word + 3]) == 0;
    }

    private void place(int number) {
        int mask = places.length - 1;
        int at = hashOf(number) & mask;
        while (places[at] != 0) {
            at = at + 1 & mask;
        }
        places[at] = number;
    }

    private void unplace(int number) {
        int mask = places.length - 1;
        int hole = hashOf(number) & mask;
        while (places[hole] != number) {
            hole = hole + 1 & mask;
        }
        for (int at = hole + 1 & mask; places[at] != 0; at = at + 1 & mask) {
            int home = hashOf(places[at]) & mask;
            if ((at - home & mask) >= (at - hole & mask)) {
                places[hole] = places[at];
                hole = at;
            }
        }
        places[hole] = 0;
    }

    private int hashOf(int number) {
        int word = number * WIDTH;
        return hash(words[word], words[word + 1], words[word + 2], words[word + 3]);
    }

    private static int hash(long a, long b, long c, long d) {
        long h = (a * 0x9e3779b97f4a7c15L ^ b) * 0xbf58476d1ce4e5b9L;
        h ^= h >>> 31;
        h = (h ^ c) * 0x94d049bb133111ebL;
        h ^= h >>> 29;
        h = (h ^ d) * 0xd6e8feb86659fd93L;
        return (int) (h >>> 32);
    }
}
