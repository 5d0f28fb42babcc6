package net.flowtally.collector.netflow;

import static net.flowtally.collector.wire.Octets.i32;
import static net.flowtally.collector.wire.Octets.u16;
import static net.flowtally.collector.wire.Octets.u32;
import static net.flowtally.collector.wire.Octets.u8;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import net.flowtally.collector.bound.Budget;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.collector.flow.Datagram;
import net.flowtally.collector.flow.FlowRecord;
import net.flowtally.collector.flow.FlowSink;
import net.flowtally.collector.wire.IpProtocol;
import net.flowtally.collector.wire.Numbering;
import net.flowtally.collector.wire.QuarterLosses;
import net.flowtally.collector.wire.SequenceTracker;
import net.flowtally.collector.wire.Sequences;
import net.flowtally.ledger.address.Address;

/// The NetFlow v8 datagrams of one exporter: what a router has summed up before it told, in one of
/// 14 ways.
///
/// ```
/// header      0 version 8      2 count          4 uptime ms      8 seconds     12 nanoseconds
///            16 flow sequence 20 engine type   21 engine id     22 aggregation
///            23 aggregation's version (2)      24 reserved
/// ```
///
/// The layouts of records are in `Aggregation`. Those with addresses or prefixes for both ends, or
/// a destination, are flows; all others are totals. A router tells the same traffic once for each
/// aggregation that is switched on, and once more in v5 if that is: the most detailed telling
/// counts, the others are held. Owned by the stream's thread.
public final class NetFlow8 {
    public static final int VERSION = 8;

    private static final int HEADER = 28;
    private static final long AN_HOUR = 3_600_000_000L;
    private static final long NEVER = Long.MIN_VALUE;
    private static final Aggregation[] BY_NUMBER = Aggregation.byNumber();

    private final Sequences sequences;
    private final FlowRecord flow = new FlowRecord();

    /// When each aggregation was last heard, by its number.
    private final long[] heard = new long[BY_NUMBER.length];

    public NetFlow8() {
        this(new Sequences(Numbering.RECORDS_BEFORE));
    }

    private NetFlow8(Sequences sequences) {
        this.sequences = sequences;
        Arrays.fill(heard, NEVER);
    }

    /// From now on takes memory from what all exporters share.
    public void within(Budget shared) {
        sequences.within(shared);
    }

    /// Hands every whole record to the sink.
    ///
    /// @param flowByFlow whether the exporter also tells its flows one by one
    /// @return what could not be read, empty if all was
    public String decode(
            byte[] octets,
            int length,
            Datagram datagram,
            boolean flowByFlow,
            ExporterTally tally,
            QuarterLosses losses,
            FlowSink sink) {
        if (length < HEADER) {
            return "NetFlow v8 header cut short";
        }
        int number = u8(octets, 22);
        if (number == 0 || number >= BY_NUMBER.length) {
            return "NetFlow v8 aggregation that is not known";
        }
        Aggregation aggregation = BY_NUMBER[number];
        int count = u16(octets, 2);
        int records = Math.min(count, (length - HEADER) / aggregation.octets);
        SequenceTracker sequence = sequences.of(u16(octets, 20) << 8 | number);
        sequence.uptime(i32(octets, 4), datagram.exportedAt);
        sequence.take(
                i32(octets, 16),
                count == records ? count : SequenceTracker.UNKNOWN_UNITS,
                0,
                datagram.receivedAt,
                tally,
                losses);
        heard[number] = datagram.receivedAt;
        flow.clear();
        flow.hasCounters = true;
        flow.isAggregate =
                flowByFlow
                        || aggregation.detail == 0
                        || isToldBetter(aggregation, datagram.receivedAt);
        for (int i = 0; i < records; i++) {
            read(
                    octets,
                    HEADER + i * aggregation.octets,
                    i32(octets, 4),
                    datagram.exportedAt,
                    aggregation);
            sink.accept(flow);
        }
        return count == records ? "" : "NetFlow v8 record count does not fit the datagram";
    }

    /// Whether another aggregation with more detail was heard within the last hour.
    private boolean isToldBetter(Aggregation aggregation, long now) {
        for (int number = 1; number < BY_NUMBER.length; number++) {
            if (BY_NUMBER[number].detail > aggregation.detail
                    && heard[number] != NEVER
                    && now - heard[number] <= AN_HOUR) {
                return true;
            }
        }
        return false;
    }

    private void read(byte[] octets, int at, int uptime, long exportedAt, Aggregation a) {
        flow.packets = u32(octets, at + a.counters);
        flow.bytes = u32(octets, at + a.counters + 4);
        flow.start = exportedAt - (uptime - i32(octets, at + a.counters + 8)) * 1000L;
        flow.end = exportedAt - (uptime - i32(octets, at + a.counters + 12)) * 1000L;
        flow.sourceLo = address(octets, at, a.source);
        flow.destinationLo = address(octets, at, a.destination);
        flow.protocol = a.protocol == Aggregation.NONE ? 0 : u8(octets, at + a.protocol);
        flow.tos = a.tos == Aggregation.NONE ? 0 : u8(octets, at + a.tos);
        boolean ports = IpProtocol.hasPorts(flow.protocol);
        flow.sourcePort = ports ? number(octets, at, a.sourcePort) : 0;
        flow.destinationPort = ports ? number(octets, at, a.destinationPort) : 0;
        flow.sourceAs = number(octets, at, a.sourceAs);
        flow.destinationAs = number(octets, at, a.destinationAs);
        flow.inputInterface = number(octets, at, a.input);
        flow.outputInterface = number(octets, at, a.output);
    }

    private static long address(byte[] octets, int at, int offset) {
        return offset == Aggregation.NONE ? 0 : Address.mapV4(i32(octets, at + offset));
    }

    private static int number(byte[] octets, int at, int offset) {
        return offset == Aggregation.NONE ? 0 : u16(octets, at + offset);
    }

    public void save(DataOutput out) throws IOException {
        sequences.save(out);
        for (long at : heard) {
            out.writeLong(at);
        }
    }

    public static NetFlow8 load(DataInput in) throws IOException {
        NetFlow8 loaded = new NetFlow8(Sequences.load(Numbering.RECORDS_BEFORE, in));
        for (int i = 0; i < loaded.heard.length; i++) {
            loaded.heard[i] = in.readLong();
        }
        return loaded;
    }
}
