package net.flowtally.collector.sflow;

import static net.flowtally.collector.wire.Octets.i32;
import static net.flowtally.collector.wire.Octets.u16;
import static net.flowtally.collector.wire.Octets.u32;
import static net.flowtally.collector.wire.Octets.u64;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import net.flowtally.collector.bound.Budget;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.collector.exporter.FactsTold;
import net.flowtally.collector.flow.Datagram;
import net.flowtally.collector.flow.FlowSink;
import net.flowtally.collector.wire.Numbering;
import net.flowtally.collector.wire.QuarterLosses;
import net.flowtally.collector.wire.SequenceTracker;
import net.flowtally.collector.wire.Sequences;
import net.flowtally.ledger.address.Address;

/// The sFlow version 5 datagrams of one agent.
///
/// ```
/// header      0 version 5      4 agent's address family (1, 2)   8 its address, 4 or 16 octets
///               sub-agent      sequence       uptime ms          samples
/// sample      0 type           4 length       8 body
/// ```
///
/// A sample is one packet and counts as `rate` packets, with the octets of its IP packet, so that
/// the figures are those that NetFlow would tell. There is no clock in it: a packet is dated when
/// its datagram came. The sequence counts the datagrams of a sub-agent. Owned by the stream's
/// thread.
public final class Sflow5 {
    public static final int VERSION = 5;

    private static final int FLOW = 1;
    private static final int COUNTERS = 2;
    private static final int EXPANDED_FLOW = 3;
    private static final int EXPANDED_COUNTERS = 4;
    private static final int GENERIC_INTERFACE = 1;
    private static final int GENERIC_INTERFACE_OCTETS = 88;
    private static final long NO_COUNTER = 0xffff_ffffL;

    private final Sequences sequences;
    final FlowSample sample = new FlowSample();

    public Sflow5() {
        this(new Sequences(Numbering.DATAGRAMS));
    }

    private Sflow5(Sequences sequences) {
        this.sequences = sequences;
    }

    /// From now on takes memory from what all exporters share.
    public void within(Budget shared) {
        sequences.within(shared);
    }

    /// The version of sFlow that a datagram is of: 2, 4 or 5; 0 if it is no sFlow. NetFlow begins
    /// with a version in two octets that are zero here.
    public static int version(byte[] octets, int length) {
        if (length < 8 || u16(octets, 0) != 0) {
            return 0;
        }
        int version = i32(octets, 0);
        int family = i32(octets, 4);
        boolean known = version == 2 || version == 4 || version == VERSION;
        return known && (family == 1 || family == 2) ? version : 0;
    }

    /// Upper half of the agent's address in a datagram of version 5; see `agentLo`.
    public static long agentHi(byte[] octets, int length) {
        return i32(octets, 4) == 2 && length >= 24 ? u64(octets, 8) : 0;
    }

    /// Lower half of the agent's address; zero with `agentHi` if the datagram has none.
    public static long agentLo(byte[] octets, int length) {
        if (i32(octets, 4) == 2) {
            return length >= 24 ? u64(octets, 16) : 0;
        }
        int address = length >= 12 ? i32(octets, 8) : 0;
        return address == 0 ? 0 : Address.mapV4(address);
    }

    /// Hands the packet of each flow sample to the sink, and the interface counters of counter
    /// samples to the facts. Samples of other kinds are passed over, as is what follows the last
    /// one.
    ///
    /// @return what could not be read, empty if all was
    public String decode(
            byte[] octets,
            int length,
            Datagram datagram,
            ExporterTally tally,
            QuarterLosses losses,
            FactsTold facts,
            FlowSink sink) {
        int header = i32(octets, 4) == 2 ? 24 : 12;
        if (length < header + 16) {
            return "sFlow header cut short";
        }
        SequenceTracker sequence = sequences.of(i32(octets, header));
        sequence.uptime(i32(octets, header + 8), datagram.receivedAt);
        sequence.take(
                i32(octets, header + 4),
                SequenceTracker.UNKNOWN_UNITS,
                0,
                datagram.receivedAt,
                tally,
                losses);
        long samples = u32(octets, header + 12);
        int at = header + 16;
        boolean whole = true;
        for (long i = 0; i < samples; i++) {
            if (length - at < 8) {
                return "sFlow datagram with fewer samples than it tells";
            }
            int type = i32(octets, at);
            long told = u32(octets, at + 4);
            at += 8;
            int end = (int) Math.min(at + told, length);
            whole &= at + told <= length;
            switch (type) {
                case FLOW, EXPANDED_FLOW -> {
                    if (!sample.read(octets, at, end, type == EXPANDED_FLOW, datagram.receivedAt)) {
                        whole = false;
                    }
                    if (sample.isRead) {
                        sink.accept(sample.flow);
                        tellDrops(i32(octets, header), datagram.receivedAt, facts);
                    }
                }
                case COUNTERS ->
                        whole &= counters(octets, at, end, 8, datagram.receivedAt, tally, facts);
                case EXPANDED_COUNTERS ->
                        whole &= counters(octets, at, end, 12, datagram.receivedAt, tally, facts);
                default -> {}
            }
            at = end;
        }
        return whole ? "" : "sFlow sample that cannot be read";
    }

    private void tellDrops(int subAgent, long receivedAt, FactsTold facts) {
        if (sample.drops != 0) {
            facts.statistic(
                    subAgent,
                    FactsTold.Statistic.DROPPED_SAMPLES,
                    sample.source,
                    sample.drops,
                    receivedAt);
        }
    }

    /// @param fixed where in the sample the number of its records is
    private static boolean counters(
            byte[] octets,
            int from,
            int end,
            int fixed,
            long receivedAt,
            ExporterTally tally,
            FactsTold facts) {
        if (end - from < fixed + 4) {
            return false;
        }
        tally.optionsRecords++;
        long records = u32(octets, from + fixed);
        int at = from + fixed + 4;
        for (long i = 0; i < records; i++) {
            if (end - at < 8) {
                return false;
            }
            int type = i32(octets, at);
            long length = u32(octets, at + 4);
            at += 8;
            if (length > end - at) {
                return false;
            }
            if (type == GENERIC_INTERFACE && length >= GENERIC_INTERFACE_OCTETS) {
                genericInterface(octets, at, receivedAt, facts);
            }
            at = (int) Math.min(end, at + (length + 3 & ~3L));
        }
        return true;
    }

    private static void genericInterface(byte[] octets, int at, long receivedAt, FactsTold facts) {
        facts.reading(
                u32(octets, at),
                receivedAt,
                u64(octets, at + 8),
                u64(octets, at + 24),
                packets(octets, at + 32),
                counter(octets, at + 48),
                counter(octets, at + 44),
                u64(octets, at + 56),
                packets(octets, at + 64),
                counter(octets, at + 80),
                counter(octets, at + 76));
    }

    /// Unicast, multicast and broadcast packets together.
    private static long packets(byte[] octets, int at) {
        long unicast = counter(octets, at);
        if (unicast == FactsTold.NOT_TOLD) {
            return unicast;
        }
        return unicast
                + Math.max(0, counter(octets, at + 4))
                + Math.max(0, counter(octets, at + 8));
    }

    private static long counter(byte[] octets, int at) {
        long value = u32(octets, at);
        return value == NO_COUNTER ? FactsTold.NOT_TOLD : value;
    }

    public void save(DataOutput out) throws IOException {
        sequences.save(out);
    }

    public static Sflow5 load(DataInput in) throws IOException {
        return new Sflow5(Sequences.load(Numbering.DATAGRAMS, in));
    }
}
