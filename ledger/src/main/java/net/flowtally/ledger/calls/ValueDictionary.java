package net.flowtally.ledger.calls;

import java.util.Arrays;

/// The distinct values of one column of one batch, numbered as they come; gives up when there are
/// too many for it to pay.
final class ValueDictionary {
    private static final int MAX_VALUES = 4096;
    private static final int SLOTS = MAX_VALUES * 4;
    private static final int SLOT_SHIFT = 64 - Integer.numberOfTrailingZeros(SLOTS);
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private final long[] keys = new long[SLOTS];
    private final int[] numbers = new int[SLOTS]; // 0 = free, else number + 1
    private final long[] values = new long[MAX_VALUES];
    private int size;

    int size() {
        return size;
    }

    long value(int number) {
        return values[number];
    }

    /// @return whether all fitted; otherwise what is in `indexes` means nothing
    boolean fill(long[] column, int count, int[] indexes) {
        clear();
        long previous = 0;
        int number = -1;
        for (int i = 0; i < count; i++) {
            long value = column[i];
            if (number < 0 || value != previous) {
                number = number(value);
                if (number < 0) {
                    return false;
                }
                previous = value;
            }
            indexes[i] = number;
        }
        return true;
    }

    boolean fill(int[] column, int count, int[] indexes) {
        clear();
        int previous = 0;
        int number = -1;
        for (int i = 0; i < count; i++) {
            int value = column[i];
            if (number < 0 || value != previous) {
                number = number(value);
                if (number < 0) {
                    return false;
                }
                previous = value;
            }
            indexes[i] = number;
        }
        return true;
    }

    private void clear() {
        Arrays.fill(numbers, 0);
        size = 0;
    }

    private int number(long value) {
        int slot = (int) ((value * GOLDEN_RATIO) >>> SLOT_SHIFT);
        while (numbers[slot] != 0 && keys[slot] != value) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        if (numbers[slot] == 0) {
            if (size == MAX_VALUES) {
                return -1;
            }
            values[size++] = value;
            keys[slot] = value;
            numbers[slot] = size;
        }
        return numbers[slot] - 1;
    }
}
