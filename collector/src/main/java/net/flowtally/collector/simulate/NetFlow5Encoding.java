package net.flowtally.collector.simulate;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/// NetFlow v5 or v7: a header of 24 octets, records of 48 or 52, IPv4 only; the sequence counts
/// flows.
public final class NetFlow5Encoding implements FlowEncoding {
    private static final int HEADER = 24;
    private static final int RECORD = 52;
    private static final int MOST = 30;
    private static final int MOST_OF_VERSION_7 = 27;
    private static final int DETERMINISTIC = 1 << 14;

    private final int version;
    private final long bootMillis;
    private final int engine;
    private final int sampling;
    private int sequence;

    /// An engine that started at `bootMillis` and samples nothing.
    public NetFlow5Encoding(long bootMillis, int engine) {
        this(5, bootMillis, engine, 1);
    }

    /// @param version 5 or 7
    /// @param samplingRate one packet in so many was counted; 1 for all; v7 cannot tell it
    NetFlow5Encoding(int version, long bootMillis, int engine, int samplingRate) {
        this.version = version;
        this.bootMillis = bootMillis;
        this.engine = engine;
        this.sampling = samplingRate == 1 ? 0 : DETERMINISTIC | samplingRate;
    }

    @Override
    public int capacity() {
        return version == 5 ? MOST : MOST_OF_VERSION_7;
    }

    @Override
    public boolean carries(SimulatedFlow flow) {
        return flow.source().isV4() && flow.destination().isV4();
    }

    @Override
    public byte[] datagram(List<SimulatedFlow> flows, long exportMillis) {
        ByteBuffer out = ByteBuffer.allocate(HEADER + RECORD * flows.size());
        out.putShort((short) version).putShort((short) flows.size());
        out.putInt((int) (exportMillis - bootMillis));
        out.putInt((int) (exportMillis / 1000)).putInt((int) (exportMillis % 1000) * 1_000_000);
        out.putInt(sequence);
        if (version == 5) {
            out.put((byte) 0).put((byte) engine).putShort((short) sampling);
        } else {
            out.putInt(0);
        }
        for (SimulatedFlow flow : flows) {
            NetFlow1Encoding.putCommon(out, flow, bootMillis);
            out.put((byte) 0)
                    .put((byte) flow.tcpFlags())
                    .put((byte) flow.protocol())
                    .put((byte) flow.tos());
            out.putInt(0).putInt(0);
            if (version == 7) {
                out.putInt(0);
            }
        }
        sequence += flows.size();
        return Arrays.copyOf(out.array(), out.position());
    }
}
