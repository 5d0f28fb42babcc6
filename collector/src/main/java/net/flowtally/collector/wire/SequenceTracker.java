package net.flowtally.collector.wire;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.ledger.calls.QuarterHour;

/// Follows the sequence numbers of one source of datagrams and counts what is missing.
///
/// A number ahead of the expected one is a loss; the missing stretch is remembered, and a datagram
/// that comes late takes its units back out of the loss. A jump of more than a million, a number
/// that repeats with other content, or a second late datagram in step with the first is an exporter
/// that started again: the expectation is reset and nothing is counted as lost.
///
/// Not every exporter counts what its protocol says. A step that fits another `Numbering` exactly,
/// and not the present one, speaks for it, and the numbering with more such steps is the one.
public final class SequenceTracker {
    /// Said of a datagram of which not every record could be counted.
    public static final long UNKNOWN_UNITS = -1;

    private static final int RESTART_JUMP = 1_000_000;
    private static final long RESTART_BOOT_MICROS = 5_000_000;
    private static final int MAX_GAPS = 32;
    private static final int MAX_VOTES = 16;
    private static final Numbering[] NUMBERINGS = Numbering.values();

    private final Numbering usual;
    private Numbering numbering;
    private final int[] votes = new int[NUMBERINGS.length];

    /// The last datagram in order: its number, its records, how many of them options data.
    private boolean known;

    private int last;
    private long lastRecords;
    private long lastOptions;

    private boolean late;
    private int afterLate;

    private final int[] gapStart = new int[MAX_GAPS];
    private final int[] gapLength = new int[MAX_GAPS];
    private final long[] gapQuarter = new long[MAX_GAPS];
    private int gaps;

    /// Told by the uptime and not yet counted; never so between two datagrams.
    private boolean restarted;

    private boolean timed;
    private int uptime;
    private long boot;

    SequenceTracker(Numbering usual) {
        this.usual = usual;
        numbering = usual;
    }

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
            restarted = true;
        }
        timed = true;
        uptime = uptimeMillis;
        boot = bootNow;
    }

    /// Takes the next datagram into account.
    ///
    /// @param records in the datagram, or `UNKNOWN_UNITS`
    /// @param options how many of them are options data, which some exporters do not number
    public void take(
            int sequence,
            long records,
            long options,
            long receivedAt,
            ExporterTally tally,
            QuarterLosses losses) {
        if (restarted) {
            restarted = false;
            tally.conduct.restarts++;
        }
        if (known && records != UNKNOWN_UNITS && lastRecords != UNKNOWN_UNITS) {
            vote(sequence - last, records, options);
        }
        long units = numbering == Numbering.DATAGRAMS ? 1 : records;
        boolean counted = units != UNKNOWN_UNITS;
        boolean with = numbering == Numbering.RECORDS_WITH_THIS;
        int begin = with && counted ? sequence - (int) units : sequence;
        int ahead = known && (counted || !with) ? begin - next() : 0;
        if (ahead < 0 && numbering != Numbering.DATAGRAMS) {
            ahead = -ahead == (with ? options : lastOptions) ? 0 : ahead;
        }

        if (ahead < 0 && ahead >= -RESTART_JUMP) {
            if (fillsGap(begin, units, tally, losses)) {
                return;
            }
            if (sequence != last && !(late && begin == afterLate)) {
                late = counted;
                afterLate = begin + (int) units;
                return;
            }
            gaps = 0;
            tally.conduct.restarts++;
        } else if (ahead < 0 || ahead > RESTART_JUMP) {
            gaps = 0;
            tally.conduct.restarts++;
        } else if (ahead > 0) {
            remember(begin - ahead, ahead, QuarterHour.of(receivedAt));
            tally.lost += ahead;
            losses.lose(receivedAt, ahead);
        }
        late = false;
        known = counted || with;
        last = sequence;
        lastRecords = records;
        lastOptions = options;
        losses.expect(receivedAt, Math.max(units, 0));
    }

    private int next() {
        return switch (numbering) {
            case DATAGRAMS -> last + 1;
            case RECORDS_BEFORE -> last + (int) lastRecords;
            case RECORDS_WITH_THIS -> last;
        };
    }

    private void vote(int step, long records, long options) {
        boolean datagrams = usual == Numbering.DATAGRAMS && step == 1;
        boolean before = step == lastRecords || step == lastRecords - lastOptions;
        boolean withThis = step == records || step == records - options;
        int fitting = (datagrams ? 1 : 0) + (before ? 1 : 0) + (withThis ? 1 : 0);
        if (fitting != 1) {
            return;
        }
        Numbering fits =
                datagrams
                        ? Numbering.DATAGRAMS
                        : before ? Numbering.RECORDS_BEFORE : Numbering.RECORDS_WITH_THIS;
        votes[fits.ordinal()] = Math.min(votes[fits.ordinal()] + 1, MAX_VOTES);
        if (fits != numbering && votes[fits.ordinal()] > votes[numbering.ordinal()]) {
            numbering = fits;
            gaps = 0;
        } else if (fits != numbering && votes[numbering.ordinal()] > 0) {
            votes[numbering.ordinal()]--;
        }
    }

    void save(DataOutput out) throws IOException {
        out.writeByte(numbering.ordinal());
        for (int vote : votes) {
            out.writeByte(vote);
        }
        out.writeBoolean(known);
        out.writeInt(last);
        out.writeLong(lastRecords);
        out.writeLong(lastOptions);
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

    void restore(DataInput in) throws IOException {
        numbering = NUMBERINGS[in.readByte()];
        for (int i = 0; i < votes.length; i++) {
            votes[i] = in.readByte();
        }
        known = in.readBoolean();
        last = in.readInt();
        lastRecords = in.readLong();
        lastOptions = in.readLong();
        late = in.readBoolean();
        afterLate = in.readInt();
        timed = in.readBoolean();
        uptime = in.readInt();
        boot = in.readLong();
        gaps = in.readInt();
        for (int i = 0; i < gaps; i++) {
            gapStart[i] = in.readInt();
            gapLength[i] = in.readInt();
            gapQuarter[i] = in.readLong();
        }
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
