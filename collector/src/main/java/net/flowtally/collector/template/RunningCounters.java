package net.flowtally.collector.template;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import net.flowtally.collector.bound.Budget;
import net.flowtally.collector.flow.FlowRecord;

/// What was last heard of flows whose counters run on from record to record: four counters and an
/// end time for each, under a key of 128 bits.
///
/// Flows are forgotten when nothing was heard of them for one to two hours of journal time, longer
/// than exporters let a flow go unreported; sooner if there are more than half a million, or if all
/// exporters together take too much memory. Two generations do this: what is touched moves to the
/// young one, and the old one is dropped whole.
final class RunningCounters {
    private static final int COUNTS = 4;

    /// A row: the key, the counters, the end time.
    private static final int COUNT = 2;

    private static final int END = COUNT + COUNTS;
    private static final int WIDTH = END + 1;
    private static final int MAX_FLOWS = 1 << 19;
    private static final long GENERATION_MICROS = 3_600_000_000L;

    private Table young = new Table();
    private Table old = new Table();
    private long turnedAt = Long.MIN_VALUE;
    private Budget budget = Budget.unlimited();

    void within(Budget shared) {
        budget = shared;
        budget.takeAgain(young.charge() + old.charge());
    }

    /// Takes a record with totals since the flow began, and leaves in `counts` what it adds to the
    /// one before. A total that is lower than before is a new flow; unless the record ended
    /// earlier, too, and so is a late one, which adds nothing.
    ///
    /// @param runs a bit for each of the counts that is a total
    /// @param last nothing will follow of this flow
    /// @return when the record before ended, `NO_TIME` if there was none
    long ofTotals(
            long keyHi, long keyLo, long[] counts, int runs, boolean last, long end, long now) {
        int at = find(keyHi, keyLo);
        if (at < 0) {
            if (!last) {
                at = add(keyHi, keyLo, now);
                System.arraycopy(counts, 0, young.rows, at + COUNT, COUNTS);
                young.rows[at + END] = end;
            }
            return FlowRecord.NO_TIME;
        }
        long[] rows = young.rows;
        long before = rows[at + END];
        boolean lower = false;
        for (int i = 0; i < COUNTS; i++) {
            lower |= (runs & 1 << i) != 0 && counts[i] < rows[at + COUNT + i];
        }
        if (lower && end != FlowRecord.NO_TIME && end < before) {
            for (int i = 0; i < COUNTS; i++) {
                counts[i] = (runs & 1 << i) != 0 ? 0 : counts[i];
            }
            return FlowRecord.NO_TIME;
        }
        for (int i = 0; i < COUNTS; i++) {
            if ((runs & 1 << i) != 0) {
                long total = counts[i];
                counts[i] = lower ? total : total - rows[at + COUNT + i];
                rows[at + COUNT + i] = total;
            }
        }
        rows[at + END] = end;
        if (last) {
            young.remove(at);
        }
        return lower ? FlowRecord.NO_TIME : before;
    }

    /// Takes an event of a firewall connection, and leaves in `counts` what it adds to the ones
    /// before. Updates carry differences and are summed; the delete event carries the totals of the
    /// connection if none of them is below its sum (Cisco ASA), else one more difference.
    ///
    /// @return when the event before took place, `NO_TIME` if there was none
    long ofConnection(long keyHi, long keyLo, long[] counts, boolean deleted, long end, long now) {
        int at = find(keyHi, keyLo);
        if (at < 0) {
            if (!deleted) {
                at = add(keyHi, keyLo, now);
                System.arraycopy(counts, 0, young.rows, at + COUNT, COUNTS);
                young.rows[at + END] = end;
            }
            return FlowRecord.NO_TIME;
        }
        long[] rows = young.rows;
        long before = rows[at + END];
        if (!deleted) {
            for (int i = 0; i < COUNTS; i++) {
                rows[at + COUNT + i] += counts[i];
            }
            rows[at + END] = end;
            return before;
        }
        boolean totals = true;
        for (int i = 0; i < COUNTS; i++) {
            totals &= counts[i] >= rows[at + COUNT + i];
        }
        for (int i = 0; totals && i < COUNTS; i++) {
            counts[i] -= rows[at + COUNT + i];
        }
        young.remove(at);
        return before;
    }

