package net.flowtally.collector.wire;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.ledger.calls.QuarterHour;

/// Follows the sequence numbers of one source of datagrams and counts what is missing.
///
/// Each datagram carries the number of units sent before it, modulo 2^32, and holds some units
/// itself. A number ahead of the expected one is a loss; the missing stretch is remembered, and a
/// datagram that comes late takes its units back out of the loss. A jump of more than a million, a
/// number that repeats with other content, or a second late datagram in step with the first is an
/// exporter that started again: the expectation is reset and nothing is counted as lost.
public final class SequenceTracker {
    /// Said of a datagram of which not every unit could be counted.
    public static final long UNKNOWN_UNITS = -1;

    private static final int RESTART_JUMP = 1_000_000;
    private static final long RESTART_BOOT_MICROS = 5_000_000;
    private static final int MAX_GAPS = 32;

    private boolean known;
    private int next;
    private int last;

    private boolean late;
    private int afterLate;

    private final int[] gapStart = new int[MAX_GAPS];
    private final int[] gapLength = new int[MAX_GAPS];
    private final long[] gapQuarter = new long[MAX_GAPS];
    private int gaps;

    private boolean timed;
    private int uptime;
    private long boot;

    /// Tells the exporter's uptime before `take`: when it went back, and the time of its start
    /// moved, the exporter has been started again.
    ///
    /// @param uptimeMillis modulo 2^32
    /// @param exportedAt microseconds UTC
    public void uptime(int uptimeMillis, long exportedAt) {
        long bootNow = exportedAt - (uptimeMillis & 0xffff_ffffL) * 1000;
        if (timed
                && Integer.compareUnsigned(uptimeMillis, uptime) < 0
                && Math.abs(bootNow - boot) > RESTART_BOOT_MICROS) {
            known = false;
            late = false;
            gaps = 0;
        }
        timed = true;
        uptime = uptimeMillis;
        boot = bootNow;
    }

    /// Takes the next datagram into account.
    ///
    /// @param units what the datagram itself holds, or `UNKNOWN_UNITS`
    public void take(
            int sequence, long units, long receivedAt, ExporterTally tally, QuarterLosses losses) {
        int ahead = known ? sequence - next : 0;
        if (ahead < 0 && ahead >= -RESTART_JUMP) {
            if (fillsGap(sequence, units, tally, losses)) {
                return;
            }
            if (sequence != last && !(late && sequence == afterLate)) {
                late = units != UNKNOWN_UNITS;
                afterLate = sequence + (int) units;
                return;
            }
            gaps = 0;
        } else if (ahead < 0 || ahead > RESTART_JUMP) {
            gaps = 0;
        } else if (ahead > 0) {
            remember(next, ahead, QuarterHour.of(receivedAt));
            tally.lost += ahead;
            losses.lose(receivedAt, ahead);
        }
        late = false;
        last = sequence;
        known = units != UNKNOWN_UNITS;
        next = sequence + (int) units;
        losses.expect(receivedAt, Math.max(units, 0));
    }

    /// The number of the datagram before, as far as it moved the expectation.
    public int last() {
        return last;
    }

    /// The numbers did not mean what was thought: what was counted as lost was not.
    public void takeBack(ExporterTally tally, QuarterLosses losses) {
        for (int i = 0; i < gaps; i++) {
            tally.lost -= gapLength[i];
            losses.recover(gapQuarter[i], gapLength[i]);
        }
        gaps = 0;
        known = false;
    }

    public void save(DataOutput out) throws IOException {
        out.writeBoolean(known);
        out.writeInt(next);
        out.writeInt(last);
        out.writeBoolean(late);
        out.writeInt(afterLate);
        out.writeBoolean(timed);
        out.writeInt(uptime);
        out.writeLong(boot);
        out.writeInt(gaps);
        for (int i = 0; i < gaps; i++) {
            out.writeInt(gapStart[i]);
            out.writeInt(gapLength[i]);
            out.writeLong(gapQuarter[i]);
        }
    }

    public static SequenceTracker load(DataInput in) throws IOException {
        SequenceTracker tracker = new SequenceTracker();
        tracker.known = in.readBoolean();
        tracker.next = in.readInt();
        tracker.last = in.readInt();
        tracker.late = in.readBoolean();
        tracker.afterLate = in.readInt();
        tracker.timed = in.readBoolean();
        tracker.uptime = in.readInt();
        tracker.boot = in.readLong();
        tracker.gaps = in.readInt();
        for (int i = 0; i < tracker.gaps; i++) {
            tracker.gapStart[i] = in.readInt();
            tracker.gapLength[i] = in.readInt();
            tracker.gapQuarter[i] = in.readLong();
        }
        return tracker;
    }

    private boolean fillsGap(int sequence, long units, ExporterTally tally, QuarterLosses losses) {
        for (int i = gaps - 1; i >= 0; i--) {
            int into = sequence - gapStart[i];
            if (into >= 0 && into < gapLength[i]) {
                int found = (int) Math.min(Math.max(units, 0), gapLength[i] - into);
                tally.lost -= found;
                losses.recover(gapQuarter[i], found);
                int rest = gapLength[i] - into - found;
                gapLength[i] = into;
                if (rest > 0) {
                    remember(sequence + found, rest, gapQuarter[i]);
                }
                return true;
            }
        }
        return false;
    }

    private void remember(int start, int length, long quarter) {
        int free = 0;
        while (free < gaps && gapLength[free] > 0) {
            free++;
        }
        if (free == gaps && gaps < MAX_GAPS) {
            gaps++;
        } else if (free == gaps) {
            System.arraycopy(gapStart, 1, gapStart, 0, MAX_GAPS - 1);
            System.arraycopy(gapLength, 1, gapLength, 0, MAX_GAPS - 1);
            System.arraycopy(gapQuarter, 1, gapQuarter, 0, MAX_GAPS - 1);
            free = MAX_GAPS - 1;
        }
        gapStart[free] = start;
        gapLength[free] = length;
        gapQuarter[free] = quarter;
    }
}
