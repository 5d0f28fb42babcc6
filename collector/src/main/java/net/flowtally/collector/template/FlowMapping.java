package net.flowtally.collector.template;

import net.flowtally.collector.flow.FlowRecord;
import net.flowtally.collector.wire.IpProtocol;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.Slice;

/// How the records of a template become flow records: which slot each field comes from, decided
/// once. A record that tells both directions becomes two, the reverse one second and only if
/// something went that way.
final class FlowMapping {
    /// More octets or packets than this in one record are no count.
    private static final int PLAUSIBLE_BITS = 56;

    private static final int DELETED = 2;
    private static final int DENIED = 3;
    private static final int UPDATED = 5;

    private static final int STILL_ACTIVE = 2;

    private final int sourceIpv4;
    private final int destinationIpv4;
    private final int sourceIpv6;
    private final int destinationIpv6;
    private final boolean ipv6First;
    private final boolean bothFamilies;
    private final boolean translated;
    private final int postSourceIpv4;
    private final int postDestinationIpv4;
    private final int postSourceIpv6;
    private final int postDestinationIpv6;
    private final int postSourcePort;
    private final int postDestinationPort;
    private final int sourcePort;
    private final int destinationPort;
    private final int protocol;
    private final int tcpFlags;
    private final int tos;
    private final int vlan;
    private final int input;
    private final int output;
    private final boolean directed;
    private final int direction;
    private final int sourceAs;
    private final int destinationAs;
    private final boolean nextHopTold;
    private final int nextHopIpv4;
    private final int nextHopIpv6;

    private final int octets;
    private final int packets;
    private final int reverseOctets;

    /// The template has IN_BYTES and OUT_BYTES.
    private final boolean bothCounters;

    private final int reversePackets;
    private final boolean counted;
    private final boolean initiator;
    private final boolean reverse;
    private final int reverseTcpFlags;
    private final int reverseTos;
    private final int biflowDirection;

    /// Which of the four counters run on from record to record: a bit each.
    private final int running;

    private final boolean firewall;
    private final int firewallEvent;
    private final int flowId;
    private final int endReason;

    private final TimeMapping times;
    private final RateMapping rate;
    private final boolean sampler;
    private final int samplerId;

