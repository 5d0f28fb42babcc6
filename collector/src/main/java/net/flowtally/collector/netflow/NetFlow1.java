package net.flowtally.collector.netflow;

import static net.flowtally.collector.wire.Octets.i32;
import static net.flowtally.collector.wire.Octets.u16;
import static net.flowtally.collector.wire.Octets.u32;
import static net.flowtally.collector.wire.Octets.u8;

import net.flowtally.collector.flow.Datagram;
import net.flowtally.collector.flow.FlowRecord;
import net.flowtally.collector.flow.FlowSink;

/// NetFlow v1 datagrams.
///
/// ```
/// header      0 version 1      2 count          4 uptime ms      8 seconds     12 nanoseconds
/// record      0 source         4 destination    8 next hop      12 input       14 output
///            16 packets       20 octets        24 first ms      28 last ms     32 source port
///            34 dest. port    38 protocol      39 ToS           40 TCP flags
/// ```
///
/// There is no sequence number, so that what is lost cannot be known. Times are those of v5.
public final class NetFlow1 {
    public static final int VERSION = 1;

    private static final int HEADER = 16;
    private static final int RECORD = 48;
    private static final int MAX_COUNT = 24;

    private final FlowRecord flow = new FlowRecord();

    /// The exporter's clock in a header, which v1 to v8 have in the same place.
    ///
    /// @return microseconds UTC, `FlowRecord.NO_TIME` if the datagram is shorter than a header
    public static long exportedAt(byte[] octets, int length) {
        if (length < HEADER) {
            return FlowRecord.NO_TIME;
        }
        long nanos = u32(octets, 12);
        return u32(octets, 8) * 1_000_000 + (nanos < 1_000_000_000 ? nanos / 1000 : 0);
    }

    /// Hands every whole record to the sink.
    ///
    /// @return what could not be read, empty if all was
    public String decode(byte[] octets, int length, Datagram datagram, FlowSink sink) {
        if (length < HEADER) {
            return "NetFlow v1 header cut short";
        }
        int count = u16(octets, 2);
        int records = Math.min(count, (length - HEADER) / RECORD);
        int uptime = i32(octets, 4);
        flow.clear();
        flow.hasCounters = true;
        for (int i = 0; i < records; i++) {
            read(octets, HEADER + i * RECORD, uptime, datagram.exportedAt);
            sink.accept(flow);
        }
        return count == records && count <= MAX_COUNT
                ? ""
                : "NetFlow v1 record count does not fit the datagram";
    }

    private void read(byte[] octets, int at, int uptime, long exportedAt) {
        RouterRecord.read(octets, at, uptime, exportedAt, flow);
        flow.tcpFlags = u8(octets, at + 40);
    }
}
