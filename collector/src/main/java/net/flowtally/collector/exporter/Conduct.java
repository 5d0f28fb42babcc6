package net.flowtally.collector.exporter;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.ExporterHour;

/// How one exporter behaves by one protocol: a function of the journal, like its tally. Figures
/// begin anew with each hour of journal time; rates and interfaces are totals. What is done for a
/// record compares it with the one before and allocates nothing. Owned by the stream's thread.
public final class Conduct {
    /// Hours that wait for a commit; a replay of a year keeps the last month of it.
    private static final int MOST_HOURS = 744;

    private static final long NO_HOUR = Long.MIN_VALUE;

    /// Interfaces and sampling rates of the records.
    public final SeenPlaces places = new SeenPlaces();

    /// Records of an exporter that samples at a rate it did not tell.
    public long unknownRate;

    /// Times that a sequence of numbers began anew.
    public long restarts;

    /// Templates that are known, and how old the oldest was when data came for it, microseconds.
    public long templates;

    public long templateAge;

    /// Records with a counter for IN and one for OUT, and those in which both are equal.
    public long bothCounters;

    public long equalCounters;

    private long hour = NO_HOUR;
    private long firstSeen;
    private long lastSeen;
    private long datagrams;
    private long records;
    private long skewLast;
    private long skewLeast;
    private long skewMost;
    private long longestRecord;
    private long longRecords;
    private final List<long[]> past = new ArrayList<>();
    private boolean news;

    /// A datagram came.
    ///
    /// @param clock journal time, microseconds UTC
    /// @param skew receive time less export time, microseconds
    public void datagram(long clock, long skew) {
        long now = Math.floorDiv(clock, ExporterHour.MICROS) * ExporterHour.MICROS;
        if (now != hour) {
            if (hour != NO_HOUR) {
                if (past.size() == MOST_HOURS) {
                    past.removeFirst();
                }
                past.add(values());
            }
            begin(now, clock, skew);
        }
        lastSeen = clock;
        datagrams++;
        skewLast = skew;
        skewLeast = Math.min(skewLeast, skew);
        skewMost = Math.max(skewMost, skew);
        places.seenAt = clock;
        news = true;
    }

    /// So many records came with the datagram.
    public void records(long count) {
        records += count;
    }

    /// A record covers so much time, microseconds.
    public void lasted(long micros) {
        if (micros > longestRecord) {
            longestRecord = micros;
        }
        if (micros > ExporterHour.LONG_RECORD) {
            longRecords++;
        }
    }

    /// Data came for a template of an age, microseconds.
    public void templateUsed(long age) {
        templateAge = Math.max(templateAge, age);
    }

    private void begin(long now, long clock, long skew) {
        hour = now;
        firstSeen = clock;
        datagrams = 0;
        records = 0;
        skewLeast = skew;
        skewMost = skew;
        longestRecord = 0;
        longRecords = 0;
        places.ingress = 0;
        places.egress = 0;
        unknownRate = 0;
        restarts = 0;
        templateAge = 0;
        bothCounters = 0;
        equalCounters = 0;
    }

    /// Whether anything came since `takeHours`.
    public boolean hasNews() {
        return news;
    }

    /// The hours that are over since the last call, and the present one.
    public List<ExporterHour> takeHours(Address address, String protocol) {
        List<ExporterHour> all = new ArrayList<>();
        if (hour == NO_HOUR) {
            return all;
        }
        past.add(values());
        for (long[] v : past) {
            all.add(
                    new ExporterHour(
                            address, protocol, v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8],
                            v[9], v[10], v[11], v[12], v[13], v[14], v[15], v[16], v[17]));
        }
        past.clear();
        news = false;
        return all;
    }

    private long[] values() {
        return new long[] {
            hour,
            firstSeen,
            lastSeen,
            datagrams,
            records,
            skewLast,
            skewLeast,
            skewMost,
            longestRecord,
            longRecords,
            places.ingress,
            places.egress,
            unknownRate,
            restarts,
            templates,
            templateAge,
            bothCounters,
            equalCounters
        };
    }

    /// Hours that are over must have been taken.
    void save(DataOutput out) throws IOException {
        for (long value : values()) {
            out.writeLong(value);
        }
        places.save(out);
    }

    void load(DataInput in) throws IOException {
        hour = in.readLong();
        firstSeen = in.readLong();
        lastSeen = in.readLong();
        datagrams = in.readLong();
        records = in.readLong();
        skewLast = in.readLong();
        skewLeast = in.readLong();
        skewMost = in.readLong();
        longestRecord = in.readLong();
        longRecords = in.readLong();
        places.ingress = in.readLong();
        places.egress = in.readLong();
        unknownRate = in.readLong();
        restarts = in.readLong();
        templates = in.readLong();
        templateAge = in.readLong();
        bothCounters = in.readLong();
        equalCounters = in.readLong();
        places.load(in);
        news = hour != NO_HOUR;
    }
}