    private int find(long keyHi, long keyLo) {
        int at = young.find(keyHi, keyLo);
        if (at >= 0) {
            return at;
        }
        int was = old.find(keyHi, keyLo);
        if (was < 0) {
            return -1;
        }
        if (!young.hasRoom() && !budget.take(young.growth())) {
            Table heard = old;
            turn(turnedAt);
            at = young.add(keyHi, keyLo);
            System.arraycopy(heard.rows, was + 2, young.rows, at + 2, WIDTH - 2);
            return at;
        }
        at = young.add(keyHi, keyLo);
        System.arraycopy(old.rows, was + 2, young.rows, at + 2, WIDTH - 2);
        old.remove(was);
        return at;
    }

    private int add(long keyHi, long keyLo, long now) {
        if (turnedAt == Long.MIN_VALUE) {
            turnedAt = now;
        }
        if (young.size >= MAX_FLOWS
                || now - turnedAt >= GENERATION_MICROS
                || (!young.hasRoom() && !budget.take(young.growth()))) {
            turn(now);
        }
        return young.add(keyHi, keyLo);
    }

    private void turn(long now) {
        budget.give(old.charge());
        old = young;
        young = new Table();
        turnedAt = now;
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(turnedAt);
        young.save(out);
        old.save(out);
    }

    static RunningCounters load(DataInput in) throws IOException {
        RunningCounters counters = new RunningCounters();
        counters.turnedAt = in.readLong();
        counters.young.restore(in);
        counters.old.restore(in);
        return counters;
    }

    /// Open addressing, linear probing; a row whose key is 0/0 is free.
    private static final class Table {
        private static final int FIRST_ROWS = 16;

        private long[] rows = new long[FIRST_ROWS * WIDTH];
        private int size;

        int find(long keyHi, long keyLo) {
            int at = home(keyLo);
            while (!free(at)) {
                if (rows[at] == keyHi && rows[at + 1] == keyLo) {
                    return at;
                }
                at = next(at);
            }
            return -1;
        }

        boolean hasRoom() {
            return (size + 1) * 2 * WIDTH <= rows.length;
        }

        /// What it takes to have more room.
        long growth() {
            return rows.length * 8L;
        }

        /// What it takes beyond its first rows.
        long charge() {
            return (rows.length - FIRST_ROWS * WIDTH) * 8L;
        }

        int add(long keyHi, long keyLo) {
            if (!hasRoom()) {
                grow();
            }
            int at = home(keyLo);
            while (!free(at)) {
                at = next(at);
            }
            rows[at] = keyHi;
            rows[at + 1] = keyLo;
            size++;
            return at;
        }

        void remove(int at) {
            int hole = at;
            int candidate = next(at);
            while (!free(candidate)) {
                int home = home(rows[candidate + 1]);
                boolean between =
                        hole <= candidate
                                ? hole < home && home <= candidate
                                : hole < home || home <= candidate;
                if (!between) {
                    System.arraycopy(rows, candidate, rows, hole, WIDTH);
                    hole = candidate;
                }
                candidate = next(candidate);
            }
            for (int i = 0; i < WIDTH; i++) {
                rows[hole + i] = 0;
            }
            size--;
        }

        void save(DataOutput out) throws IOException {
            out.writeInt(size);
            for (int at = 0; at < rows.length; at += WIDTH) {
                if (!free(at)) {
                    for (int i = 0; i < WIDTH; i++) {
                        out.writeLong(rows[at + i]);
                    }
                }
            }
        }

        void restore(DataInput in) throws IOException {
            int count = in.readInt();
            for (int row = 0; row < count; row++) {
                int at = add(in.readLong(), in.readLong());
                for (int i = 2; i < WIDTH; i++) {
                    rows[at + i] = in.readLong();
                }
            }
        }

        private void grow() {
            long[] before = rows;
            rows = new long[before.length * 2];
            size = 0;
            for (int at = 0; at < before.length; at += WIDTH) {
                if ((before[at] | before[at + 1]) != 0) {
                    int moved = add(before[at], before[at + 1]);
                    System.arraycopy(before, at + 2, rows, moved + 2, WIDTH - 2);
                }
            }
        }

        private boolean free(int at) {
            return (rows[at] | rows[at + 1]) == 0;
        }

        private int home(long keyLo) {
            return ((int) keyLo & (rows.length / WIDTH - 1)) * WIDTH;
        }

        private int next(int at) {
            return at + WIDTH == rows.length ? 0 : at + WIDTH;
        }
    }
}
