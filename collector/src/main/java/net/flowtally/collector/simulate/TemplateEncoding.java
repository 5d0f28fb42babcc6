package net.flowtally.collector.simulate;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
    private static final int OPTIONS_TEMPLATE = 258;
    private static final int MAX_PAYLOAD = 4096;

    /// Which of the two.
    public enum Protocol {
        NETFLOW_9,
        IPFIX
    }

    private final Protocol protocol;
    private final long bootMillis;
    private final int domain;
    private final TemplateShape shape;
    private int datagrams;
    private int records;
    private int sinceTemplates = REFRESH;
    private int sinceOptions = REFRESH;
    private boolean reversed;

    /// An exporting process that started at `bootMillis` and speaks for one source id or
    /// observation domain.
    public TemplateEncoding(Protocol protocol, long bootMillis, int domain) {
        this(protocol, bootMillis, domain, TemplateShape.plain());
    }

    TemplateEncoding(Protocol protocol, long bootMillis, int domain, TemplateShape shape) {
        this.protocol = protocol;
        this.bootMillis = bootMillis;
        this.domain = domain;
        this.shape = shape;
    }

    @Override
    public int capacity() {
        return MOST;
    }

    @Override
    public byte[] datagram(List<SimulatedFlow> flows, long exportMillis) {
        ByteBuffer out = ByteBuffer.allocate(MAX_PAYLOAD);
        if (!reversed && exportMillis >= shape.reversedFrom()) {
            reversed = true;
            sinceTemplates = REFRESH;
        }
        boolean templates = exportMillis >= shape.templatesFrom() && sinceTemplates >= REFRESH;
        boolean options =
                shape.tellsOptions()
                        && exportMillis >= shape.optionsFrom()
                        && sinceOptions >= REFRESH;
        sinceTemplates = templates ? 1 : sinceTemplates + 1;
        sinceOptions = options ? 1 : sinceOptions + 1;
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
        if (options && shape.told() == TemplateShape.Told.BEFORE) {
            putOptions(out);
        }
        putFlows(out, flows, true, exportMillis);
        putFlows(out, flows, false, exportMillis);
        if (options && shape.told() == TemplateShape.Told.WITH) {
            putOptions(out);
        }
        if (protocol == Protocol.IPFIX) {
            out.putShort(2, (short) out.position());
        }
        datagrams++;
        records += flows.size() + (options ? 1 : 0);
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

    /// Sampler 1 and its rate: an options template and its one record.
    private void putOptions(ByteBuffer out) {
        if (protocol == Protocol.NETFLOW_9) {
            out.putShort((short) 1).putShort((short) 24).putShort((short) OPTIONS_TEMPLATE);
            out.putShort((short) 4).putShort((short) 8).putShort((short) 1).putShort((short) 4);
            out.putShort((short) 48).putShort((short) 1).putShort((short) 50).putShort((short) 4);
            out.putShort((short) 0);
            out.putShort((short) OPTIONS_TEMPLATE).putShort((short) 16).putInt(0);
            out.put((byte) 1).putInt(shape.samplingRate()).put(new byte[3]);
        } else {
            out.putShort((short) 3).putShort((short) 18).putShort((short) OPTIONS_TEMPLATE);
            out.putShort((short) 2).putShort((short) 1);
            out.putShort((short) 48).putShort((short) 1).putShort((short) 50).putShort((short) 4);
            out.putShort((short) OPTIONS_TEMPLATE).putShort((short) 9);
            out.put((byte) 1).putInt(shape.samplingRate());
        }
    }

    /// Element and length, in their order.
    private int[][] fields(boolean v4) {
        boolean ipfix = protocol == Protocol.IPFIX;
        List<int[]> fields =
                new ArrayList<>(
                        List.of(
                                new int[] {v4 ? 8 : 27, v4 ? 4 : 16},
                                new int[] {v4 ? 12 : 28, v4 ? 4 : 16},
                                new int[] {7, 2},
                                new int[] {11, 2},
                                new int[] {4, 1},
                                new int[] {6, 1},
                                new int[] {5, 1},
                                new int[] {61, 1},
                                new int[] {10, 4},
                                new int[] {14, 4},
                                new int[] {1, 8},
                                new int[] {2, 8},
                                new int[] {ipfix ? 152 : 22, ipfix ? 8 : 4},
                                new int[] {ipfix ? 153 : 21, ipfix ? 8 : 4}));
        if (shape.translations()) {
            fields.add(new int[] {v4 ? 225 : 281, v4 ? 4 : 16});
            fields.add(new int[] {v4 ? 226 : 282, v4 ? 4 : 16});
            fields.add(new int[] {227, 2});
            fields.add(new int[] {228, 2});
        }
        if (shape.namesSampler()) {
            fields.add(new int[] {48, 1});
        } else if (shape.samplingRate() > 1) {
            fields.add(new int[] {34, 4});
        }
        if (reversed) {
            Collections.reverse(fields);
        }
        return fields.toArray(new int[0][]);
    }

    private void putFlows(
            ByteBuffer out, List<SimulatedFlow> flows, boolean v4, long exportMillis) {
        int set = out.position();
        out.putShort((short) (v4 ? V4_TEMPLATE : V6_TEMPLATE)).putShort((short) 0);
        int before = out.position();
        int[][] fields = fields(v4);
        for (SimulatedFlow flow : flows) {
            if (flow.source().isV4() == v4) {
                for (int[] field : fields) {
                    putField(out, field[0], flow, exportMillis);
                }
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

    private void putField(ByteBuffer out, int element, SimulatedFlow flow, long exportMillis) {
        // v9 has whole seconds in its header: what is cut off there is taken from the uptimes, too
        long cut = exportMillis % 1000;
        switch (element) {
            case 8, 27 -> putAddress(out, flow.source());
            case 12, 28 -> putAddress(out, flow.destination());
            case 225, 281 -> putAddress(out, flow.postSource());
            case 226, 282 -> putAddress(out, flow.postDestination());
            case 7 -> out.putShort((short) flow.sourcePort());
            case 11 -> out.putShort((short) flow.destinationPort());
            case 227 -> out.putShort((short) flow.postSourcePort());
            case 228 -> out.putShort((short) flow.postDestinationPort());
            case 4 -> out.put((byte) flow.protocol());
            case 6 -> out.put((byte) flow.tcpFlags());
            case 5 -> out.put((byte) flow.tos());
            case 61 -> out.put((byte) (flow.egress() ? 1 : 0));
            case 10 -> out.putInt(flow.input());
            case 14 -> out.putInt(flow.output());
            case 1 -> out.putLong(flow.bytes());
            case 2 -> out.putLong(flow.packets());
            case 152 -> out.putLong(flow.startMillis());
            case 153 -> out.putLong(flow.endMillis());
            case 22 -> out.putInt((int) (flow.startMillis() - bootMillis + cut));
            case 21 -> out.putInt((int) (flow.endMillis() - bootMillis + cut));
            case 48 -> out.put((byte) 1);
            case 34 -> out.putInt(shape.samplingRate());
            default -> throw new IllegalArgumentException("no field is element " + element);
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
