package net.flowtally.ledger.accounting;

import java.util.BitSet;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.tariff.Band;
import net.flowtally.ledger.tariff.Tariff;
import net.flowtally.ledger.time.Span;

/// Bytes in and out by quarter hour of a period, of all ports together. For one thread.
///
/// @param quarters the windows' first microseconds, ascending
/// @param present those in which the site heard anything
/// @param inForce how many of the period's windows a rule is in force for, whatever its band
record Windows(long[] quarters, long[] in, long[] out, BitSet present, int inForce) {
    static final Windows NONE = new Windows(new long[0], new long[0], new long[0], new BitSet(), 0);

    /// All of a period, empty as yet.
    static Windows of(BillingPeriod period, BitSet present) {
        int size = period.quarterHours();
        long[] quarters = new long[size];
        for (int i = 0; i < size; i++) {
            quarters[i] = period.fromMicros() + i * QuarterHour.MICROS;
        }
        return new Windows(quarters, new long[size], new long[size], present, size);
    }

    int size() {
        return quarters.length;
    }

    void add(int window, long received, long sent) {
        in[window] = Math.addExact(in[window], received);
        out[window] = Math.addExact(out[window], sent);
    }

    /// The same with windows like earlier ones.
    ///
    /// @param like for each window the one that it is like
    Windows like(int[] like) {
        Windows whole =
                new Windows(quarters, in.clone(), out.clone(), (BitSet) present.clone(), inForce);
        for (int i = 0; i < like.length; i++) {
            whole.in[i] = in[like[i]];
            whole.out[i] = out[like[i]];
            whole.present.set(i, present.get(like[i]));
        }
        return whole;
    }

    /// Those of a stretch of time and of peak or off-peak.
    Windows only(Span span, Band band, Tariff tariff) {
        BitSet wanted = new BitSet(size());
        int within = 0;
        for (int i = 0; i < size(); i++) {
            if (quarters[i] >= span.fromMicros() && quarters[i] < span.toMicros()) {
                within++;
                wanted.set(i, band == Band.ANY || tariff.bandAt(quarters[i]) == band);
            }
        }
        int count = wanted.cardinality();
        Windows chosen =
                new Windows(
                        new long[count], new long[count], new long[count], new BitSet(), within);
        int place = 0;
        for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
            chosen.quarters[place] = quarters[i];
            chosen.in[place] = in[i];
            chosen.out[place] = out[i];
            chosen.present.set(place, present.get(i));
            place++;
        }
        return chosen;
    }
}
