package net.flowtally.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import net.flowtally.collector.lfap.Lfap;
import net.flowtally.collector.lfap.LfapWriter;
import net.flowtally.collector.simulate.LfapAgent;
import net.flowtally.collector.simulate.LfapAgentOptions;
import net.flowtally.collector.simulate.SimulatedLfapFlow;
import net.flowtally.ledger.address.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "simulate-lfap",
        description = {
            "Plays an LFAP agent: connects to the first server that takes it, admits flows, reports"
                    + " them round by round, and goes on at the next server when it loses one.",
            "Prints at its end what it has counted."
        })
final class SimulateLfapCommand implements Callable<Integer> {
    private static final int FIRST_SOURCE = 0x0a14_0001;
    private static final int FIRST_DESTINATION = 0xc633_6401;

    /// What an agent must not do, and does on demand.
    enum Fault {
        LENGTH,
        STATE,
        REPEAT,
        TRUNCATE,
        HANG_UP
    }

    @Spec private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "HOST[:PORT]",
            description = "The servers, in the order in which they are tried (port: 3145).")
    private List<String> servers;

    @Option(
            names = "--lfap-version",
            paramLabel = "N",
            defaultValue = "5",
            description = "1 or 5 (default: ${DEFAULT-VALUE}).")
    private int version;

    @Option(
            names = "--flows",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many flows (default: ${DEFAULT-VALUE}).")
    private int flows;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How often each is reported (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "32",
            description = "Flows in an update (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--pause",
            paramLabel = "MS",
            defaultValue = "100",
            description = "Milliseconds between rounds (default: ${DEFAULT-VALUE}).")
    private int pause;

    @Option(names = "--deltas", description = "Reports deltas instead of running counters.")
    private boolean deltas;

    @Option(
            names = "--asks-for",
            paramLabel = "N",
            defaultValue = "5",
            description = "The version it asks for first (default: ${DEFAULT-VALUE}).")
    private int asksFor;

    @Option(
            names = "--uptime",
            paramLabel = "S",
            defaultValue = "3600",
            description = "Its uptime in seconds when it begins (default: ${DEFAULT-VALUE}).")
    private long uptime;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "What the traffic is drawn from (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--fault",
            paramLabel = "FAULT",
            description =
                    "Misbehaves half-way: ${COMPLETION-CANDIDATES}; may be given more than once.")
    private List<Fault> faults = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        LfapAgentOptions options = options();
        SplittableRandom random = new SplittableRandom(seed);
        try (LfapAgent agent = new LfapAgent(options, addresses())) {
            agent.connect();
            for (int i = 0; i < flows; i++) {
                agent.admit(
                        Address.v4(FIRST_SOURCE + i),
                        Address.v4(FIRST_DESTINATION + i % 200),
                        1024 + i % 60_000,
                        443,
                        6);
            }
            for (int round = 1; round <= rounds; round++) {
                report(agent, random, round == rounds);
                if (round == (rounds + 1) / 2) {
                    misbehave(agent);
                }
                TimeUnit.MILLISECONDS.sleep(pause);
            }
            agent.settle();
            tell(agent);
        }
        return ExitCode.OK;
    }

    private LfapAgentOptions options() {
        try {
            LfapAgentOptions options =
                    LfapAgentOptions.of(version).withBatch(batch).withFirstTicks(uptime * 100);
            options = deltas ? options.withDeltas() : options;
            return asksFor == Lfap.VERSION_5 ? options : options.withOddities(asksFor);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "There are no " + e.getMessage() + ".", e);
        }
    }

    private static void report(LfapAgent agent, SplittableRandom random, boolean isLast) {
        List<SimulatedLfapFlow> all = agent.flows();
        for (SimulatedLfapFlow flow : all) {
            long packets = random.nextLong(1, 1000);
            long back = random.nextLong(1, 1000);
            flow.carry(packets * 800, back * 400, packets, back);
            if (isLast) {
                flow.end();
            }
        }
        agent.report(all);
    }

    private void misbehave(LfapAgent agent) throws IOException {
        for (Fault fault : faults) {
            byte[] keepAlive = LfapWriter.empty(version, Lfap.V5.KA, 1, 0x7777);
            switch (fault) {
                case LENGTH -> {
                    byte[] wrong = new LfapWriter(version, fun(), 1, 0x7001).u32(0x450010).octets();
                    agent.sendRaw(wrong);
                }
                case STATE -> agent.sendRaw(LfapWriter.empty(version, Lfap.V5.CR, 1, 0x7002));
                case REPEAT -> {
                    agent.sendRaw(keepAlive);
                    agent.sendRaw(keepAlive);
                }
                case TRUNCATE -> {
                    agent.sendRaw(new byte[] {(byte) version, (byte) fun(), 0, 1, 0, 9, 0, 64});
                    agent.hangUp();
                }
                case HANG_UP -> agent.hangUp();
            }
        }
    }

    private int fun() {
        return version == Lfap.VERSION_1 ? Lfap.V1.FUN : Lfap.V5.FUN;
    }

    private void tell(LfapAgent agent) {
        long bytes = 0;
        long packets = 0;
        for (SimulatedLfapFlow flow : agent.flows()) {
            bytes += flow.bytes() + flow.bytesBack();
            packets += flow.packets() + flow.packetsBack();
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "truth flows=%d bytes=%d packets=%d acknowledged=%d failovers=%d%n",
                agent.flows().size(),
                bytes,
                packets,
                agent.acknowledged(),
                agent.failovers());
        out.flush();
    }

    private List<InetSocketAddress> addresses() {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String server : servers) {
            int colon = server.lastIndexOf(':');
            String host = colon < 0 ? server : server.substring(0, colon);
            try {
                int port =
                        colon < 0
                                ? Lfap.DEFAULT_PORT
                                : Integer.parseInt(server.substring(colon + 1));
                addresses.add(new InetSocketAddress(host, port));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(
                        spec.commandLine(), "'" + server + "' is no server.", e);
            }
        }
        return addresses;
    }
}
