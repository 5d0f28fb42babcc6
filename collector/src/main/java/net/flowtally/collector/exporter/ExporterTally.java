package net.flowtally.collector.exporter;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// What has been counted of one exporter and one protocol since its stream began: a function of the
/// journal. Owned by the stream's thread. Bytes and packets are scaled by the sampling rate.
public final class ExporterTally {
    public final long addressHi;
    public final long addressLo;
    public final String protocol;

    public long datagrams;

    /// Flow records decoded, before any exclusion, and what they sum to.
    public long records;

    public long bytes;
    public long packets;

    /// Slices that have left the flow table.
    public long slices;

    /// Datagrams of which something could not be read.
    public long malformed;

    /// Data sets that were given up because their template never came.
    public long unknownTemplate;

    /// What the sequence numbers say was sent and never came, in the protocol's own unit (v5:
    /// flows, v9: datagrams, IPFIX: records).
    public long lost;

    public long held;
    public long heldBytes;

    /// The part of held that lies in the future.
    public long future;

    public long futureBytes;

    /// Records that touch no accounted subnet.
    public long outside;

    public long outsideBytes;

    /// Datagrams equal to an earlier one of the same source within five seconds; not decoded.
    public long repeated;

    /// Records without any traffic counter (events); in `records`, in no slice.
    public long withoutCounters;

    /// Options data records (sampling, names, statistics); never traffic.
    public long optionsRecords;

    /// Receive time of the last datagram, microseconds UTC.
    public long lastSeen;

    /// How it behaves.
    public final Conduct conduct = new Conduct();

    public ExporterTally(long addressHi, long addressLo, String protocol) {
        this.addressHi = addressHi;
        this.addressLo = addressLo;
        this.protocol = protocol;
    }

    public void save(DataOutput out) throws IOException {
        out.writeLong(addressHi);
        out.writeLong(addressLo);
        out.writeUTF(protocol);
        for (long value : values()) {
            out.writeLong(value);
        }
        conduct.save(out);
    }

    public static ExporterTally load(DataInput in) throws IOException {
        ExporterTally tally = new ExporterTally(in.readLong(), in.readLong(), in.readUTF());
        tally.datagrams = in.readLong();
        tally.records = in.readLong();
        tally.bytes = in.readLong();
        tally.packets = in.readLong();
        tally.slices = in.readLong();
        tally.malformed = in.readLong();
        tally.unknownTemplate = in.readLong();
        tally.lost = in.readLong();
        tally.held = in.readLong();
        tally.heldBytes = in.readLong();
        tally.future = in.readLong();
        tally.futureBytes = in.readLong();
        tally.outside = in.readLong();
        tally.outsideBytes = in.readLong();
        tally.repeated = in.readLong();
        tally.withoutCounters = in.readLong();
        tally.optionsRecords = in.readLong();
        tally.lastSeen = in.readLong();
        tally.conduct.load(in);
        return tally;
    }

    private long[] values() {
        return new long[] {
            datagrams,
            records,
            bytes,
            packets,
            slices,
            malformed,
            unknownTemplate,
            lost,
            held,
            heldBytes,
            future,
            futureBytes,
            outside,
            outsideBytes,
            repeated,
            withoutCounters,
            optionsRecords,
            lastSeen
        };
    }
}
