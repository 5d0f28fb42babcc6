package net.flowtally.collector.simulate;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/// NetFlow v5: a header of 24 octets, records of 48, IPv4 only; the sequence counts flows.
public final class NetFlow5Encoding implements FlowEncoding {
    private static final int HEADER = 24;
    private static final int RECORD = 48;
    private static final int MOST = 30;

    private final long bootMillis;
    private final int engine;
    private int sequence;

    /// An engine that started at `bootMillis`.
    public NetFlow5Encoding(long bootMillis, int engine) {
        this.bootMillis = bootMillis;
        this.engine = engine;
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
        out.putShort((short) 5).putShort((short) flows.size());
        out.putInt((int) (exportMillis - bootMillis));
        out.putInt((int) (exportMillis / 1000)).putInt((int) (exportMillis % 1000) * 1_000_000);
        out.putInt(sequence).put((byte) 0).put((byte) engine).putShort((short) 0);
        for (SimulatedFlow flow : flows) {
            out.putInt((int) flow.source().lo()).putInt((int) flow.destination().lo()).putInt(0);
            out.putShort((short) flow.input()).putShort((short) flow.output());
            out.putInt((int) flow.packets()).putInt((int) flow.bytes());
            out.putInt((int) (flow.startMillis() - bootMillis))
                    .putInt((int) (flow.endMillis() - bootMillis));
            out.putShort((short) flow.sourcePort()).putShort((short) flow.destinationPort());
            out.put((byte) 0)
                    .put((byte) flow.tcpFlags())
                    .put((byte) flow.protocol())
                    .put((byte) flow.tos());
            out.putInt(0).putInt(0);
        }
        sequence += flows.size();
        return Arrays.copyOf(out.array(), out.position());
    }
}
