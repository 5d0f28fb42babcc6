package net.flowtally.ledger.accounting;

import java.util.Arrays;
import net.flowtally.ledger.engine.NumberSource;

/// Usage sums in memory, by key: columns of primitive arrays found through an open hash table. Rows
/// stay in the order in which their keys first came. For one thread.
final class UsageTable {
    static final int KEYS = 9;
    static final int QUARTER = 0;
    static final int DEPARTMENT = 1;
    static final int USER = 2;
    static final int WORKSTATION = 3;
    static final int SERVICE = 4;
    static final int ZONE = 5;
    static final int CATEGORY = 6;
    static final int RULE = 7;
    static final int BAND = 8;

    static final int SUMS = 7;
    static final int CALLS = 0;
    static final int BYTES_SENT = 1;
    static final int BYTES_RECEIVED = 2;
    static final int PACKETS_SENT = 3;
    static final int PACKETS_RECEIVED = 4;
    static final int SAMPLED_BYTES = 5;
    static final int CORRECTED_BYTES = 6;

    private long[] keys = new long[KEYS * 1024];
    private long[] sums = new long[SUMS * 1024];
    private int[] slots = new int[4096];
    private int size;

    UsageTable() {
        Arrays.fill(slots, -1);
    }

    int size() {
        return size;
    }

    long key(int row, int column) {
        return keys[row * KEYS + column];
    }

    long sum(int row, int column) {
        return sums[row * SUMS + column];
    }

    /// Adds to the sums of a key.
    ///
    /// @param key `KEYS` values, read during the call
    /// @param amounts `SUMS` values, read during the call
    void add(long[] key, long[] amounts) {
        int row = row(key);
        int at = row * SUMS;
        for (int i = 0; i < SUMS; i++) {
            sums[at + i] = Math.addExact(sums[at + i], amounts[i]);
        }
    }

    void clear() {
        size = 0;
        Arrays.fill(slots, -1);
    }

    /// Keys and sums of all rows in the order of the keys, valid until the next change.
    ///
    /// @param labels of the codes of services, categories and bands
    NumberSource sorted(Labels labels) {
        int[] ranks = labels.ranks();
        int[] rows = new int[size];
        Arrays.setAll(rows, row -> row);
        sort(rows.clone(), rows, 0, size, ranks);
        return new NumberSource() {
            @Override
            public int columns() {
                return KEYS + SUMS;
            }

            @Override
            public int rows() {
                return rows.length;
            }

            @Override
            public long get(int column, int row) {
                return column < KEYS ? key(rows[row], column) : sum(rows[row], column - KEYS);
            }
        };
    }

    /// Sorts a part by merging its halves.
    private void sort(int[] from, int[] into, int start, int end, int[] ranks) {
        if (end - start < 2) {
            return;
        }
        int middle = (start + end) >>> 1;
        sort(into, from, start, middle, ranks);
        sort(into, from, middle, end, ranks);
        int left = start;
        int right = middle;
        for (int i = start; i < end; i++) {
            boolean isLeft =
                    right == end || (left < middle && compare(from[left], from[right], ranks) <= 0);
            into[i] = isLeft ? from[left++] : from[right++];
        }
    }

    private int compare(int one, int other, int[] ranks) {
        for (int column = 0; column < KEYS; column++) {
            long left = key(one, column);
            long right = key(other, column);
            if (left != right) {
                return switch (column) {
                    case SERVICE, CATEGORY, BAND ->
                            Integer.compare(ranks[(int) left], ranks[(int) right]);
                    default -> Long.compare(left, right);
                };
            }
        }
        return 0;
    }

    private int row(long[] key) {
        int mask = slots.length - 1;
        int slot = (int) hash(key, 0) & mask;
        while (slots[slot] >= 0) {
            int row = slots[slot];
            if (Arrays.equals(keys, row * KEYS, row * KEYS + KEYS, key, 0, KEYS)) {
                return row;
            }
            slot = slot + 1 & mask;
        }
        if ((size + 1) * KEYS > keys.length) {
            keys = Arrays.copyOf(keys, Math.multiplyExact(keys.length, 2));
            sums = Arrays.copyOf(sums, Math.multiplyExact(sums.length, 2));
        }
        System.arraycopy(key, 0, keys, size * KEYS, KEYS);
        slots[slot] = size;
        size++;
        if (size * 2 > slots.length) {
            grow();
        }
        return size - 1;
    }

    private void grow() {
        slots = new int[slots.length * 2];
        Arrays.fill(slots, -1);
        int mask = slots.length - 1;
        for (int row = 0; row < size; row++) {
            int slot = (int) hash(keys, row * KEYS) & mask;
            while (slots[slot] >= 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = row;
        }
    }

    private static long hash(long[] values, int from) {
        long hash = 0x9e37_79b9_7f4a_7c15L;
        for (int i = 0; i < KEYS; i++) {
            hash = (hash ^ values[from + i]) * 0xbf58_476d_1ce4_e5b9L;
            hash ^= hash >>> 29;
        }
        return hash ^ hash >>> 32;
    }
}
