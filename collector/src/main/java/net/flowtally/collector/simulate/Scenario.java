package net.flowtally.collector.simulate;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import net.flowtally.ledger.address.Address;

/// Conversations with known truth, and the exporters that tell of them, each in its protocol and
/// with its faults. Written as text, a line for each thing:
///
/// ```
/// seed 7                          # the same seed gives the same octets
/// start 2026-11-20T10:00:00Z
/// last 10m                        # for so long conversations begin and end
/// flows 1000                      # conversations, of two directions each
/// packets 100                     # each direction has a multiple of so many
/// active 60s                      # longer flows are told in parts
/// ipv6 10%
/// exporter core 192.0.2.1 netflow9 sample=100 told=after:30s
/// exporter edge 192.0.2.2 ipfix sees=both loss=1% reorder=2% repeat=1% clock=+8h
/// ```
///
/// An exporter also takes `told=before|with|record|never`, `restart=5m`, `template=late:30s`,
/// `template=changed:5m`, `nat=203.0.113.5`, `up=49d` (how long it has been running), `inverted=1%`
/// (ends before it starts), `domain=7` and `interfaces=100`. What is played is a function of the
/// text alone. Immutable but for its random numbers: play it once.
///
/// An LFAP agent, `exporter access 192.0.2.3 lfap`, is alone in its scenario, since servers answer
/// it. It takes `version=1` or 5, `counters=deltas` or running, `report=5s`, `batch=32`, `up=49d`,
/// `asks=4` (the version it asks for first) and `fault=` with some of length, state, repeat,
/// truncate and hangup.
public final class Scenario {
    /// The interface towards the inside, and the other one.
    static final int INSIDE = 1;

    static final int OUTSIDE = 2;

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int MOST_FLOWS = 1_000_000;
    private static final int INSIDE_HOSTS = 40;

    private final List<ScenarioExporter> exporters = new ArrayList<>();
    private Optional<ScenarioAgent> agent = Optional.empty();
    private long seed = 1;
    private long start = Instant.parse("2026-01-15T10:00:00Z").toEpochMilli();
    private long lastMillis = 600_000;
    private int conversations = 100;
    private int packets = 10;
    private long activeMillis = 60_000;
    private double ipv6;
    private long bytes;
    private long allPackets;
    private final List<ScenarioTruth> truth = new ArrayList<>();

    private Scenario() {}