    FlowMapping(Template template) {
        sourceIpv4 = template.slot(Element.SOURCE_IPV4, Element.SOURCE_PREFIX_IPV4);
        destinationIpv4 = template.slot(Element.DESTINATION_IPV4, Element.DESTINATION_PREFIX_IPV4);
        sourceIpv6 = template.slot(Element.SOURCE_IPV6, Element.SOURCE_PREFIX_IPV6);
        destinationIpv6 = template.slot(Element.DESTINATION_IPV6, Element.DESTINATION_PREFIX_IPV6);
        boolean ipv4 = sourceIpv4 != Element.NOTHING || destinationIpv4 != Element.NOTHING;
        boolean ipv6 = sourceIpv6 != Element.NOTHING || destinationIpv6 != Element.NOTHING;
        bothFamilies = ipv4 && ipv6;
        ipv6First =
                ipv6
                        && (!ipv4
                                || lastPlace(
                                                template,
                                                Element.SOURCE_IPV6,
                                                Element.DESTINATION_IPV6)
                                        > lastPlace(
                                                template,
                                                Element.SOURCE_IPV4,
                                                Element.DESTINATION_IPV4));
        postSourceIpv4 = template.slot(Element.POST_SOURCE_IPV4);
        postDestinationIpv4 = template.slot(Element.POST_DESTINATION_IPV4);
        postSourceIpv6 = template.slot(Element.POST_SOURCE_IPV6);
        postDestinationIpv6 = template.slot(Element.POST_DESTINATION_IPV6);
        translated =
                postSourceIpv4 != Element.NOTHING
                        || postDestinationIpv4 != Element.NOTHING
                        || postSourceIpv6 != Element.NOTHING
                        || postDestinationIpv6 != Element.NOTHING;
        postSourcePort = template.slot(Element.POST_SOURCE_PORT);
        postDestinationPort = template.slot(Element.POST_DESTINATION_PORT);
        sourcePort = template.slot(Element.SOURCE_PORT);
        destinationPort = template.slot(Element.DESTINATION_PORT);
        protocol = template.slot(Element.PROTOCOL);
        tcpFlags = template.slot(Element.TCP_FLAGS);
        tos = template.slot(Element.TOS);
        vlan = template.slot(Element.VLAN, Element.DOT1Q_VLAN);
        input = template.slot(Element.INPUT_INTERFACE, Element.PHYSICAL_INPUT_INTERFACE);
        output = template.slot(Element.OUTPUT_INTERFACE, Element.PHYSICAL_OUTPUT_INTERFACE);
        directed = template.has(Element.DIRECTION);
        direction = template.slot(Element.DIRECTION);
        sourceAs = template.slot(Element.SOURCE_AS);
        destinationAs = template.slot(Element.DESTINATION_AS);
        nextHopIpv4 = template.slot(Element.NEXT_HOP_IPV4, Element.BGP_NEXT_HOP_IPV4);
        nextHopIpv6 = template.slot(Element.NEXT_HOP_IPV6, Element.BGP_NEXT_HOP_IPV6);
        nextHopTold = nextHopIpv4 != Element.NOTHING || nextHopIpv6 != Element.NOTHING;

        initiator =
                !template.has(Element.OCTETS)
                        && (template.has(Element.INITIATOR_OCTETS)
                                || template.has(Element.RESPONDER_OCTETS));
        if (initiator) {
            octets = template.slot(Element.INITIATOR_OCTETS);
            packets = template.slot(Element.INITIATOR_PACKETS, Element.PACKETS);
            reverseOctets = template.slot(Element.RESPONDER_OCTETS);
            reversePackets = template.slot(Element.RESPONDER_PACKETS);
        } else {
            octets =
                    slotOfFirst(
                            template,
                            Element.OCTETS,
                            Element.TOTAL_OCTETS,
                            Element.LAYER2_OCTETS,
                            Element.POST_OCTETS);
            packets =
                    slotOfFirst(
                            template, Element.PACKETS, Element.TOTAL_PACKETS, Element.POST_PACKETS);
            reverseOctets =
                    slotOfFirst(
                            template,
                            Element.REVERSE_OCTETS,
                            Element.REVERSE_TOTAL_OCTETS,
                            Element.REVERSE_LAYER2_OCTETS);
            reversePackets = template.slot(Element.REVERSE_PACKETS, Element.REVERSE_TOTAL_PACKETS);
        }
        reverse = reverseOctets != Element.NOTHING || reversePackets != Element.NOTHING;
        counted = reverse || octets != Element.NOTHING || packets != Element.NOTHING;
        reverseTcpFlags = template.slot(Element.REVERSE_TCP_FLAGS);
        reverseTos = template.slot(Element.REVERSE_TOS, Element.TOS);
        biflowDirection = template.slot(Element.BIFLOW_DIRECTION);

        running =
                (octets == Element.TOTAL_OCTETS.slot() ? 1 : 0)
                        | (packets == Element.TOTAL_PACKETS.slot() ? 2 : 0)
                        | (reverseOctets == Element.REVERSE_TOTAL_OCTETS.slot() ? 4 : 0)
                        | (reversePackets == Element.REVERSE_TOTAL_PACKETS.slot() ? 8 : 0);
        bothCounters = template.has(Element.OCTETS) && template.has(Element.POST_OCTETS);
        firewall = template.has(Element.FIREWALL_EVENT);
        firewallEvent = template.slot(Element.FIREWALL_EVENT);
        flowId = template.slot(Element.FLOW_ID);
        endReason = template.slot(Element.END_REASON);

        times = new TimeMapping(template);
        rate = new RateMapping(template);
        sampler = template.has(Element.SAMPLER_ID) || template.has(Element.SELECTOR_ID);
        samplerId = template.slot(Element.SAMPLER_ID, Element.SELECTOR_ID);
    }

    private static int slotOfFirst(Template template, Element... elements) {
        for (Element element : elements) {
            if (template.has(element)) {
                return element.slot();
            }
        }
        return Element.NOTHING;
    }

    private static int lastPlace(Template template, Element source, Element destination) {
        return Math.max(template.place(source), template.place(destination));
    }

