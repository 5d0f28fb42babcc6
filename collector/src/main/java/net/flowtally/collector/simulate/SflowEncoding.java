package net.flowtally.collector.simulate;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.flowtally.ledger.address.Address;

/// sFlow v5: a flow is one sample, of which a packet of `bytes / packets` octets is told and which
/// stands for `rate` packets; flows that are to be told exactly have one packet each. The sequence
/// counts the datagrams of a sub-agent.
final class SflowEncoding implements FlowEncoding {
    private static final int MOST = 12;
    private static final int SAMPLE = 8 + 32 + 8 + 16 + 68;
    private static final int HEADER = 40;
    private static final int TCP = 6;

    private final Address agent;
    private final int subAgent;
    private final long bootMillis;
    private final int rate;
    private int sequence;
    private int samples;

    /// @param rate one packet in so many is sampled
    SflowEncoding(Address agent, int subAgent, long bootMillis, int rate) {
        this.agent = agent;
        this.subAgent = subAgent;
        this.bootMillis = bootMillis;
        this.rate = rate;
    }

    @Override
    public int capacity() {
        return MOST;
    }

    @Override
    public byte[] datagram(List<SimulatedFlow> flows, long exportMillis) {
        ByteBuffer out = ByteBuffer.allocate(HEADER + flows.size() * SAMPLE);
        out.putInt(5);
        if (agent.isV4()) {
            out.putInt(1).putInt((int) agent.lo());
        } else {
            out.putInt(2).putLong(agent.hi()).putLong(agent.lo());
        }
        out.putInt(subAgent).putInt(sequence++).putInt((int) (exportMillis - bootMillis));
        out.putInt(flows.size());
        for (SimulatedFlow flow : flows) {
            putSample(out, flow);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /// A raw header: Ethernet, IPv4 or IPv6, the first octets of TCP or UDP.
    private void putSample(ByteBuffer out, SimulatedFlow flow) {
        byte[] packet = packet(flow, (int) (flow.bytes() / flow.packets()));
        int header = 14 + packet.length;
        int padded = (header + 3) & ~3;
        out.putInt(1).putInt(32 + 8 + 16 + padded);
        int at = flow.egress() ? flow.output() : flow.input();
        out.putInt(samples++).putInt(at).putInt(rate).putInt(samples * rate).putInt(0);
        out.putInt(flow.input()).putInt(flow.output()).putInt(1);
        out.putInt(1).putInt(16 + header);
        out.putInt(1).putInt((int) (flow.bytes() / flow.packets()) + 18).putInt(4).putInt(header);
        out.put(new byte[12]).putShort((short) (flow.source().isV4() ? 0x0800 : 0x86dd));
        out.put(packet).put(new byte[padded - header]);
    }

    private static byte[] packet(SimulatedFlow flow, int length) {
        ByteBuffer packet = ByteBuffer.allocate(54);
        if (flow.source().isV4()) {
            packet.put((byte) 0x45).put((byte) flow.tos()).putShort((short) length);
            packet.putInt(0).put((byte) 64).put((byte) flow.protocol()).putShort((short) 0);
            packet.putInt((int) flow.source().lo()).putInt((int) flow.destination().lo());
        } else {
            packet.putInt(6 << 28 | flow.tos() << 20).putShort((short) (length - 40));
            packet.put((byte) flow.protocol()).put((byte) 64);
            packet.putLong(flow.source().hi()).putLong(flow.source().lo());
            packet.putLong(flow.destination().hi()).putLong(flow.destination().lo());
        }
        packet.putShort((short) flow.sourcePort()).putShort((short) flow.destinationPort());
        if (flow.protocol() == TCP) {
            packet.putLong(0).put((byte) 0x50).put((byte) flow.tcpFlags());
        }
        return Arrays.copyOf(packet.array(), packet.position());
    }
}
