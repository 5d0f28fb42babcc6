package net.flowtally.collector.simulate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.MalformedAddress;

/// An exporter of a scenario: what it speaks, and what it does wrong. One thread.
final class ScenarioExporter {
    private static final long PATIENCE_MILLIS = 1000;
    private static final int PORT = 50_000;
    private static final long NEVER = Long.MAX_VALUE;

    /// What it speaks.
    private enum Protocol {
        NETFLOW1("NetFlow v1"),
        NETFLOW5("NetFlow v5"),
        NETFLOW7("NetFlow v7"),
        NETFLOW9("NetFlow v9"),
        IPFIX("IPFIX"),
        SFLOW("sFlow v5");

        private final String text;

        Protocol(String text) {
            this.text = text;
        }
    }

    private record Due(long millis, SimulatedFlow flow) {}

    private final int line;
    final String name;
    final Address address;
    private final Protocol protocol;
    private int samplingRate = 1;
    private TemplateShape.Told told = TemplateShape.Told.BEFORE;
    private long optionsLate;
    private boolean ingress = true;
    private boolean egress;
    private long clockMillis;
    private double loss;
    private double reorder;
    private double repeat;
    private double inverted;
    private long restartAfter = NEVER;
    private long templateLate;
    private long templateChanges = NEVER;
    private Address translatedTo = Address.NONE;
    private long upMillis = 3_600_000;
    private int domain = 1;
    private int interfaces = 1;

    /// @param line of the scenario, for what is wrong in it
    ScenarioExporter(int line, String name, String address, String protocol) {
        this.line = line;
        this.name = name;
        try {
            this.address = Address.parse(address);
        } catch (MalformedAddress e) {
            throw new ScenarioException(line, "'" + address + "' is no address");
        }
        this.protocol = protocol(protocol);
    }

    private Protocol protocol(String text) {
        for (Protocol each : Protocol.values()) {
            if (each.name().equalsIgnoreCase(text)) {
                return each;
            }
        }
        throw new ScenarioException(
                line,
                "'" + text + "' is none of netflow1, netflow5, netflow7, netflow9, ipfix, sflow");
    }

    /// Takes one `key=value` of its line.
    void set(String key, String value) {
        switch (key) {
            case "sample" -> samplingRate = (int) number(value, 1, 16_383);
            case "told" -> tell(value);
            case "sees" -> {
                ingress = !value.equals("egress");
                egress = !value.equals("ingress");
                require(value.matches("ingress|egress|both"), "sees ingress, egress or both");
            }
            case "clock" -> clockMillis = duration(value);
            case "loss" -> loss = share(value);
            case "reorder" -> reorder = share(value);
            case "repeat" -> repeat = share(value);
            case "inverted" -> inverted = share(value);
            case "restart" -> restartAfter = duration(value);
            case "template" -> template(value);
            case "nat" -> translatedTo = translation(value);
            case "up" -> upMillis = duration(value);
            case "domain" -> domain = (int) number(value, 0, Integer.MAX_VALUE);
            case "interfaces" -> interfaces = (int) number(value, 1, 65_000);
            default -> throw new ScenarioException(line, "an exporter has no '" + key + "'");
        }
    }

    private void tell(String value) {
        int colon = value.indexOf(':');
        String when = colon < 0 ? value : value.substring(0, colon);
        optionsLate = colon < 0 ? 0 : duration(value.substring(colon + 1));
        told =
                switch (when) {
                    case "before", "after" -> TemplateShape.Told.BEFORE;
                    case "with" -> TemplateShape.Told.WITH;
                    case "record" -> TemplateShape.Told.RECORD;
                    case "never" -> TemplateShape.Told.NEVER;
                    default ->
                            throw new ScenarioException(
                                    line,
                                    "a rate is told before, with, record, never or after:30s, not '"
                                            + value
                                            + "'");
                };
    }

    private void template(String value) {
        int colon = value.indexOf(':');
        require(colon > 0, "a template is late:30s or changed:5m");
        long when = duration(value.substring(colon + 1));
        switch (value.substring(0, colon)) {
            case "late" -> templateLate = when;
            case "changed" -> templateChanges = when;
            default -> require(false, "a template is late:30s or changed:5m");
        }
    }

    private Address translation(String value) {
        try {
            return Address.parse(value);
        } catch (MalformedAddress e) {
            throw new ScenarioException(line, "'" + value + "' is no address");
        }
    }

    private void require(boolean met, String what) {
        if (!met) {
            throw new ScenarioException(line, what);
        }
    }

