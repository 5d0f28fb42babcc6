package net.flowtally.collector.simulate;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.flowtally.collector.lfap.Lfap;
import net.flowtally.collector.lfap.LfapWriter;
import net.flowtally.ledger.address.Address;

/// The LFAP agent of a scenario: admits its conversations as they begin, tells what went over them
/// while they last, and ends them. It plays in real time, since servers answer it. One thread.
final class ScenarioAgent {
    /// What an agent must not do, and does on demand half-way.
    private enum Fault {
        LENGTH,
        STATE,
        REPEAT,
        TRUNCATE,
        HANGUP
    }

    /// The ends of a conversation, whichever way.
    private record Ends(Address a, int portOfA, Address b, int portOfB, int protocol) {
        static Ends of(SimulatedFlow flow) {
            return new Ends(
                    flow.source(),
                    flow.sourcePort(),
                    flow.destination(),
                    flow.destinationPort(),
                    flow.protocol());
        }

        Ends turned() {
            return new Ends(
                    /* a= */ b,
                    /* portOfA= */ portOfB,
                    /* b= */ a,
                    /* portOfB= */ portOfA,
                    protocol);
        }
    }

    private final int line;
    private final String name;
    private final String address;
    private final List<Fault> faults = new ArrayList<>();
    private int version = Lfap.VERSION_5;
    private int asksFor = Lfap.VERSION_5;
    private int batch = 32;
    private boolean deltas;
    private long upMillis = 3_600_000;
    private long reportMillis = 1000;
    private long records;

    ScenarioAgent(int line, String name, String address) {
        this.line = line;
        this.name = name;
        this.address = address;
    }

    void set(String key, String value) {
        switch (key) {
            case "version" -> version = number(value, 1, 5);
            case "asks" -> asksFor = number(value, 1, 255);
            case "batch" -> batch = number(value, 1, 1000);
            case "counters" -> {
                deltas = value.equals("deltas");
                require(value.matches("running|deltas"), "counters are running or deltas");
            }
            case "up" -> upMillis = ScenarioExporter.duration(line, value);
            case "report" -> {
                reportMillis = ScenarioExporter.duration(line, value);
                require(reportMillis >= 20, "report is at least 20ms");
            }
            case "fault" -> {
                for (String fault : value.split(",", -1)) {
                    faults.add(fault(fault));
                }
            }
            default -> throw new ScenarioException(line, "an LFAP agent has no '" + key + "'");
        }
        require(version == Lfap.VERSION_1 || version == Lfap.VERSION_5, "version is 1 or 5");
    }

    private Fault fault(String text) {
        try {
            return Fault.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw new ScenarioException(
                    line, "a fault is length, state, repeat, truncate or hangup");
        }
    }

    private void require(boolean isSo, String what) {
        if (!isSo) {
            throw new ScenarioException(line, what);
        }
    }

    private int number(String value, int least, int most) {
        require(
                value.matches("[0-9]{1,5}")
                        && Integer.parseInt(value) >= least
                        && Integer.parseInt(value) <= most,
                "'" + value + "' is no whole number from " + least + " to " + most);
        return Integer.parseInt(value);
    }

    private LfapAgentOptions options() {
        LfapAgentOptions options =
                LfapAgentOptions.of(version).withBatch(batch).withFirstTicks(upMillis / 10);
        options = deltas ? options.withDeltas() : options;
        return asksFor == Lfap.VERSION_5 ? options : options.withOddities(asksFor);
    }