    /// Hands the record in the slots to the sink.
    ///
    /// @return false if its counters cannot be counts; it is then handed over without them
    boolean emit(long[] values, Reading reading) {
        FlowRecord flow = reading.flow;
        fillKey(values, flow);
        times.fill(values, flow, reading);
        fillRate(values, flow, reading.domain.samplers);
        flow.opener = initiator ? FlowRecord.OPENER_SOURCE : opener((int) values[biflowDirection]);
        flow.bytes = values[octets];
        flow.packets = values[packets];
        flow.hasCounters = counted;
        if (bothCounters && flow.bytes != 0) {
            reading.conduct.bothCounters++;
            if (flow.bytes == values[Element.POST_OCTETS.slot()]) {
                reading.conduct.equalCounters++;
            }
        }
        boolean plausible =
                (flow.bytes | flow.packets | values[reverseOctets] | values[reversePackets])
                                >>> PLAUSIBLE_BITS
                        == 0;
        if (!plausible) {
            emitWithoutCounters(flow, reading);
        } else if (running != 0 || firewall || reverse) {
            emitBoth(values, flow, reading);
        } else {
            reading.sink.accept(flow);
        }
        return plausible;
    }

    private void fillKey(long[] values, FlowRecord flow) {
        boolean ipv6 = ipv6First;
        if (bothFamilies) {
            boolean silent =
                    ipv6First
                            ? (values[sourceIpv6]
                                            | values[sourceIpv6 + 1]
                                            | values[destinationIpv6]
                                            | values[destinationIpv6 + 1])
                                    == 0
                            : (values[sourceIpv4] | values[destinationIpv4]) == 0;
            ipv6 ^= silent;
        }
        if (ipv6) {
            flow.sourceHi = values[sourceIpv6];
            flow.sourceLo = values[sourceIpv6 + 1];
            flow.destinationHi = values[destinationIpv6];
            flow.destinationLo = values[destinationIpv6 + 1];
        } else {
            flow.sourceHi = 0;
            flow.sourceLo = mapped(values, sourceIpv4);
            flow.destinationHi = 0;
            flow.destinationLo = mapped(values, destinationIpv4);
        }
        flow.protocol = (int) values[protocol] & 0xff;
        if (IpProtocol.hasPorts(flow.protocol)) {
            flow.sourcePort = (int) values[sourcePort] & 0xffff;
            flow.destinationPort = (int) values[destinationPort] & 0xffff;
        } else {
            flow.sourcePort = 0;
            flow.destinationPort = 0;
        }
        flow.isTranslated = translated;
        if (translated) {
            fillTranslation(values, flow);
        }
        flow.tcpFlags = (int) values[tcpFlags] & 0xffff;
        flow.tos = (int) values[tos] & 0xff;
        flow.vlan = (int) values[vlan] & 0xffff;
        flow.inputInterface = (int) values[input];
        flow.outputInterface = (int) values[output];
        flow.direction =
                directed && values[direction] >>> 1 == 0
                        ? (byte) values[direction]
                        : Slice.UNKNOWN_DIRECTION;
        flow.sourceAs = values[sourceAs];
        flow.destinationAs = values[destinationAs];
        if (nextHopTold) {
            boolean ipv4 = values[nextHopIpv4] != 0;
            flow.nextHopHi = ipv4 ? 0 : values[nextHopIpv6];
            flow.nextHopLo =
                    ipv4 ? Address.mapV4((int) values[nextHopIpv4]) : values[nextHopIpv6 + 1];
        } else {
            flow.nextHopHi = 0;
            flow.nextHopLo = 0;
        }
    }

    private void fillTranslation(long[] values, FlowRecord flow) {
        boolean source4 = values[postSourceIpv4] != 0;
        flow.postSourceHi = source4 ? 0 : values[postSourceIpv6];
        flow.postSourceLo = source4 ? mapped(values, postSourceIpv4) : values[postSourceIpv6 + 1];
        boolean destination4 = values[postDestinationIpv4] != 0;
        flow.postDestinationHi = destination4 ? 0 : values[postDestinationIpv6];
        flow.postDestinationLo =
                destination4
                        ? mapped(values, postDestinationIpv4)
                        : values[postDestinationIpv6 + 1];
        flow.postSourcePort = (int) values[postSourcePort] & 0xffff;
        flow.postDestinationPort = (int) values[postDestinationPort] & 0xffff;
    }