    private long number(String value, long least, long most) {
        try {
            long number = Long.parseLong(value);
            require(
                    number >= least && number <= most,
                    "'" + value + "' is not between " + least + " and " + most);
            return number;
        } catch (NumberFormatException e) {
            throw new ScenarioException(line, "'" + value + "' is no whole number");
        }
    }

    private double share(String value) {
        try {
            require(value.endsWith("%"), "'" + value + "' is no share in percent, as 1% is");
            double percent = Double.parseDouble(value.substring(0, value.length() - 1));
            require(percent >= 0 && percent <= 100, "'" + value + "' is not between 0% and 100%");
            return percent / 100;
        } catch (NumberFormatException e) {
            throw new ScenarioException(line, "'" + value + "' is no share in percent");
        }
    }

    private long duration(String value) {
        return duration(line, value);
    }

    /// Milliseconds of `90s`, `5m`, `+8h` or `-40d`.
    static long duration(int line, String value) {
        boolean known = value.matches("[+-]?[0-9]{1,9}(ms|s|m|h|d)");
        if (!known) {
            throw new ScenarioException(
                    line, "'" + value + "' is no duration, as 500ms, 90s, 5m, +8h and -40d are");
        }
        int unit = value.replaceAll("[a-z]+$", "").length();
        long amount = Long.parseLong(value.substring(0, unit));
        return switch (value.substring(unit)) {
            case "ms" -> amount;
            case "s" -> Duration.ofSeconds(amount).toMillis();
            case "m" -> Duration.ofMinutes(amount).toMillis();
            case "h" -> Duration.ofHours(amount).toMillis();
            default -> Duration.ofDays(amount).toMillis();
        };
    }

    /// Tells the flows that pass it, and hands its datagrams over with the time at which each
    /// reaches the collector.
    ///
    /// @param flows as they really are, those of both directions
    /// @param start when the scenario begins, milliseconds UTC
    ScenarioTruth play(
            List<SimulatedFlow> flows, long start, Dice dice, Consumer<SimulatedDatagram> wire) {
        List<Due> due = new ArrayList<>();
        for (SimulatedFlow flow : flows) {
            for (SimulatedFlow seen : seen(flow)) {
                due.add(new Due(flow.endMillis(), told(seen, dice)));
            }
        }
        due.sort(Comparator.comparingLong(Due::millis));
        Sending sending = new Sending(start, dice, wire);
        for (Due each : due) {
            sending.add(each.millis(), each.flow());
        }
        return sending.end();
    }

    /// A flow as this exporter sees it: through its interfaces and its translation, sampled, once
    /// for each side on which it looks. Of sFlow each sampled packet is a flow of its own.
    private List<SimulatedFlow> seen(SimulatedFlow flow) {
        long packets = flow.packets() / samplingRate;
        if (packets == 0) {
            return List.of();
        }
        SimulatedFlow here = through(flow);
        long octets = flow.bytes() / flow.packets();
        List<SimulatedFlow> seen = new ArrayList<>();
        long each = protocol == Protocol.SFLOW ? 1 : packets;
        for (long i = 0; i < packets; i += each) {
            SimulatedFlow part =
                    here.counting(octets * each, each, flow.startMillis(), flow.endMillis());
            if (ingress) {
                seen.add(part);
            }
            if (egress) {
                seen.add(part.leaving());
            }
        }
        return seen;
    }

    private SimulatedFlow through(SimulatedFlow flow) {
        int input = interfaces + flow.input() - 1;
        int output = interfaces + flow.output() - 1;
        boolean translates = !translatedTo.equals(Address.NONE);
        boolean outward = flow.input() == Scenario.INSIDE;
        int port = 20_000 + (flow.sourcePort() + flow.destinationPort()) % 40_000;
        return new SimulatedFlow(
                flow.source(),
                translates && !outward ? translatedTo : flow.destination(),
                flow.sourcePort(),
                translates && !outward ? port : flow.destinationPort(),
                flow.protocol(),
                flow.tcpFlags(),
                flow.tos(),
                input,
                output,
                flow.bytes(),
                flow.packets(),
                flow.startMillis(),
                flow.endMillis(),
                false,
                translates && outward ? translatedTo : flow.source(),
                flow.destination(),
                translates && outward ? port : flow.sourcePort(),
                flow.destinationPort());
    }

    /// With the times that this exporter gives.
    private SimulatedFlow told(SimulatedFlow flow, Dice dice) {
        boolean isInverted = inverted > 0 && dice.unit() < inverted;
        long first = isInverted ? flow.endMillis() : flow.startMillis();
        long last = isInverted ? flow.startMillis() : flow.endMillis();
        return flow.counting(flow.bytes(), flow.packets(), first + clockMillis, last + clockMillis);
    }

