package net.flowtally.collector.lfap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.collector.flow.Datagram;
import net.flowtally.collector.flow.FlowRecord;
import net.flowtally.collector.flow.FlowSink;
import net.flowtally.ledger.address.Address;

/// Recorded streams of messages, and what `LfapFlows` makes of messages, kept.
final class Streams implements FlowSink {
    static final Address AGENT = Address.parse("192.0.2.9");
    static final long NOON = 1_700_000_000_000_000L;

    /// What was counted of one flow.
    static final class Total {
        Address source = Address.NONE;
        Address destination = Address.NONE;
        int sourcePort;
        int destinationPort;
        int protocol;
        int input;
        int output;
        int tos;
        long bytes;
        long bytesBack;
        long packets;
        long packetsBack;
        long start;
        long end;
        boolean closed;
        boolean resumed;
        int rebased;
    }

    final Map<Long, Total> flows = new HashMap<>();
    final Map<String, ExporterTally> tallies = new HashMap<>();
    final List<String> answers = new ArrayList<>();

    /// What the last record says of its flow, in order of name, but what is nothing.
    final Set<String> told = new TreeSet<>();

    private Address exporter = AGENT;
    final LfapFlows lfap = new LfapFlows();
    long position;
    long now = NOON;

    Streams() {
        lfap.restarted();
        lfap.connected(1, NOON, AGENT.hi(), AGENT.lo());
    }

    static byte[] read(String name) {
        try (InputStream in = Streams.class.getResourceAsStream("/lfap/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<byte[]> messages(byte[] stream) {
        List<byte[]> messages = new ArrayList<>();
        for (int at = 0; at < stream.length; ) {
            int length = 8 + ((stream[at + 6] & 0xff) << 8 | (stream[at + 7] & 0xff));
            messages.add(Arrays.copyOfRange(stream, at, at + length));
            at += length;
        }
        return messages;
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", "").replace("|", ""));
    }

    void sent(int connection, long at, String message) {
        byte[] octets = hex(message);
        lfap.sent(connection, at, MemorySegment.ofArray(octets), 0, octets.length);
    }

    String take(byte[] message) {
        return take(1, message);
    }

    String take(int connection, byte[] message) {
        Datagram datagram = new Datagram();
        datagram.wrap(MemorySegment.ofArray(message), 0, message.length);
        datagram.sourceHi = AGENT.hi();
        datagram.sourceLo = AGENT.lo();
        datagram.receivedAt = now;
        datagram.position = position;
        position += message.length;
        lfap.advance(now, this::answer, position);
        return lfap.message(
                datagram,
                connection,
                position,
                (hi, lo, protocol) ->
                        tallies.computeIfAbsent(
                                new Address(hi, lo) + " " + protocol,
                                _ -> new ExporterTally(hi, lo, protocol)),
                this,
                this::answer);
    }

    /// Lets time go on.
    void pass(long micros) {
        now += micros;
        lfap.advance(now, this::answer, position);
    }

    private void answer(int connection, byte[] answer, long at) {
        answers.add(HexFormat.of().formatHex(answer));
    }

    Total flow(long number) {
        return flows.getOrDefault(number, new Total());
    }

    ExporterTally tally(String name) {
        return tallies.getOrDefault(name, new ExporterTally(0, 0, ""));
    }

    long figure(String name) {
        long[] sum = {0};
        lfap.figures((hi, lo, each, value) -> sum[0] += each.equals(name) ? value : 0);
        return sum[0];
    }

    @Override
    public void admitted(FlowRecord flow) {
        describe(flow);
    }

    @Override
    public void accept(FlowRecord flow) {
        Total total = describe(flow);
        if (flow.reverse) {
            total.bytesBack += flow.bytes;
            total.packetsBack += flow.packets;
        } else {
            total.bytes += flow.bytes;
            total.packets += flow.packets;
        }
        total.end = flow.end;
        total.closed |= flow.closes;
        total.rebased += flow.rebased ? 1 : 0;
    }

    @Override
    public void from(Datagram datagram, ExporterTally tally) {
        exporter = new Address(tally.addressHi, tally.addressLo);
    }

    private void tell(FlowRecord flow) {
        told.clear();
        tell("exporter", exporter, AGENT);
        tell("source", new Address(flow.sourceHi, flow.sourceLo), Address.NONE);
        tell("destination", new Address(flow.destinationHi, flow.destinationLo), Address.NONE);
        tell("nextHop", new Address(flow.nextHopHi, flow.nextHopLo), Address.NONE);
        tell("sourcePort", flow.sourcePort, 0);
        tell("destinationPort", flow.destinationPort, 0);
        tell("protocol", flow.protocol, 0);
        tell("tos", flow.tos, 0);
        tell("vlan", flow.vlan, 0);
        tell("input", flow.inputInterface, 0);
        tell("output", flow.outputInterface, 0);
        tell("sourceAs", flow.sourceAs, 0L);
        tell("destinationAs", flow.destinationAs, 0L);
        tell("tcpFlags", flow.tcpFlags, 0);
        long start = flow.hasCounters ? flow.start : flow.flowStart;
        tell("start", "+" + (start - NOON) / 1_000_000, "+0");
        if (flow.hasCounters) {
            tell("end", "+" + (flow.end - NOON) / 1_000_000, "+0");
        }
    }

    private void tell(String name, Object value, Object nothing) {
        if (!value.equals(nothing)) {
            told.add(name + "=" + value);
        }
    }

    private Total describe(FlowRecord flow) {
        tell(flow);
        Total total = flows.computeIfAbsent((long) flow.flowNumber, _ -> new Total());
        if (!flow.reverse) {
            total.source = new Address(flow.sourceHi, flow.sourceLo);
            total.destination = new Address(flow.destinationHi, flow.destinationLo);
            total.sourcePort = flow.sourcePort;
            total.destinationPort = flow.destinationPort;
            total.input = flow.inputInterface;
            total.output = flow.outputInterface;
        }
        total.protocol = flow.protocol;
        total.tos = flow.tos;
        total.start = flow.flowStart;
        total.resumed = flow.resumed;
        return total;
    }
}
