package net.flowtally.ledger.address;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What addresses belong to at a time: values by prefix and half-open span of microseconds, of
/// which the most specific prefix wins that has a value at the instant. A prefix that reaches
/// beyond either family (`::/0`, say) is of IPv6 only. Immutable; may be shared between threads; a
/// look-up allocates nothing.
public final class DatedPrefixes<T> {
    private static final int V4_BITS = 96;

    /// Most specific first.
    private final Length[] lengths;

    /// The values, addressed by the intervals of all lengths.
    private final List<T> values;

    private DatedPrefixes(Length[] lengths, List<T> values) {
        this.lengths = lengths;
        this.values = values;
    }

    /// The value at an instant, `none` where there is no value.
    public T find(long hi, long lo, long micros, T none) {
        boolean v4 = hi == 0 && (lo >>> 32) == 0xffff;
        for (Length length : lengths) {
            if (v4 && length.bits < V4_BITS) {
                break;
            }
            int value = length.find(hi, lo, micros);
            if (value >= 0) {
                return values.get(value);
            }
        }
        return none;
    }

    /// Collects values; those of one prefix must not overlap in time.
    public static final class Builder<T> {
        private final Map<Prefix, List<Interval>> intervals = new HashMap<>();
        private final List<T> values = new ArrayList<>();

        /// @param from `Long.MIN_VALUE` = always
        /// @param to exclusive; `Long.MAX_VALUE` = open end
        public Builder<T> add(Prefix prefix, long from, long to, T value) {
            intervals
                    .computeIfAbsent(prefix, _ -> new ArrayList<>(1))
                    .add(new Interval(from, to, values.size()));
            values.add(value);
            return this;
        }

        public DatedPrefixes<T> build() {
            Map<Integer, List<Prefix>> byLength = new HashMap<>();
            for (Prefix prefix : intervals.keySet()) {
                byLength.computeIfAbsent(prefix.bits(), _ -> new ArrayList<>()).add(prefix);
            }
            Length[] lengths =
                    byLength.entrySet().stream()
                            .sorted(Map.Entry.comparingByKey(Comparator.reverseOrder()))
                            .map(entry -> length(entry.getKey(), entry.getValue()))
                            .toArray(Length[]::new);
            return new DatedPrefixes<>(lengths, List.copyOf(values));
        }

        private Length length(int bits, List<Prefix> prefixes) {
            int entries = prefixes.stream().mapToInt(prefix -> intervalsOf(prefix).size()).sum();
            Length length = new Length(bits, prefixes.size(), entries);
            for (Prefix prefix : prefixes) {
                List<Interval> sorted = intervalsOf(prefix);
                sorted.sort(Comparator.comparingLong(Interval::from));
                length.put(prefix, sorted);
            }
            return length;
        }

        private List<Interval> intervalsOf(Prefix prefix) {
            return Optional.ofNullable(intervals.get(prefix)).orElseThrow();
        }
    }

    private record Interval(long from, long to, int value) {}

    /// The prefixes of one length: an open-addressing table of their addresses, each with its run
    /// of intervals in time order.
    private static final class Length {
        private final int bits;
        private final long highMask;
        private final long lowMask;
        private final int slotMask;
        private final long[] keyHi;
        private final long[] keyLo;

        /// Where a slot's run of intervals starts, and where it ends: 0 = the slot is free.
        private final int[] runFrom;

        private final int[] runTo;
        private final long[] from;
        private final long[] to;
        private final int[] value;
        private int used;

        Length(int bits, int prefixes, int entries) {
            this.bits = bits;
            Address mask = Prefix.of(new Address(-1, -1), bits).address();
            highMask = mask.hi();
            lowMask = mask.lo();
            int slots = Integer.highestOneBit(Math.max(1, prefixes)) * 4;
            slotMask = slots - 1;
            keyHi = new long[slots];
            keyLo = new long[slots];
            runFrom = new int[slots];
            runTo = new int[slots];
            from = new long[entries];
            to = new long[entries];
            value = new int[entries];
        }

        void put(Prefix prefix, List<Interval> sorted) {
            int slot = slot(prefix.address().hi(), prefix.address().lo());
            keyHi[slot] = prefix.address().hi();
            keyLo[slot] = prefix.address().lo();
            runFrom[slot] = used;
            for (Interval interval : sorted) {
                if (used > runFrom[slot] && to[used - 1] > interval.from) {
                    throw new IllegalArgumentException("values of " + prefix + " overlap in time");
                }
                from[used] = interval.from;
                to[used] = interval.to;
                value[used] = interval.value;
                used++;
            }
            runTo[slot] = used;
        }

        int find(long hi, long lo, long micros) {
            int slot = slot(hi & highMask, lo & lowMask);
            int first = runFrom[slot];
            int end = runTo[slot];
            if (end - first > 8) {
                int at = Arrays.binarySearch(from, first, end, micros);
                first = at >= 0 ? at : Math.max(first, -at - 2);
            }
            for (int i = first; i < end && from[i] <= micros; i++) {
                if (micros < to[i]) {
                    return value[i];
                }
            }
            return -1;
        }

        /// The slot of a key, or the free one where it would be.
        private int slot(long hi, long lo) {
            long hash = (hi * 0x9e3779b97f4a7c15L + lo) * 0xbf58476d1ce4e5b9L;
            int slot = (int) (hash >>> 32) & slotMask;
            while (runTo[slot] != 0 && (keyHi[slot] != hi || keyLo[slot] != lo)) {
                slot = (slot + 1) & slotMask;
            }
            return slot;
        }
    }
}
