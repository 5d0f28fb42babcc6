package net.flowtally.collector.netflow;

import static net.flowtally.collector.wire.Octets.i32;
import static net.flowtally.collector.wire.Octets.u16;
import static net.flowtally.collector.wire.Octets.u8;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import net.flowtally.collector.bound.Budget;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.collector.flow.Datagram;
import net.flowtally.collector.flow.FlowRecord;
import net.flowtally.collector.flow.FlowSink;
import net.flowtally.collector.wire.Numbering;
import net.flowtally.collector.wire.QuarterLosses;
import net.flowtally.collector.wire.SequenceTracker;
import net.flowtally.collector.wire.Sequences;
import net.flowtally.ledger.calls.Slice;

/// The NetFlow v5 or v7 datagrams of one exporter; v7, of Catalyst switches, has longer records and
/// neither engine nor sampling in its header.
///
/// ```
/// header      0 version 5, 7     2 count          4 uptime ms      8 seconds     12 nanoseconds
///            16 flow sequence 20 engine type   21 engine id     22 sampling (mode:2 interval:14)
/// record      0 source         4 destination    8 next hop      12 input       14 output
///            16 packets       20 octets        24 first ms      28 last ms     32 source port
///            34 dest. port    37 TCP flags     38 protocol      39 ToS
///            40 source AS     42 dest. AS      44 masks
///            v7: 36 and 46 which fields are valid       48 router whose way was cut short
/// ```
///
/// Times of records are uptimes: their distance from the header's uptime is taken modulo 2^32 and
/// with its sign, so that they survive the wrap after 49.7 days and lie in the future of the header
/// by some milliseconds where an exporter says so. Owned by the stream's thread.
public final class NetFlow5 {
    public static final int VERSION = 5;

    public static final int VERSION_7 = 7;

    private static final int HEADER = 24;

    /// The versions that this reads.
    public enum Form {
        V5(48, 30),
        V7(52, 27);

        private final int record;
        private final int maxCount;

        Form(int record, int maxCount) {
            this.record = record;
            this.maxCount = maxCount;
        }
    }

    private final Form form;
    private final Sequences sequences;
    private final FlowRecord flow = new FlowRecord();

    public NetFlow5(Form form) {
        this(form, new Sequences(Numbering.RECORDS_BEFORE));
    }

    private NetFlow5(Form form, Sequences sequences) {
        this.form = form;
        this.sequences = sequences;
    }

    /// From now on takes memory from what all exporters share.
    public void within(Budget shared) {
        sequences.within(shared);
    }

    /// Hands every whole record to the sink.
    ///
    /// @return what could not be read, empty if all was
    public String decode(
            byte[] octets,
            int length,
            Datagram datagram,
            ExporterTally tally,
            QuarterLosses losses,
            FlowSink sink) {
        if (length < HEADER) {
            return "NetFlow " + form + " header cut short";
        }
        int count = u16(octets, 2);
        int records = Math.min(count, (length - HEADER) / form.record);
        boolean whole = count == records && count <= form.maxCount;

        int uptime = i32(octets, 4);
        SequenceTracker sequence = sequences.of(form == Form.V5 ? u16(octets, 20) : 0);
        sequence.uptime(uptime, datagram.exportedAt);
        sequence.take(
                i32(octets, 16),
                whole ? count : SequenceTracker.UNKNOWN_UNITS,
                0,
                datagram.receivedAt,
                tally,
                losses);

        flow.clear();
        flow.hasCounters = true;
        int sampling = form == Form.V5 ? u16(octets, 22) : 0;
        int interval = sampling & 0x3fff;
        if (sampling >>> 14 != 0 && interval > 1) {
            flow.rateNumerator = interval;
            flow.rateSource = Slice.RATE_HEADER;
        }
        for (int i = 0; i < records; i++) {
            read(octets, HEADER + i * form.record, uptime, datagram.exportedAt);
            sink.accept(flow);
        }
        return whole ? "" : "NetFlow " + form + " record count does not fit the datagram";
    }

    private void read(byte[] octets, int at, int uptime, long exportedAt) {
        RouterRecord.read(octets, at, uptime, exportedAt, flow);
        flow.tcpFlags = u8(octets, at + 37);
        flow.sourceAs = u16(octets, at + 40);
        flow.destinationAs = u16(octets, at + 42);
    }

    public void save(DataOutput out) throws IOException {
        sequences.save(out);
    }

    public static NetFlow5 load(Form form, DataInput in) throws IOException {
        return new NetFlow5(form, Sequences.load(Numbering.RECORDS_BEFORE, in));
    }
}
