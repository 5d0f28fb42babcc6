package net.flowtally.collector.template;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/// The sampling rates that one observation domain has told in options data: by sampler id, and one
/// for the records that name no sampler.
final class Samplers {
    private static final int MAX_SAMPLERS = 1000;

    private long[] ids = new long[0];
    private long[] numerators = new long[0];
    private long[] denominators = new long[0];

    /// 0/0 while nothing is told.
    private long defaultNumerator;

    private long defaultDenominator;

    /// Options named a sampling algorithm and no rate: what is counted here is sampled, at a rate
    /// nobody knows.
    boolean unknownAlgorithm;

    void put(long id, long numerator, long denominator) {
        int at = Arrays.binarySearch(ids, id);
        if (at < 0) {
            if (ids.length == MAX_SAMPLERS) {
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
            samplers.put(in.readLong(), in.readLong(), in.readLong());
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
