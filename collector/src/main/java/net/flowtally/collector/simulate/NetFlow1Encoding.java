package net.flowtally.collector.simulate;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/// NetFlow v1: a header of 16 octets, records of 48, IPv4 only, without a sequence.
final class NetFlow1Encoding implements FlowEncoding {
    private static final int HEADER = 16;
    private static final int RECORD = 48;
    private static final int MOST = 24;

    private final long bootMillis;

    NetFlow1Encoding(long bootMillis) {
        this.bootMillis = bootMillis;
    }

    @Override
    public int capacity() {
        return MOST;
    }

    @Override
    public boolean carries(SimulatedFlow flow) {
        return flow.source().isV4() && flow.destination().isV4();
    }

    @Override
    public byte[] datagram(List<SimulatedFlow> flows, long exportMillis) {
        ByteBuffer out = ByteBuffer.allocate(HEADER + RECORD * flows.size());
        out.putShort((short) 1).putShort((short) flows.size());
        out.putInt((int) (exportMillis - bootMillis));
        out.putInt((int) (exportMillis / 1000)).putInt((int) (exportMillis % 1000) * 1_000_000);
        for (SimulatedFlow flow : flows) {
            putCommon(out, flow, bootMillis);
            out.putShort((short) 0).put((byte) flow.protocol()).put((byte) flow.tos());
            out.putInt(flow.tcpFlags() << 24).putInt(0);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /// The first 36 octets of a record, the same in versions 1, 5 and 7.
    static void putCommon(ByteBuffer out, SimulatedFlow flow, long bootMillis) {
        out.putInt((int) flow.source().lo()).putInt((int) flow.destination().lo()).putInt(0);
        out.putShort((short) flow.input()).putShort((short) flow.output());
        out.putInt((int) flow.packets()).putInt((int) flow.bytes());
        out.putInt((int) (flow.startMillis() - bootMillis))
                .putInt((int) (flow.endMillis() - bootMillis));
        out.putShort((short) flow.sourcePort()).putShort((short) flow.destinationPort());
    }
}
