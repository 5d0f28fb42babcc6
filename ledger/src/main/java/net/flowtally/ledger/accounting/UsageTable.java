package net.flowtally.ledger.accounting;

import java.util.Arrays;

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

    /// Texts of services, categories and bands, which are kept as their codes.
    private final Labels labels = new Labels();

    private long[] keys = new long[KEYS * 1024];
    private long[] sums = new long[SUMS * 1024];
    private int[] slots = new int[4096];
    private int size;

    UsageTable() {
        Arrays.fill(slots, -1);
    }

    Labels labels() {
        return labels;
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
