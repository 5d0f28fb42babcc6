package net.flowtally.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import net.flowtally.collector.simulate.AgentTruth;
import net.flowtally.collector.simulate.Scenario;
import net.flowtally.collector.simulate.ScenarioException;
import net.flowtally.collector.simulate.ScenarioTruth;
import net.flowtally.collector.simulate.SimulatedDatagram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "simulate",
        description = {
            "Plays an exporter that does not exist: sends flows in a real protocol to a collector,"
                    + " and prints what is true of them at the end.",
            "",
            "WHAT is netflow1, netflow5, netflow7, netflow9, ipfix or sflow, with what the exporter"
                    + " does as key=value: sample=100 loss=1%% reorder=2%% repeat=1%% sees=both"
                    + " clock=+8h restart=5s template=late:3s nat=203.0.113.5 and more. It may also"
                    + " be a file with a scenario, which says all of this and names several"
                    + " exporters.",
            "",
            "WHAT may be lfap, too: an agent that connects to the first --to that takes it, and goes"
                    + " on at the next when it loses one. It has version=1 (or 5) counters=deltas"
                    + " (or running) report=1s batch=32 up=1h asks=4 and"
                    + " fault=length,state,repeat,truncate,hangup, which it does half-way."
        })
final class SimulateCommand implements Callable<Integer> {
    private static final long NANOS_A_MICRO = 1000;

    @ParentCommand private FlowtallyCommand program;
    @Spec private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "WHAT",
            description = "A protocol, or a file with a scenario.")
    private String what;

    @Parameters(index = "1..*", paramLabel = "KEY=VALUE", description = "What the exporter does.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--to",
            required = true,
            paramLabel = "HOST:PORT",
            description =
                    "Where the collector listens: UDP, or TCP for lfap, which may have several"
                            + " servers.")
    private List<String> to = new ArrayList<>();

    @Option(
            names = "--flows",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Conversations (default: ${DEFAULT-VALUE}).")
    private int flows;

    @Option(
            names = "--last",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "For so long they last, all together (default: ${DEFAULT-VALUE}).")
    private String last;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The same seed makes the same flows (default: ${DEFAULT-VALUE}).")
    private int seed;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<InetSocketAddress> targets = targets();
        Scenario scenario = scenario();
        PrintWriter out = spec.commandLine().getOut();
        Instant start = program.clock().instant();
        if (scenario.hasAgent()) {
            tell(converse(scenario.startingAt(start), targets), out);
        } else if (targets.size() == 1) {
            send(scenario, start, targets.getFirst());
            tell(scenario, out);
        } else {
            throw new Refused("Only lfap goes to several servers.");
        }
        out.printf(
                Locale.ROOT,
                "truth: %,d bytes, %,d packets, each counted once%n",
                scenario.bytes(),
                scenario.packets());
        out.flush();
        return ExitCode.OK;
    }

    private static AgentTruth converse(Scenario scenario, List<InetSocketAddress> servers)
            throws IOException, InterruptedException {
        try {
            return scenario.converse(servers);
        } catch (ConnectException | SocketTimeoutException e) {
            throw new Refused(
                    "No server takes the agent; the last that was tried says: "
                            + e.getMessage()
                            + ".");
        }
    }

    private static void send(Scenario scenario, Instant start, InetSocketAddress target)
            throws IOException, InterruptedException {
        List<SimulatedDatagram> datagrams = scenario.startingAt(start).play();
        long begun = System.nanoTime();
        long firstAt = start.toEpochMilli() * 1000;
        try (DatagramChannel channel = DatagramChannel.open()) {
            for (SimulatedDatagram datagram : datagrams) {
                long due = (datagram.sentAt() - firstAt) * NANOS_A_MICRO;
                long wait = due - (System.nanoTime() - begun);
                if (wait > 0) {
                    // an exporter sends by its clock alone: there is nothing to wait for but time
                    Thread.sleep(Duration.ofNanos(wait));
                }
                channel.send(ByteBuffer.wrap(datagram.payload()), target);
            }
        }
    }

    private Scenario scenario() throws IOException {
        try {
            Path file = Path.of(what);
            if (Files.isRegularFile(file)) {
                return Scenario.parse(Files.readString(file, StandardCharsets.UTF_8));
            }
            return Scenario.parse(
                    "exporter simulated 192.0.2.1 "
                            + what
                            + " "
                            + String.join(" ", settings)
                            + "\nflows "
                            + flows
                            + "\nlast "
                            + last
                            + "\nseed "
                            + seed);
        } catch (ScenarioException e) {
            throw new Refused(String.valueOf(e.getMessage()));
        }
    }

    private List<InetSocketAddress> targets() throws IOException {
        List<InetSocketAddress> targets = new ArrayList<>();
        for (String each : to) {
            targets.add(target(each));
        }
        return targets;
    }

    private static InetSocketAddress target(String to) throws IOException {
        int colon = to.lastIndexOf(':');
        int port = -1;
        if (colon > 0 && to.substring(colon + 1).matches("[0-9]{1,5}")) {
            port = Integer.parseInt(to, colon + 1, to.length(), 10);
        }
        if (port < 1 || port > 65_535) {
            throw new Refused("--to takes a host and a port, as in 127.0.0.1:2055.");
        }
        String host = to.substring(0, colon).replaceAll("^\\[|]$", "");
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }

    private static void tell(AgentTruth truth, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s (%s, lfap version %d): %,d flows, %,d bytes, %,d packets; %,d messages"
                        + " acknowledged, %,d servers lost%n",
                truth.name(),
                truth.address(),
                truth.version(),
                truth.flows(),
                truth.bytes(),
                truth.packets(),
                truth.acknowledged(),
                truth.failovers());
    }

    /// What the collector should have in the end.
    private static void tell(Scenario scenario, PrintWriter out) {
        for (ScenarioTruth truth : scenario.truth()) {
            out.printf(
                    Locale.ROOT,
                    "%s (%s, %s): %,d datagrams, %,d records, %,d bytes, %,d packets; lost on the"
                            + " way %,d of %,d, repeated %,d%n",
                    truth.name(),
                    truth.exporter(),
                    truth.protocol(),
                    truth.datagrams(),
                    truth.records(),
                    truth.bytes(),
                    truth.packets(),
                    truth.lost(),
                    truth.sent(),
                    truth.repeated());
        }
    }
}
