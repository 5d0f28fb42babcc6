package net.flowtally.collector.flow;

import net.flowtally.ledger.calls.Slice;

/// What one flow record adds to a call, after scaling and the clock policy: a flow record without
/// exporter, as the table takes it. A reused carrier. Times are microseconds UTC.
final class FlowUpdate {
    private static final int ICMP = 1;
    private static final int ICMP6 = 58;

    /// The call's key: A is the lower (address, port), unsigned; port of A in the upper half.
    long aHi;

    long aLo;
    long bHi;
    long bLo;
    int ports;
    int protocol;
    boolean sourceIsA;
    long hash;

    /// Half-open, start <= end.
    long start;

    long end;
    long rawBytes;
    long rawPackets;
    long bytes;
    long packets;
    int tcpFlags;
    byte opener;

    /// `Slice` flags.
    int flags;

    long position;

    /// The call's key is the id of an LFAP flow; A is the flow's source.
    boolean isFlow;

    long flowPrefix;
    int flowNumber;
    long flowStart;
    boolean resumed;
    boolean closes;

    /// Flags with which it leaves as a slice of its own; 0 if it is added to others.
    int alone;

    /// The clock of the flow's agent.
    int ticks;

    /// Opens the call and adds nothing.
    boolean isAdmission;

    /// Journal time, in seconds since 1970.
    long second;

    /// Where it was seen: the words of a `Dictionary` entry, see `sighting` and `route`.
    long sighting0;

    long sighting1;
    long sighting2;
    long sighting3;
    long route0;
    long route1;
    long route2;
    long route3;

    /// Takes everything that needs no policy from a record: endpoints, counters, route.
    void take(FlowRecord flow) {
        protocol = flow.protocol & 0xff;
        boolean portless = protocol == ICMP || protocol == ICMP6;
        int source = portless ? 0 : flow.sourcePort & 0xffff;
        int destination = portless ? 0 : flow.destinationPort & 0xffff;
        isAdmission = false;
        isFlow = flow.isFlow;
        sourceIsA =
                isFlow
                        ? !flow.reverse
                        : isLower(
                                flow.sourceHi,
                                flow.sourceLo,
                                source,
                                flow.destinationHi,
                                flow.destinationLo,
                                destination);
        if (sourceIsA) {
            aHi = flow.sourceHi;
            aLo = flow.sourceLo;
            bHi = flow.destinationHi;
            bLo = flow.destinationLo;
            ports = source << 16 | destination;
        } else {
            aHi = flow.destinationHi;
            aLo = flow.destinationLo;
            bHi = flow.sourceHi;
            bLo = flow.sourceLo;
            ports = destination << 16 | source;
        }
        if (isFlow) {
            flowPrefix = flow.flowPrefix;
            flowNumber = flow.flowNumber;
            flowStart = flow.flowStart;
            resumed = flow.resumed;
            hash = CallIndex.hash(flowPrefix, flowNumber);
        } else {
            hash = CallIndex.hash(aHi, aLo, bHi, bLo, ports, protocol);
        }
        closes = flow.closes;
        alone = (flow.rebased ? Slice.REBASED : 0) | (flow.repeatable ? Slice.REPEATABLE : 0);
        ticks = flow.ticks;
        rawBytes = flow.bytes;
        rawPackets = flow.packets;
        tcpFlags = flow.tcpFlags & 0xffff;
        opener = flow.opener;
        route0 = (flow.sourceAs << 32) | (flow.destinationAs & 0xffff_ffffL);
        route1 = flow.nextHopHi;
        route2 = flow.nextHopLo;
        route3 = flow.vlan;
    }

    /// Packs the observation point, and with it what every slice of it has in common.
    void sighted(
            int exporter,
            FlowRecord flow,
            long rateNumerator,
            long rateDenominator,
            byte rateSource,
            byte held) {
        sighting0 = ((long) exporter << 32) | (flow.inputInterface & 0xffff_ffffL);
        sighting1 =
                ((long) flow.outputInterface << 32)
                        | ((flow.tos & 0xffL) << 24)
                        | ((flow.direction & 0xffL) << 16)
                        | ((rateSource & 0xffL) << 8)
                        | (held & 0xffL);
        sighting2 = rateNumerator;
        sighting3 = rateDenominator;
    }

    /// Keeps of the observation point what money depends on: exporter, direction, rate, held.
    void forgetInterfaces() {
        sighting0 &= 0xffff_ffff_0000_0000L;
        sighting1 &= 0xff_ffffL;
    }

    static int exporter(Dictionary sightings, int entry) {
        return (int) (sightings.word(entry, 0) >>> 32);
    }

    /// Writes an observation point and a route, as packed by `sighted` and `take`, into a slice.
    static void describe(
            Dictionary sightings, int sighting, Dictionary routes, int route, Slice slice) {
        long second = sightings.word(sighting, 1);
        slice.inputInterface = (int) sightings.word(sighting, 0);
        slice.outputInterface = (int) (second >>> 32);
        slice.tos = (int) (second >>> 24) & 0xff;
        slice.direction = (byte) (second >>> 16);
        slice.rateSource = (byte) (second >>> 8);
        slice.held = (byte) second;
        slice.rateNumerator = sightings.word(sighting, 2);
        slice.rateDenominator = sightings.word(sighting, 3);
        slice.sourceAs = routes.word(route, 0) >>> 32;
        slice.destinationAs = routes.word(route, 0) & 0xffff_ffffL;
        slice.nextHopHi = routes.word(route, 1);
        slice.nextHopLo = routes.word(route, 2);
        slice.vlan = (int) routes.word(route, 3);
    }

    private static boolean isLower(
            long hi, long lo, int port, long otherHi, long otherLo, int otherPort) {
        if (hi != otherHi) {
            return Long.compareUnsigned(hi, otherHi) < 0;
        }
        if (lo != otherLo) {
            return Long.compareUnsigned(lo, otherLo) < 0;
        }
        return port <= otherPort;
    }
}
