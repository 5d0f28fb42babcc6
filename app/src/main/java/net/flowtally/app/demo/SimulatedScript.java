package net.flowtally.app.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.flowtally.collector.simulate.FlowEncoding;
import net.flowtally.collector.simulate.NetFlow5Encoding;
import net.flowtally.collector.simulate.SimulatedFlow;
import net.flowtally.collector.simulate.TemplateEncoding;
import net.flowtally.collector.simulate.TemplateEncoding.Protocol;
import net.flowtally.ledger.address.Address;

/// What the company's people do right now, as one exporter tells it. The same amounts each time.
final class SimulatedScript implements Script {
    private static final int DATAGRAMS = 90;
    private static final int FLOWS = 10;
    private static final long BOOT_AGO_MILLIS = 3 * 24 * 3_600_000L;
    private static final int TCP = 6;
    private static final int[] SERVICES = {443, 443, 443, 80, 993, 22};

    private final String name;
    private final FlowEncoding encoding;
    private final RandomGenerator random;
    private final String network;
    private final int firstHost;
    private Volume volume = Volume.NONE;

    /// @param network of the callers, with its dot
    private SimulatedScript(
            String name, FlowEncoding encoding, long seed, String network, int firstHost) {
        this.name = name;
        this.encoding = encoding;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.network = network;
        this.firstHost = firstHost;
    }

    static List<Script> all(long nowMillis) {
        long boot = nowMillis - BOOT_AGO_MILLIS;
        return List.of(
                new SimulatedScript(
                        "simulated, IPFIX",
                        new TemplateEncoding(Protocol.IPFIX, boot, 7),
                        11,
                        "10.1.10.",
                        11),
                new SimulatedScript(
                        "simulated, NetFlow v9",
                        new TemplateEncoding(Protocol.NETFLOW_9, boot, 8),
                        12,
                        "10.1.20.",
                        21),
                new SimulatedScript(
                        "simulated, NetFlow v5",
                        new NetFlow5Encoding(boot, 1),
                        13,
                        "10.1.30.",
                        31));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return DATAGRAMS;
    }

    @Override
    public Volume volume() {
        return volume;
    }

    @Override
    public byte[] datagram(int number, long nowMillis) {
        List<SimulatedFlow> flows = new ArrayList<>();
        for (int i = 0; i < FLOWS; i++) {
            flows.add(flow(nowMillis));
        }
        for (SimulatedFlow flow : flows) {
            volume = volume.plus(new Volume(1, flow.bytes(), flow.packets()));
        }
        return encoding.datagram(flows, nowMillis);
    }

    private SimulatedFlow flow(long nowMillis) {
        Address caller = Address.parse(network + (firstHost + random.nextInt(4)));
        Address callee = Address.parse("203.0.113." + (1 + random.nextInt(60)));
        int callerPort = 49_152 + random.nextInt(400);
        int calleePort = SERVICES[random.nextInt(SERVICES.length)];
        long packets = 1L + random.nextInt(900);
        long bytes = packets * (60L + random.nextInt(1_300));
        long end = nowMillis - random.nextInt(1_000);
        long start = end - random.nextInt(20_000);
        boolean forth = random.nextInt(3) == 0;
        return new SimulatedFlow(
                forth ? caller : callee,
                forth ? callee : caller,
                forth ? callerPort : calleePort,
                forth ? calleePort : callerPort,
                TCP,
                0x18,
                0,
                forth ? 1 : 2,
                forth ? 2 : 1,
                bytes,
                packets,
                start,
                end);
    }
}
