package net.flowtally.collector.netflow;

import static net.flowtally.collector.wire.Octets.i32;
import static net.flowtally.collector.wire.Octets.u32;

import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.collector.flow.Datagram;
import net.flowtally.collector.flow.FlowRecord;
import net.flowtally.collector.flow.FlowSink;
import net.flowtally.collector.template.TemplateEngine;
import net.flowtally.collector.template.TemplateExporter;
import net.flowtally.collector.wire.QuarterLosses;
import net.flowtally.collector.wire.SequenceTracker;

/// The header of NetFlow v9 datagrams (RFC 3954); what follows it is for the `TemplateEngine`.
///
/// ```
/// header      0 version 9      2 count          4 uptime ms      8 seconds
///            12 sequence      16 source id     20 flow sets to the end of the datagram
/// ```
///
/// The sequence counts datagrams of a source id, with some exporters flow records.
public final class NetFlow9 {
    public static final int VERSION = 9;

    private static final int HEADER = 20;

    private NetFlow9() {}

    /// The exporter's clock in a header.
    ///
    /// @return microseconds UTC, `FlowRecord.NO_TIME` if the datagram is shorter than a header
    public static long exportedAt(byte[] octets, int length) {
        return length < HEADER ? FlowRecord.NO_TIME : u32(octets, 8) * 1_000_000;
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
            return "NetFlow v9 header cut short";
        }
        int uptime = i32(octets, 4);
        int source = i32(octets, 16);
        boolean whole =
                engine.read(
                        octets, HEADER, length, source, uptime, datagram, exporter, tally, sink);
        SequenceTracker sequence = exporter.sequence(source);
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
}
