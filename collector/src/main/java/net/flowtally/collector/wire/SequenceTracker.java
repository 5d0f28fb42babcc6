package net.flowtally.collector.wire;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import net.flowtally.collector.bound.SavedSize;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.ledger.calls.QuarterHour;

/// Follows the sequence numbers of one source of datagrams and counts what is missing.
///
/// A number ahead of the expected one is a loss; the missing stretch is remembered, and a datagram
/// that comes late takes its units back out of the loss. A jump of more than a million, a number
/// that repeats with other content, or a second late datagram in step with the first is an exporter
/// that started again: the expectation is reset and nothing is counted as lost. What was sent
/// before and comes within a minute after is known by the gap that it fills, or by when its
/// exporter began.
///
/// Not every exporter counts what its protocol says. A step that fits another `Numbering` exactly,
/// and not the present one, speaks for it, and the numbering with more such steps is the one.
public final class SequenceTracker {
    /// Said of a datagram of which not every record could be counted.
    public static final long UNKNOWN_UNITS = -1;

    private static final int RESTART_JUMP = 1_000_000;
    private static final long RESTART_BOOT_MICROS = 5_000_000;
    private static final long FORMER_MICROS = 60_000_000;
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
    private final int[] gapLife = new int[MAX_GAPS];
    private int gaps;

    /// Told by the uptime and not yet counted; never so between two datagrams.
    private boolean restarted;

    /// Restarts so far, and of the life before: the number that would have come next, until when
    /// something of it may still come, and when it began.
    private int lives;

    private int formerNext;
    private long formerUntil;
    private long formerBoot;
    private boolean isOfFormerLife;

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
            formerBoot = boot;
            beginAnew();
            known = false;
            late = false;
            restarted = true;
        } else if (timed
                && lives > 0
                && Math.abs(bootNow - boot) > RESTART_BOOT_MICROS
                && Math.abs(bootNow - formerBoot) <= RESTART_BOOT_MICROS) {
            isOfFormerLife = true;
            return;
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
        if (isOfFormerLife) {
            isOfFormerLife = false;
            ofFormerLife(sequence, records, receivedAt, tally, losses);
            return;
        }
        if (restarted) {
            formerUntil = receivedAt + FORMER_MICROS;
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

        if (ahead != 0
                && lives > 0
                && receivedAt <= formerUntil
                && ofFormerLife(sequence, records, receivedAt, tally, losses)) {
            return;
        }
        if (ahead < 0 && ahead >= -RESTART_JUMP) {
            if (fillsGap(begin, units, lives, tally, losses)) {
                return;
            }
            if (sequence != last && !(late && begin == afterLate)) {
                late = counted;
                afterLate = begin + (int) units;
                return;
            }
            beginAnew();
            formerUntil = receivedAt + FORMER_MICROS;
            tally.conduct.restarts++;
        } else if (ahead < 0 || ahead > RESTART_JUMP) {
            beginAnew();
            formerUntil = receivedAt + FORMER_MICROS;
            tally.conduct.restarts++;
        } else if (ahead > 0) {
            remember(begin - ahead, ahead, QuarterHour.of(receivedAt), lives);
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

    /// What came before a restart may still come after it: the gaps of that life stay open.
    private void beginAnew() {
        formerNext = next();
        lives++;
    }

    /// Takes a datagram that was sent before the exporter's restart and comes after it.
    ///
    /// @return false if it is none
    private boolean ofFormerLife(
            int sequence,
            long records,
            long receivedAt,
            ExporterTally tally,
            QuarterLosses losses) {
        long units = numbering == Numbering.DATAGRAMS ? 1 : records;
        if (units == UNKNOWN_UNITS) {
            return false;
        }
        int begin = numbering == Numbering.RECORDS_WITH_THIS ? sequence - (int) units : sequence;
        if (begin == formerNext) {
            formerNext += (int) units;
            losses.expect(receivedAt, units);
            return true;
        }
        return fillsGap(begin, units, lives - 1, tally, losses);
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
        out.writeInt(lives);
        out.writeInt(formerNext);
        out.writeLong(formerUntil);
        out.writeLong(formerBoot);
        out.writeInt(gaps);
        for (int i = 0; i < gaps; i++) {
            out.writeInt(gapStart[i]);
            out.writeInt(gapLength[i]);
            out.writeLong(gapQuarter[i]);
            out.writeInt(gapLife[i]);
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
        lives = in.readInt();
        formerNext = in.readInt();
        formerUntil = in.readLong();
        formerBoot = in.readLong();
        gaps = SavedSize.read(in, MAX_GAPS);
        for (int i = 0; i < gaps; i++) {
            gapStart[i] = in.readInt();
            gapLength[i] = in.readInt();
            gapQuarter[i] = in.readLong();
            gapLife[i] = in.readInt();
        }
    }

    private boolean fillsGap(
            int sequence, long units, int life, ExporterTally tally, QuarterLosses losses) {
        for (int i = gaps - 1; i >= 0; i--) {
            int into = sequence - gapStart[i];
            if (gapLife[i] == life && into >= 0 && into < gapLength[i]) {
                int found = (int) Math.min(Math.max(units, 0), gapLength[i] - into);
                tally.lost -= found;
                losses.recover(gapQuarter[i], found);
                int rest = gapLength[i] - into - found;
                gapLength[i] = into;
                if (rest > 0) {
                    remember(sequence + found, rest, gapQuarter[i], life);
                }
                return true;
            }
        }
        return false;
    }

    private void remember(int start, int length, long quarter, int life) {
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
            System.arraycopy(gapLife, 1, gapLife, 0, MAX_GAPS - 1);
            free = MAX_GAPS - 1;
        }
        gapStart[free] = start;
        gapLength[free] = length;
        gapQuarter[free] = quarter;
        gapLife[free] = life;
    }
}
