package net.flowtally.collector.ipfix;

import static net.flowtally.collector.wire.Octets.i32;
import static net.flowtally.collector.wire.Octets.u16;
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

/// The IPFIX messages of one exporter (RFC 7011).
///
/// ```
/// header      0 version 10     2 length         4 export seconds
///             8 sequence      12 observation domain           16 sets
/// ```
///
/// Octets behind the length of the message are ignored. The sequence counts the data records of a
/// domain, options data among them. Owned by the stream's thread.
public final class Ipfix {
    public static final int VERSION = 10;

    private static final int HEADER = 16;

    private final Sequences sequences;
    private final TemplateExporter exporter;

    public Ipfix() {
        this(new Sequences(Numbering.RECORDS_BEFORE), new TemplateExporter());
    }

    private Ipfix(Sequences sequences, TemplateExporter exporter) {
        this.sequences = sequences;
        this.exporter = exporter;
    }

    /// The exporter's clock in a header.
    ///
    /// @return microseconds UTC, `FlowRecord.NO_TIME` if the datagram is shorter than a header
    public static long exportedAt(byte[] octets, int length) {
        return length < HEADER ? FlowRecord.NO_TIME : u32(octets, 4) * 1_000_000;
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
            return "IPFIX header cut short";
        }
        int told = u16(octets, 2);
        if (told < HEADER) {
            return "IPFIX message shorter than its header";
        }
        int domain = i32(octets, 12);
        boolean whole =
                engine.read(
                        octets,
                        HEADER,
                        Math.min(told, length),
                        new TemplateEngine.Header(Dialect.IPFIX, domain, 0),
                        datagram,
                        exporter,
                        tally,
                        sink);
        sequences
                .of(domain)
                .take(
                        i32(octets, 8),
                        told <= length ? engine.records() : SequenceTracker.UNKNOWN_UNITS,
                        engine.optionsRecords(),
                        datagram.receivedAt,
                        tally,
                        losses);
        return whole && told <= length ? "" : "IPFIX set that cannot be read";
    }

    /// What waits for its template.
    public TemplateExporter exporter() {
        return exporter;
    }

    public void save(DataOutput out) throws IOException {
        sequences.save(out);
        exporter.save(out);
    }

    public static Ipfix load(DataInput in) throws IOException {
        return new Ipfix(Sequences.load(Numbering.RECORDS_BEFORE, in), TemplateExporter.load(in));
    }
}