    /// Plays conversations to servers.
    ///
    /// @param flows parts of both directions, as they really are
    /// @param start when they begin, milliseconds UTC
    AgentTruth play(List<InetSocketAddress> servers, List<SimulatedFlow> flows, long start)
            throws IOException, InterruptedException {
        List<SimulatedFlow> waiting = new ArrayList<>(flows);
        Map<Ends, Integer> parts = new HashMap<>();
        flows.forEach(flow -> parts.merge(key(parts, flow), 1, Integer::sum));
        Map<Ends, SimulatedLfapFlow> admitted = new HashMap<>();
        long begun = System.nanoTime();
        boolean isBad = !faults.isEmpty();
        try (LfapAgent agent = new LfapAgent(options(), servers)) {
            agent.connect();
            for (long at = start; !waiting.isEmpty(); at += reportMillis) {
                long wait = at - start - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
                TimeUnit.MILLISECONDS.sleep(Math.max(0, wait));
                long now = at;
                for (SimulatedFlow flow : waiting) {
                    if (flow.startMillis() <= now) {
                        admit(agent, admitted, flow);
                    }
                }
                List<SimulatedFlow> over =
                        waiting.stream().filter(flow -> flow.endMillis() <= now).toList();
                waiting.removeIf(flow -> flow.endMillis() <= now);
                agent.report(carried(over, admitted, parts));
                if (isBad && waiting.size() <= flows.size() / 2) {
                    misbehave(agent);
                    isBad = false;
                }
            }
            agent.settle();
            return truth(agent);
        }
    }

    private static Ends key(Map<Ends, ?> known, SimulatedFlow flow) {
        Ends ends = Ends.of(flow);
        return known.containsKey(ends.turned()) ? ends.turned() : ends;
    }

    private static void admit(
            LfapAgent agent, Map<Ends, SimulatedLfapFlow> admitted, SimulatedFlow flow) {
        Ends ends = key(admitted, flow);
        if (!admitted.containsKey(ends)) {
            admitted.put(
                    ends,
                    agent.admit(
                            ends.a(), ends.b(), ends.portOfA(), ends.portOfB(), ends.protocol()));
        }
    }

    /// Counts what went over, and gives the flows that have something to tell.
    private List<SimulatedLfapFlow> carried(
            List<SimulatedFlow> over,
            Map<Ends, SimulatedLfapFlow> admitted,
            Map<Ends, Integer> parts) {
        Set<SimulatedLfapFlow> told = new LinkedHashSet<>();
        Set<Ends> directions = new HashSet<>();
        for (SimulatedFlow flow : over) {
            Ends ends = key(admitted, flow);
            SimulatedLfapFlow to = admitted.get(ends);
            if (to == null) {
                throw new IllegalStateException("a conversation ended before it began");
            }
            if (Ends.of(flow).equals(ends)) {
                to.carry(flow.bytes(), 0, flow.packets(), 0);
            } else {
                to.carry(0, flow.bytes(), 0, flow.packets());
            }
            if (parts.merge(key(parts, flow), -1, Integer::sum) == 0) {
                to.end();
            }
            told.add(to);
            directions.add(Ends.of(flow));
        }
        records += directions.size();
        return List.copyOf(told);
    }

    private void misbehave(LfapAgent agent) throws IOException {
        int update = version == Lfap.VERSION_1 ? Lfap.V1.FUN : Lfap.V5.FUN;
        for (Fault fault : faults) {
            byte[] keepAlive = LfapWriter.empty(version, Lfap.V5.KA, 1, 0x7777);
            switch (fault) {
                case LENGTH ->
                        agent.sendRaw(
                                new LfapWriter(version, update, 1, 0x7001).u32(0x450010).octets());
                case STATE -> agent.sendRaw(LfapWriter.empty(version, Lfap.V5.CR, 1, 0x7002));
                case REPEAT -> {
                    agent.sendRaw(keepAlive);
                    agent.sendRaw(keepAlive);
                }
                case TRUNCATE -> {
                    agent.sendRaw(new byte[] {(byte) version, (byte) update, 0, 1, 0, 9, 0, 64});
                    agent.hangUp();
                }
                case HANGUP -> agent.hangUp();
            }
        }
    }

    private AgentTruth truth(LfapAgent agent) {
        long bytes = 0;
        long packets = 0;
        for (SimulatedLfapFlow flow : agent.flows()) {
            bytes += flow.bytes() + flow.bytesBack();
            packets += flow.packets() + flow.packetsBack();
        }
        return new AgentTruth(
                name,
                address,
                version,
                agent.flows().size(),
                records,
                bytes,
                packets,
                agent.acknowledged(),
                agent.failovers());
    }
}
