package net.flowtally.collector.netflow;

import static net.flowtally.collector.wire.Octets.i32;
import static net.flowtally.collector.wire.Octets.u32;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.collector.flow.Datagram;
import net.flowtally.collector.flow.FlowRecord;
import net.flowtally.collector.flow.FlowSink;
import net.flowtally.collector.template.Dialect;
import net.flowtally.collector.template.TemplateEngine;
import net.flowtally.collector.template.TemplateExporter;
import net.flowtally.collector.wire.Numbering;
import net.flowtally.collector.wire.QuarterLosses;
import net.flowtally.collector.wire.SequenceTracker;
import net.flowtally.collector.wire.Sequences;

/// The NetFlow v9 datagrams of one exporter (RFC 3954).
///
/// ```
/// header      0 version 9      2 count          4 uptime ms      8 seconds
///            12 sequence      16 source id     20 flow sets to the end of the datagram
/// ```
///
/// The sequence counts datagrams of a source id, with some exporters flow records. Owned by the
/// stream's thread.
public final class NetFlow9 {
    public static final int VERSION = 9;

    private static final int HEADER = 20;

    private final Sequences sequences;
    private final TemplateExporter exporter;

    public NetFlow9() {
        this(new Sequences(Numbering.DATAGRAMS), new TemplateExporter());
    }

    private NetFlow9(Sequences sequences, TemplateExporter exporter) {
        this.sequences = sequences;
        this.exporter = exporter;
    }

    /// The exporter's clock in a header.
    ///
    /// @return microseconds UTC, `FlowRecord.NO_TIME` if the datagram is shorter than a header
    public static long exportedAt(byte[] octets, int length) {
        return length < HEADER ? FlowRecord.NO_TIME : u32(octets, 8) * 1_000_000;
    }

    /// Hands every flow record that can be read to the sink.
    ///
    /// @return what could not be read, empty if all was
    public String decode(
            byte[] octets,
            int length,
            Datagram datagram,
            TemplateEngine engine,
            ExporterTally tally,
            QuarterLosses losses,
            FlowSink sink) {
        if (length < HEADER) {
            return "NetFlow v9 header cut short";
        }
        int uptime = i32(octets, 4);
        int source = i32(octets, 16);
        boolean whole =
                engine.read(
                        octets,
                        HEADER,
                        length,
                        new TemplateEngine.Header(Dialect.NETFLOW_9, source, uptime),
                        datagram,
                        exporter,
                        tally,
                        sink);
        SequenceTracker sequence = sequences.of(source);
        sequence.uptime(uptime, datagram.exportedAt);
        sequence.take(
                i32(octets, 12),
                engine.records(),
                engine.optionsRecords(),
                datagram.receivedAt,
                tally,
                losses);
        return whole ? "" : "NetFlow v9 flow set that cannot be read";
    }

    /// What waits for its template.
    public TemplateExporter exporter() {
        return exporter;
    }

    public void save(DataOutput out) throws IOException {
        sequences.save(out);
        exporter.save(out);
    }

    public static NetFlow9 load(DataInput in) throws IOException {
        return new NetFlow9(Sequences.load(Numbering.DATAGRAMS, in), TemplateExporter.load(in));
    }
}
