package net.flowtally.collector.wire;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import net.flowtally.ledger.calls.QuarterHour;

/// What the sequence numbers of one exporter say: by quarter hour of the receive time, how many
/// units (v5: flows, v9: datagrams, IPFIX: records) were sent, and how many of them never came.
/// Kept until `settle`. Owned by the stream's thread.
public final class QuarterLosses {
    private static final int FIRST_SIZE = 8;

    private long[] quarters = new long[FIRST_SIZE];
    private long[] expected = new long[FIRST_SIZE];
    private long[] lost = new long[FIRST_SIZE];
    private int size;

    /// Takes the sums of one quarter hour.
    public interface Visitor {
        void quarter(long quarter, long expected, long lost);
    }

    void expect(long receivedAt, long units) {
        int slot = slot(QuarterHour.of(receivedAt));
        expected[slot] += units;
    }

    void lose(long receivedAt, long units) {
        int slot = slot(QuarterHour.of(receivedAt));
        expected[slot] += units;
        lost[slot] += units;
    }

    /// Units counted as lost in a quarter hour came after all; nothing happens to a quarter hour
    /// that is settled.
    void recover(long quarter, long units) {
        for (int i = size - 1; i >= 0; i--) {
            if (quarters[i] == quarter) {
                lost[i] -= units;
                return;
            }
        }
    }

    /// Gives every quarter hour since the last `settle`, in the order of time.
    public void visit(Visitor visitor) {
        for (int i = 0; i < size; i++) {
            visitor.quarter(quarters[i], expected[i], lost[i]);
        }
    }

    /// Forgets the quarter hours before an instant; their sums must be in the ledger by now.
    public void settle(long before) {
        int gone = 0;
        while (gone < size && quarters[gone] < QuarterHour.of(before)) {
            gone++;
        }
        if (gone > 0) {
            size -= gone;
            System.arraycopy(quarters, gone, quarters, 0, size);
            System.arraycopy(expected, gone, expected, 0, size);
            System.arraycopy(lost, gone, lost, 0, size);
        }
    }

    public void save(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int i = 0; i < size; i++) {
            out.writeLong(quarters[i]);
            out.writeLong(expected[i]);
            out.writeLong(lost[i]);
        }
    }

    public static QuarterLosses load(DataInput in) throws IOException {
        QuarterLosses losses = new QuarterLosses();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            int slot = losses.slot(in.readLong());
            losses.expected[slot] = in.readLong();
            losses.lost[slot] = in.readLong();
        }
        return losses;
    }

    private int slot(long quarter) {
        int at = size;
        while (at > 0 && quarters[at - 1] > quarter) {
            at--;
        }
        if (at > 0 && quarters[at - 1] == quarter) {
            return at - 1;
        }
        if (size == quarters.length) {
            quarters = Arrays.copyOf(quarters, size * 2);
            expected = Arrays.copyOf(expected, size * 2);
            lost = Arrays.copyOf(lost, size * 2);
        }
        System.arraycopy(quarters, at, quarters, at + 1, size - at);
        System.arraycopy(expected, at, expected, at + 1, size - at);
        System.arraycopy(lost, at, lost, at + 1, size - at);
        quarters[at] = quarter;
        expected[at] = 0;
        lost[at] = 0;
        size++;
        return at;
    }
}