    private FlowEncoding encoding(long startedAt, long boot) {
        return switch (protocol) {
            case NETFLOW1 -> new NetFlow1Encoding(boot);
            case NETFLOW5 -> new NetFlow5Encoding(5, boot, domain, samplingRate);
            case NETFLOW7 -> new NetFlow5Encoding(7, boot, domain, 1);
            case NETFLOW9, IPFIX ->
                    new TemplateEncoding(
                            protocol == Protocol.IPFIX
                                    ? TemplateEncoding.Protocol.IPFIX
                                    : TemplateEncoding.Protocol.NETFLOW_9,
                            boot,
                            domain,
                            new TemplateShape(
                                    samplingRate,
                                    told,
                                    !translatedTo.equals(Address.NONE),
                                    startedAt + clockMillis + templateLate,
                                    startedAt + clockMillis + optionsLate,
                                    templateChanges == NEVER
                                            ? NEVER
                                            : startedAt + clockMillis + templateChanges));
            case SFLOW -> new SflowEncoding(address, domain, boot, samplingRate);
        };
    }

    /// The way from the cache to the collector.
    private final class Sending {
        private final long start;
        private final Dice dice;
        private final Consumer<SimulatedDatagram> wire;
        private final List<SimulatedFlow> open = new ArrayList<>();
        private FlowEncoding encoding;
        private boolean restarted;
        private long openSince;
        private long lastMillis;
        private long lateBy;
        private ScenarioTruth truth;

        Sending(long start, Dice dice, Consumer<SimulatedDatagram> wire) {
            this.start = start;
            this.dice = dice;
            this.wire = wire;
            encoding = encoding(start, start + clockMillis - upMillis);
            truth = new ScenarioTruth(name, address, protocol.text, 0, 0, 0, 0, 0, 0, 0);
        }

        void add(long millis, SimulatedFlow flow) {
            if (!encoding.carries(flow)) {
                return;
            }
            if (!open.isEmpty() && millis - openSince >= PATIENCE_MILLIS) {
                send(openSince + PATIENCE_MILLIS);
            }
            if (!restarted && restartAfter != NEVER && millis - start >= restartAfter) {
                if (!open.isEmpty()) {
                    send(millis);
                }
                restarted = true;
                encoding = encoding(millis, millis + clockMillis - 1000);
            }
            if (open.isEmpty()) {
                openSince = millis;
            }
            open.add(flow);
            if (open.size() == encoding.capacity()) {
                send(millis);
            }
        }

        private void send(long millis) {
            byte[] payload = encoding.datagram(open, millis + clockMillis);
            boolean isLost = loss > 0 && dice.unit() < loss;
            boolean isRepeated = repeat > 0 && dice.unit() < repeat;
            count(isLost, isRepeated);
            lastMillis = Math.max(lastMillis + 1, millis);
            if (!isLost) {
                // a late one comes behind the two that follow it
                lateBy = reorder > 0 && dice.unit() < reorder ? 2 * PATIENCE_MILLIS + 1 : 0;
                deliver(lastMillis + lateBy, payload);
                if (isRepeated) {
                    deliver(lastMillis + lateBy + 1, payload);
                }
            }
            open.clear();
        }

        private void deliver(long millis, byte[] payload) {
            wire.accept(new SimulatedDatagram(millis * 1000, address, PORT, payload));
        }

        private void count(boolean isLost, boolean isRepeated) {
            long bytes = 0;
            long packets = 0;
            for (SimulatedFlow flow : open) {
                bytes += flow.bytes() * samplingRate;
                packets += flow.packets() * samplingRate;
            }
            long units =
                    switch (protocol) {
                        case NETFLOW1 -> 0;
                        case NETFLOW9, SFLOW -> 1;
                        default -> open.size();
                    };
            int came = isLost ? 0 : 1;
            truth =
                    new ScenarioTruth(
                            name,
                            address,
                            protocol.text,
                            truth.datagrams() + came,
                            truth.repeated() + (isRepeated ? came : 0),
                            truth.records() + came * (long) open.size(),
                            truth.bytes() + came * bytes,
                            truth.packets() + came * packets,
                            truth.sent() + units,
                            truth.lost() + (isLost ? units : 0));
        }

        ScenarioTruth end() {
            if (!open.isEmpty()) {
                send(openSince + PATIENCE_MILLIS);
            }
            return truth;
        }
    }
}