    private static long mapped(long[] values, int slot) {
        return slot == Element.NOTHING ? 0 : Address.mapV4((int) values[slot]);
    }

    /// The record's own rate, else that of the sampler it names, else what the domain told for
    /// everything; sampler 0 samples nothing.
    private void fillRate(long[] values, FlowRecord flow, Samplers samplers) {
        flow.samplesAtUnknownRate = false;
        if (rate.told && rate.read(values)) {
            rate(flow, rate.numerator, rate.denominator, Slice.RATE_RECORD);
            return;
        }
        boolean named = false;
        if (sampler) {
            long id = values[samplerId];
            if (id == 0) {
                rate(flow, 1, 1, Slice.RATE_RECORD);
                return;
            }
            int found = samplers.find(id);
            if (found >= 0) {
                rate(
                        flow,
                        samplers.numerator(found),
                        samplers.denominator(found),
                        Slice.RATE_OPTIONS);
                return;
            }
            named = true;
        }
        if (samplers.hasDefault()) {
            rate(
                    flow,
                    samplers.defaultNumerator(),
                    samplers.defaultDenominator(),
                    Slice.RATE_OPTIONS);
        } else {
            rate(flow, 1, 1, Slice.RATE_NONE);
            flow.samplesAtUnknownRate = named || samplers.unknownAlgorithm;
        }
    }

    private static void rate(FlowRecord flow, long numerator, long denominator, byte source) {
        flow.rateNumerator = numerator;
        flow.rateDenominator = denominator;
        flow.rateSource = source;
    }

    private static byte opener(int biflowDirection) {
        return switch (biflowDirection) {
            case 1 -> FlowRecord.OPENER_SOURCE;
            case 2 -> FlowRecord.OPENER_DESTINATION;
            default -> FlowRecord.OPENER_UNKNOWN;
        };
    }

    private static void emitWithoutCounters(FlowRecord flow, Reading reading) {
        flow.bytes = 0;
        flow.packets = 0;
        flow.hasCounters = false;
        reading.sink.accept(flow);
    }

    private void emitBoth(long[] values, FlowRecord flow, Reading reading) {
        long[] counts = reading.counts;
        counts[0] = flow.bytes;
        counts[1] = flow.packets;
        counts[2] = values[reverseOctets];
        counts[3] = values[reversePackets];
        int event = (int) values[firewallEvent];
        if (firewall) {
            boolean silent = (counts[0] | counts[1] | counts[2] | counts[3]) == 0;
            if (event == DENIED || (silent && event != DELETED && event != UPDATED)) {
                emitWithoutCounters(flow, reading);
                return;
            }
        }
        if (running != 0 || (firewall && initiator)) {
            long before = event(values, flow, reading, event);
            if (before > flow.start && before <= flow.end && flow.start != FlowRecord.NO_TIME) {
                flow.start = before;
            }
        }
        flow.bytes = counts[0];
        flow.packets = counts[1];
        reading.sink.accept(flow);
        if ((counts[2] | counts[3]) != 0) {
            turn(values, flow);
            flow.bytes = counts[2];
            flow.packets = counts[3];
            reading.sink.accept(flow);
        }
    }

    /// Leaves in `counts` what the record adds to the ones before it.
    ///
    /// @return when the record before it ended, `FlowRecord.NO_TIME` if there was none
    private long event(long[] values, FlowRecord flow, Reading reading, int event) {
        reading.key(flow, values[flowId], times.startMark(values), running == 0);
        if (running == 0) {
            return reading.running.ofConnection(
                    reading.keyHi,
                    reading.keyLo,
                    reading.counts,
                    event == DELETED,
                    flow.end,
                    reading.receivedAt);
        }
        long reason = values[endReason];
        return reading.running.ofTotals(
                reading.keyHi,
                reading.keyLo,
                reading.counts,
                running,
                event == DELETED || (reason != 0 && reason != STILL_ACTIVE),
                flow.end,
                reading.receivedAt);
    }

    private void turn(long[] values, FlowRecord flow) {
        flow.turn();
        flow.tcpFlags = (int) values[reverseTcpFlags] & 0xffff;
        flow.tos = (int) values[reverseTos] & 0xff;
    }
}
