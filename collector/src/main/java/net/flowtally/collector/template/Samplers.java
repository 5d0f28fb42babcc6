package net.flowtally.collector.template;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import net.flowtally.collector.bound.Budget;

/// The sampling rates that one observation domain has told in options data: by sampler id, and one
/// for the records that name no sampler.
final class Samplers {
    private static final int MAX_SAMPLERS = 1000;

    /// So many cost nothing.
    private static final int FREE_SAMPLERS = 16;

    /// What a further one takes.
    private static final int OCTETS = 24;

    private long[] ids = new long[0];
    private long[] numerators = new long[0];
    private long[] denominators = new long[0];

    /// 0/0 while nothing is told.
    private long defaultNumerator;

    private long defaultDenominator;

    /// Options named a sampling algorithm and no rate: what is counted here is sampled, at a rate
    /// nobody knows.
    boolean unknownAlgorithm;

    /// Takes the rate of a sampler. One for which there is no room stays unknown, and the records
    /// that name it are held.
    void put(long id, long numerator, long denominator, Budget budget) {
        int at = Arrays.binarySearch(ids, id);
        if (at < 0) {
            boolean free = ids.length < FREE_SAMPLERS;
            if (ids.length == MAX_SAMPLERS || !(free || budget.take(OCTETS))) {
                return;
            }
            at = -at - 1;
            ids = inserted(ids, at);
            numerators = inserted(numerators, at);
            denominators = inserted(denominators, at);
            ids[at] = id;
        }
        numerators[at] = numerator;
        denominators[at] = denominator;
    }

    /// What was taken from the memory that all exporters share.
    long charged() {
        return OCTETS * Math.max(0L, ids.length - FREE_SAMPLERS);
    }

    boolean areTold() {
        return ids.length > 0 || hasDefault() || unknownAlgorithm;
    }

    void putDefault(long numerator, long denominator) {
        defaultNumerator = numerator;
        defaultDenominator = denominator;
    }

    /// @return negative if nothing is told of this sampler
    int find(long id) {
        return Arrays.binarySearch(ids, id);
    }

    long numerator(int found) {
        return numerators[found];
    }

    long denominator(int found) {
        return denominators[found];
    }

    boolean hasDefault() {
        return defaultDenominator != 0;
    }

    long defaultNumerator() {
        return defaultNumerator;
    }

    long defaultDenominator() {
        return defaultDenominator;
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(ids.length);
        for (int i = 0; i < ids.length; i++) {
            out.writeLong(ids[i]);
            out.writeLong(numerators[i]);
            out.writeLong(denominators[i]);
        }
        out.writeLong(defaultNumerator);
        out.writeLong(defaultDenominator);
        out.writeBoolean(unknownAlgorithm);
    }

    static Samplers load(DataInput in) throws IOException {
        Samplers samplers = new Samplers();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            samplers.put(in.readLong(), in.readLong(), in.readLong(), Budget.unlimited());
        }
        samplers.defaultNumerator = in.readLong();
        samplers.defaultDenominator = in.readLong();
        samplers.unknownAlgorithm = in.readBoolean();
        return samplers;
    }

    private static long[] inserted(long[] values, int at) {
        long[] longer = Arrays.copyOf(values, values.length + 1);
        System.arraycopy(values, at, longer, at + 1, values.length - at);
        return longer;
    }
}