    /// @throws ScenarioException if a line cannot be read
    public static Scenario parse(String text) {
        Scenario scenario = new Scenario();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String told = line.replaceAll("#.*", "").strip();
            if (!told.isEmpty()) {
                scenario.take(number, told.split("\\s+"));
            }
        }
        if (scenario.agent.isPresent() && !scenario.exporters.isEmpty()) {
            throw new ScenarioException(number, "an LFAP agent is the only exporter");
        }
        if (scenario.exporters.isEmpty() && scenario.agent.isEmpty()) {
            throw new ScenarioException(Math.max(number, 1), "there is no exporter");
        }
        return scenario;
    }

    private void take(int line, String[] words) {
        if (words[0].equals("exporter")) {
            if (words.length < 4) {
                throw new ScenarioException(line, "an exporter has a name, address and protocol");
            }
            exporter(line, words);
            return;
        }
        if (words.length != 2) {
            throw new ScenarioException(line, "'" + words[0] + "' takes one value");
        }
        String value = words[1];
        switch (words[0]) {
            case "seed" -> seed = number(line, value, Integer.MAX_VALUE);
            case "start" -> start = instant(line, value);
            case "last" -> lastMillis = positive(line, value);
            case "flows" -> conversations = (int) number(line, value, MOST_FLOWS);
            case "packets" -> packets = (int) number(line, value, 1_000_000);
            case "active" -> activeMillis = positive(line, value);
            case "ipv6" -> ipv6 = number(line, value.replaceAll("%$", ""), 100) / 100.0;
            default -> throw new ScenarioException(line, "nothing is called '" + words[0] + "'");
        }
    }

    private void exporter(int line, String[] words) {
        BiConsumer<String, String> taker;
        if (words[3].equals("lfap")) {
            if (agent.isPresent()) {
                throw new ScenarioException(line, "an LFAP agent is the only exporter");
            }
            ScenarioAgent added = new ScenarioAgent(line, words[1], words[2]);
            agent = Optional.of(added);
            taker = added::set;
        } else {
            ScenarioExporter added = new ScenarioExporter(line, words[1], words[2], words[3]);
            exporters.add(added);
            taker = added::set;
        }
        for (int i = 4; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals < 1) {
                throw new ScenarioException(line, "'" + words[i] + "' is no key=value");
            }
            taker.accept(words[i].substring(0, equals), words[i].substring(equals + 1));
        }
    }

    private static long number(int line, String value, long most) {
        try {
            long number = Long.parseLong(value);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw new ScenarioException(line, "'" + value + "' is no whole number up to " + most);
    }

    private static long positive(int line, String value) {
        long millis = ScenarioExporter.duration(line, value);
        if (millis <= 0) {
            throw new ScenarioException(line, "'" + value + "' is not longer than nothing");
        }
        return millis;
    }

    private static long instant(int line, String value) {
        try {
            return Instant.parse(value).toEpochMilli();
        } catch (DateTimeParseException e) {
            throw new ScenarioException(
                    line, "'" + value + "' is no instant, as 2026-11-20T10:00:00Z is");
        }
    }

    /// The same scenario at another time.
    public Scenario startingAt(Instant instant) {
        start = instant.toEpochMilli();
        return this;
    }

    /// Every datagram that reaches the collector, in the order in which they do.
    public List<SimulatedDatagram> play() {
        bytes = 0;
        allPackets = 0;
        truth.clear();
        List<SimulatedFlow> flows = flows();
        List<SimulatedDatagram> datagrams = new ArrayList<>();
        long number = 0;
        for (ScenarioExporter exporter : exporters) {
            Dice dice = new Dice(seed * 1009 + ++number);
            truth.add(exporter.play(flows, start, dice, datagrams::add));
        }
        datagrams.sort(Comparator.comparingLong(SimulatedDatagram::sentAt));
        return datagrams;
    }

    /// Whether an LFAP agent tells of the conversations, see `converse`.
    public boolean hasAgent() {
        return agent.isPresent();
    }

    /// Plays the scenario of an LFAP agent, which takes as long as it says.
    ///
    /// @param servers in the order in which they are tried
    /// @throws IOException if no server takes the agent
    public AgentTruth converse(List<InetSocketAddress> servers)
            throws IOException, InterruptedException {
        bytes = 0;
        allPackets = 0;
        return agent.orElseThrow(() -> new IllegalStateException("the scenario has no LFAP agent"))
                .play(servers, flows(), start);
    }

    /// Octets of all conversations, each once; valid after `play` or `converse`.
    public long bytes() {
        return bytes;
    }

    /// Packets of all conversations, each once; valid after `play`.
    public long packets() {
        return allPackets;
    }

    /// What each exporter told of them; valid after `play`.
    public List<ScenarioTruth> truth() {
        return List.copyOf(truth);
    }

    /// Both directions of every conversation, cut at the active time-out.
    private List<SimulatedFlow> flows() {
        Dice dice = new Dice(seed);
        List<SimulatedFlow> flows = new ArrayList<>();
        for (int i = 0; i < conversations; i++) {
            long length = Math.min(lastMillis / 2, 1000 + dice.below(180_000));
            long from = start + (long) (dice.unit() * (lastMillis - length));
            boolean v6 = dice.unit() < ipv6;
            int host = 2 + dice.below(INSIDE_HOSTS);
            Address inside = v6 ? Address.parse("fd00::" + host) : Address.parse("10.1.0." + host);
            Address outside =
                    v6
                            ? Address.parse("2001:db8::" + (1 + dice.below(200)))
                            : Address.parse("198.51.100." + (1 + dice.below(200)));
            int protocol = dice.below(5) == 0 ? UDP : TCP;
            // an own port for each conversation, so that no two are one call
            int port = 1024 + i % 60_000;
            int service = protocol == TCP ? 443 + i / 60_000 : 53 + i / 60_000;
            add(
                    flows, inside, outside, port, service, protocol, INSIDE, OUTSIDE, 0x1a, from,
                    length, dice);
            add(
                    flows, outside, inside, service, port, protocol, OUTSIDE, INSIDE, 0x18, from,
                    length, dice);
        }
        return flows;
    }

    private void add(
            List<SimulatedFlow> flows,
            Address source,
            Address destination,
            int sourcePort,
            int destinationPort,
            int protocol,
            int input,
            int output,
            int flags,
            long from,
            long length,
            Dice dice) {
        long size = 60L + dice.below(1400);
        long parts = Math.ceilDiv(length, activeMillis);
        for (long part = 0; part < parts; part++) {
            long count = (long) packets * (1 + dice.below(5));
            long begin = from + part * activeMillis;
            long end = Math.min(from + length, begin + activeMillis);
            bytes += count * size;
            allPackets += count;
            flows.add(
                    new SimulatedFlow(
                            source,
                            destination,
                            sourcePort,
                            destinationPort,
                            protocol,
                            protocol == TCP ? flags : 0,
                            0,
                            input,
                            output,
                            count * size,
                            count,
                            begin,
                            end));
        }
    }
}
