package net.flowtally.collector.decode;

import static net.flowtally.collector.wire.Octets.u64;
import static net.flowtally.collector.wire.Octets.unsigned;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import net.flowtally.collector.bound.Budget;
import net.flowtally.collector.bound.SavedSize;

/// Fingerprints of what one exporter sent within the last five seconds of journal time, to know a
/// datagram that comes twice (two destinations configured, repeaters on the way).
///
/// A table of slots chosen by fingerprint, where the later datagram takes the slot; it doubles, up
/// to a bound, when a slot is taken from a datagram that is still recent. Past the bound a repeat
/// may go unseen; no datagram is ever taken for a repeat that is none, but for two contents with
/// equal length and equal 64-bit fingerprint.
final class RecentDatagrams {
    private static final long MICROS = 5_000_000;
    private static final int FIRST_SLOTS = 64;
    private static final int MAX_SLOTS = 16_384;

    /// What a slot takes.
    private static final int OCTETS = 16;

    private static final long NEVER = Long.MIN_VALUE;

    private Budget budget = Budget.unlimited();
    private long[] fingerprints = new long[FIRST_SLOTS];
    private long[] times = never(FIRST_SLOTS);

    /// From now on takes memory from what all exporters share.
    void within(Budget shared) {
        budget = shared;
        budget.takeAgain(OCTETS * (long) (times.length - FIRST_SLOTS));
    }

    /// Whether the same content came within the last five seconds; remembers it if not.
    boolean repeats(byte[] octets, int length, long receivedAt) {
        long fingerprint = fingerprint(octets, length);
        int slot = slot(fingerprint);
        boolean recent = times[slot] != NEVER && Math.abs(receivedAt - times[slot]) <= MICROS;
        if (recent && fingerprints[slot] == fingerprint) {
            return true;
        }
        while (recent && times.length < MAX_SLOTS && budget.take(OCTETS * (long) times.length)) {
            grow();
            slot = slot(fingerprint);
            recent = times[slot] != NEVER && Math.abs(receivedAt - times[slot]) <= MICROS;
        }
        fingerprints[slot] = fingerprint;
        times[slot] = receivedAt;
        return false;
    }

    void save(DataOutput out) throws IOException {
        int used = 0;
        for (long time : times) {
            used += time == NEVER ? 0 : 1;
        }
        out.writeInt(times.length);
        out.writeInt(used);
        for (int i = 0; i < times.length; i++) {
            if (times[i] != NEVER) {
                out.writeLong(fingerprints[i]);
                out.writeLong(times[i]);
            }
        }
    }

    static RecentDatagrams load(DataInput in) throws IOException {
        RecentDatagrams recent = new RecentDatagrams();
        int slots = Integer.highestOneBit(SavedSize.read(in, MAX_SLOTS) | 1);
        recent.fingerprints = new long[slots];
        recent.times = never(slots);
        int used = SavedSize.read(in, slots);
        for (int i = 0; i < used; i++) {
            long fingerprint = in.readLong();
            int slot = recent.slot(fingerprint);
            recent.fingerprints[slot] = fingerprint;
            recent.times[slot] = in.readLong();
        }
        return recent;
    }

    private void grow() {
        long[] oldFingerprints = fingerprints;
        long[] oldTimes = times;
        fingerprints = new long[oldTimes.length * 2];
        times = never(oldTimes.length * 2);
        for (int i = 0; i < oldTimes.length; i++) {
            if (oldTimes[i] != NEVER) {
                int slot = slot(oldFingerprints[i]);
                fingerprints[slot] = oldFingerprints[i];
                times[slot] = oldTimes[i];
            }
        }
    }

    private int slot(long fingerprint) {
        return (int) fingerprint & (times.length - 1);
    }

    private static long[] never(int slots) {
        long[] times = new long[slots];
        Arrays.fill(times, NEVER);
        return times;
    }

    /// Four lanes of eight octets each, so that the multiplications overlap.
    private static long fingerprint(byte[] octets, int length) {
        long a = length * 0x9e3779b97f4a7c15L;
        long b = a ^ 0xbf58476d1ce4e5b9L;
        long c = a ^ 0x94d049bb133111ebL;
        long d = a ^ 0xd6e8feb86659fd93L;
        int at = 0;
        for (; at + 32 <= length; at += 32) {
            a = step(a, u64(octets, at));
            b = step(b, u64(octets, at + 8));
            c = step(c, u64(octets, at + 16));
            d = step(d, u64(octets, at + 24));
        }
        for (; at < length; at += 8) {
            a = step(a, unsigned(octets, at, Math.min(8, length - at)));
        }
        return step(step(step(step(0, a), b), c), d);
    }

    private static long step(long lane, long value) {
        long mixed = (lane ^ value) * 0x9fb21c651e98df25L;
        return mixed ^ (mixed >>> 29);
    }
}
