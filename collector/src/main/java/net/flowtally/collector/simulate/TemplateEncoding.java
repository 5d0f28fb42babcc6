package net.flowtally.collector.simulate;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.flowtally.ledger.address.Address;

/// NetFlow v9 (RFC 3954) and IPFIX (RFC 7011): one template for each address family, sent with the
/// first datagram and every so many after it. v9 counts datagrams and gives times as uptime; IPFIX
/// counts records and gives them as milliseconds.
public final class TemplateEncoding implements FlowEncoding {
    private static final int MOST = 24;
    private static final int REFRESH = 40;
    private static final int V4_TEMPLATE = 256;
    private static final int V6_TEMPLATE = 257;
    private static final int MAX_PAYLOAD = 4096;

    /// Which of the two.
    public enum Protocol {
        NETFLOW_9,
        IPFIX
    }

    private final Protocol protocol;
    private final long bootMillis;
    private final int domain;
    private int datagrams;
    private int records;

    /// An exporting process that started at `bootMillis` and speaks for one source id or
    /// observation domain.
    public TemplateEncoding(Protocol protocol, long bootMillis, int domain) {
        this.protocol = protocol;
        this.bootMillis = bootMillis;
        this.domain = domain;
    }

    @Override
    public int capacity() {
        return MOST;
    }

    @Override
    public boolean carries(SimulatedFlow flow) {
        return true;
    }

    @Override
    public byte[] datagram(List<SimulatedFlow> flows, long exportMillis) {
        ByteBuffer out = ByteBuffer.allocate(MAX_PAYLOAD);
        boolean templates = datagrams % REFRESH == 0;
        if (protocol == Protocol.NETFLOW_9) {
            out.putShort((short) 9).putShort((short) (flows.size() + (templates ? 2 : 0)));
            out.putInt((int) (exportMillis - bootMillis)).putInt((int) (exportMillis / 1000));
            out.putInt(datagrams).putInt(domain);
        } else {
            out.putShort((short) 10).putShort((short) 0).putInt((int) (exportMillis / 1000));
            out.putInt(records).putInt(domain);
        }
        if (templates) {
            putTemplates(out);
        }
        putFlows(out, flows, true, exportMillis);
        putFlows(out, flows, false, exportMillis);
        if (protocol == Protocol.IPFIX) {
            out.putShort(2, (short) out.position());
        }
        datagrams++;
        records += flows.size();
        return Arrays.copyOf(out.array(), out.position());
    }

    private void putTemplates(ByteBuffer out) {
        int set = out.position();
        out.putShort((short) (protocol == Protocol.NETFLOW_9 ? 0 : 2)).putShort((short) 0);
        for (boolean v4 : new boolean[] {true, false}) {
            int[][] fields = fields(v4);
            out.putShort((short) (v4 ? V4_TEMPLATE : V6_TEMPLATE)).putShort((short) fields.length);
            for (int[] field : fields) {
                out.putShort((short) field[0]).putShort((short) field[1]);
            }
        }
        out.putShort(set + 2, (short) (out.position() - set));
    }

    /// Element and length, in the order in which `putFlow` writes them.
    private int[][] fields(boolean v4) {
        boolean ipfix = protocol == Protocol.IPFIX;
        return new int[][] {
            {v4 ? 8 : 27, v4 ? 4 : 16},
            {v4 ? 12 : 28, v4 ? 4 : 16},
            {7, 2},
            {11, 2},
            {4, 1},
            {6, 1},
            {5, 1},
            {61, 1},
            {10, 4},
            {14, 4},
            {1, 8},
            {2, 8},
            {ipfix ? 152 : 22, ipfix ? 8 : 4},
            {ipfix ? 153 : 21, ipfix ? 8 : 4}
        };
    }

    private void putFlows(
            ByteBuffer out, List<SimulatedFlow> flows, boolean v4, long exportMillis) {
        int set = out.position();
        out.putShort((short) (v4 ? V4_TEMPLATE : V6_TEMPLATE)).putShort((short) 0);
        int before = out.position();
        for (SimulatedFlow flow : flows) {
            if (flow.source().isV4() == v4) {
                putFlow(out, flow, exportMillis);
            }
        }
        if (out.position() == before) {
            out.position(set);
            return;
        }
        while ((out.position() - set) % 4 != 0) {
            out.put((byte) 0);
        }
        out.putShort(set + 2, (short) (out.position() - set));
    }

    private void putFlow(ByteBuffer out, SimulatedFlow flow, long exportMillis) {
        putAddress(out, flow.source());
        putAddress(out, flow.destination());
        out.putShort((short) flow.sourcePort()).putShort((short) flow.destinationPort());
        out.put((byte) flow.protocol())
                .put((byte) flow.tcpFlags())
                .put((byte) flow.tos())
                .put((byte) 0);
        out.putInt(flow.input())
                .putInt(flow.output())
                .putLong(flow.bytes())
                .putLong(flow.packets());
        if (protocol == Protocol.IPFIX) {
            out.putLong(flow.startMillis()).putLong(flow.endMillis());
        } else {
            // v9 has whole seconds in its header: what is cut off there is taken from the uptimes,
            // too
            long cut = exportMillis % 1000;
            out.putInt((int) (flow.startMillis() - bootMillis + cut));
            out.putInt((int) (flow.endMillis() - bootMillis + cut));
        }
    }

    private static void putAddress(ByteBuffer out, Address address) {
        if (address.isV4()) {
            out.putInt((int) address.lo());
        } else {
            out.putLong(address.hi()).putLong(address.lo());
        }
    }
}
