package net.flowtally.collector.flow;

/// One flow record as a decoder read it, before scaling, splitting or any policy. A reused carrier,
/// valid during `FlowSink.accept`. Times are microseconds UTC, addresses two halves of 128 bits
/// with IPv4 mapped (`::ffff:a.b.c.d`); what the exporter did not say is zero, or the named
/// constant.
public final class FlowRecord {
    /// A time the record does not carry.
    public static final long NO_TIME = Long.MIN_VALUE;

    /// Values of `opener`: which side opened the conversation, if the record says so (RFC 5103
    /// biflow initiator).
    public static final byte OPENER_UNKNOWN = 0;

    public static final byte OPENER_SOURCE = 1;
    public static final byte OPENER_DESTINATION = 2;

    public long sourceHi;
    public long sourceLo;
    public long destinationHi;
    public long destinationLo;

    /// Zero for protocols without ports; ICMP type and code are not ports.
    public int sourcePort;

    public int destinationPort;
    public int protocol;
    public int tcpFlags;
    public int tos;
    public int vlan;
    public int inputInterface;
    public int outputInterface;

    /// IE 61 as `Slice.INGRESS`, `EGRESS`, or `UNKNOWN_DIRECTION`.
    public byte direction;

    public long sourceAs;
    public long destinationAs;
    public long nextHopHi;
    public long nextHopLo;

    /// Whether the fields that follow are told: both ends as a translation of addresses (NAT) left
    /// them; zero where it left them alone or does not say.
    public boolean isTranslated;

    public long postSourceHi;
    public long postSourceLo;
    public long postDestinationHi;
    public long postDestinationLo;
    public int postSourcePort;
    public int postDestinationPort;

    /// What this record adds, as counted by the exporter, unscaled. Cumulative counters arrive here
    /// as differences.
    public long bytes;

    public long packets;

    /// False for event records (NAT, firewall) that carry no traffic counter at all.
    public boolean hasCounters;

    /// True for sums over many flows that no call can be made of, or that the exporter tells one by
    /// one as well: held.
    public boolean isAggregate;

    /// First and last packet; `NO_TIME` if not told.
    public long start;

    public long end;

    /// Sampling: one packet in numerator/denominator was counted; 1/1 where nothing is known.
    public long rateNumerator;

    public long rateDenominator;

    /// `Slice.RATE_*`; RATE_NONE with `samplesAtUnknownRate` set means: held.
    public byte rateSource;

    /// The exporter is known to sample and the rate of this record is not known.
    public boolean samplesAtUnknownRate;

    public byte opener;

    /// The record belongs to an LFAP flow: the flow's id is the call's key, whatever its endpoints.
    public boolean isFlow;

    /// A flow's id: the server's part and the agent's.
    public long flowPrefix;

    public int flowNumber;

    /// When the flow began, microseconds UTC, and the same in all its records.
    public long flowStart;

    /// The flow's endpoints are not known in this stream, or its beginning is not.
    public boolean resumed;

    /// Source here is the flow's destination: what the flow's source received.
    public boolean reverse;

    /// Nothing follows of this flow.
    public boolean closes;

    /// The counters are those of a running counter less all that this stream has booked of the
    /// flow; another stream may have booked part of it.
    public boolean rebased;

    /// Another stream may have this very update: what was not acknowledged there is said again.
    public boolean repeatable;

    /// The clock of the flow's agent when it made this report, hundredths of a second.
    public int ticks;

    /// Puts, for each end, the address and port behind the translation in the place of those before
    /// it where only these are inside: the host there answers for the traffic, and not the address
    /// that many share. Both directions of a conversation then have the same ends.
    void lookInside(ExporterPolicy policy) {
        if ((postSourceHi | postSourceLo) != 0
                && !policy.isInside(sourceHi, sourceLo)
                && policy.isInside(postSourceHi, postSourceLo)) {
            sourceHi = postSourceHi;
            sourceLo = postSourceLo;
            sourcePort = postSourcePort == 0 ? sourcePort : postSourcePort;
        }
        if ((postDestinationHi | postDestinationLo) != 0
                && !policy.isInside(destinationHi, destinationLo)
                && policy.isInside(postDestinationHi, postDestinationLo)) {
            destinationHi = postDestinationHi;
            destinationLo = postDestinationLo;
            destinationPort = postDestinationPort == 0 ? destinationPort : postDestinationPort;
        }
    }

    /// Makes it one of the other direction of the same conversation: what was told of each end
    /// belongs to the other. The next hop of that direction is not known.
    public void turn() {
        long hi = sourceHi;
        long lo = sourceLo;
        sourceHi = destinationHi;
        sourceLo = destinationLo;
        destinationHi = hi;
        destinationLo = lo;
        int port = sourcePort;
        sourcePort = destinationPort;
        destinationPort = port;
        hi = postSourceHi;
        lo = postSourceLo;
        postSourceHi = postDestinationHi;
        postSourceLo = postDestinationLo;
        postDestinationHi = hi;
        postDestinationLo = lo;
        port = postSourcePort;
        postSourcePort = postDestinationPort;
        postDestinationPort = port;
        int input = inputInterface;
        inputInterface = outputInterface;
        outputInterface = input;
        long as = sourceAs;
        sourceAs = destinationAs;
        destinationAs = as;
        nextHopHi = 0;
        nextHopLo = 0;
        opener =
                switch (opener) {
                    case OPENER_SOURCE -> OPENER_DESTINATION;
                    case OPENER_DESTINATION -> OPENER_SOURCE;
                    default -> OPENER_UNKNOWN;
                };
    }

    /// Brings every field back to "not told".
    public void clear() {
        sourceHi = 0;
        sourceLo = 0;
        destinationHi = 0;
        destinationLo = 0;
        sourcePort = 0;
        destinationPort = 0;
        protocol = 0;
        tcpFlags = 0;
        tos = 0;
        vlan = 0;
        inputInterface = 0;
        outputInterface = 0;
        direction = -1;
        sourceAs = 0;
        destinationAs = 0;
        nextHopHi = 0;
        nextHopLo = 0;
        bytes = 0;
        packets = 0;
        hasCounters = false;
        isAggregate = false;
        isTranslated = false;
        postSourceHi = 0;
        postSourceLo = 0;
        postDestinationHi = 0;
        postDestinationLo = 0;
        postSourcePort = 0;
        postDestinationPort = 0;
        start = NO_TIME;
        end = NO_TIME;
        rateNumerator = 1;
        rateDenominator = 1;
        rateSource = 0;
        samplesAtUnknownRate = false;
        opener = OPENER_UNKNOWN;
        isFlow = false;
        flowPrefix = 0;
        flowNumber = 0;
        flowStart = NO_TIME;
        resumed = false;
        reverse = false;
        closes = false;
        rebased = false;
        repeatable = false;
        ticks = 0;
    }
}
