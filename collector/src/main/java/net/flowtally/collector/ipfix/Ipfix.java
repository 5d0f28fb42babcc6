package net.flowtally.collector.ipfix;

import static net.flowtally.collector.wire.Octets.i32;
import static net.flowtally.collector.wire.Octets.u16;
import static net.flowtally.collector.wire.Octets.u32;

import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.collector.flow.Datagram;
import net.flowtally.collector.flow.FlowRecord;
import net.flowtally.collector.flow.FlowSink;
import net.flowtally.collector.template.TemplateEngine;
import net.flowtally.collector.template.TemplateExporter;
import net.flowtally.collector.wire.QuarterLosses;
import net.flowtally.collector.wire.SequenceTracker;

/// The header of IPFIX messages (RFC 7011); what follows it is for the `TemplateEngine`.
///
/// ```
/// header      0 version 10     2 length         4 export seconds
///             8 sequence      12 observation domain           16 sets
/// ```
///
/// Octets behind the length of the message are ignored. The sequence counts the data records of a
/// domain, options data among them.
public final class Ipfix {
    public static final int VERSION = 10;

    private static final int HEADER = 16;

    private Ipfix() {}

    /// The exporter's clock in a header.
    ///
    /// @return microseconds UTC, `FlowRecord.NO_TIME` if the datagram is shorter than a header
    public static long exportedAt(byte[] octets, int length) {
        return length < HEADER ? FlowRecord.NO_TIME : u32(octets, 4) * 1_000_000;
    }

    /// Hands every flow record that can be read to the sink.
    ///
    /// @return what could not be read, empty if all was
    public static String decode(
            byte[] octets,
            int length,
            Datagram datagram,
            TemplateExporter exporter,
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
                        domain,
                        0,
                        datagram,
                        exporter,
                        tally,
                        sink);
        exporter.sequence(domain)
                .take(
                        i32(octets, 8),
                        told <= length ? engine.records() : SequenceTracker.UNKNOWN_UNITS,
                        engine.optionsRecords(),
                        datagram.receivedAt,
                        tally,
                        losses);
        return whole && told <= length ? "" : "IPFIX set that cannot be read";
    }
}
