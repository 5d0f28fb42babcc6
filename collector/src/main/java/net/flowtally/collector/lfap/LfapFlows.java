package net.flowtally.collector.lfap;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.collector.flow.Datagram;
import net.flowtally.collector.flow.FlowRecord;
import net.flowtally.collector.flow.FlowSink;
import net.flowtally.collector.wire.Octets;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.Slice;

/// What a stream makes of the LFAP messages in its journal: it remembers flows and their last
/// reports, turns updates into flow records, one for each direction that has traffic, and answers
/// agents of version 1. A function of the journal alone. Owned by the stream's thread.
public final class LfapFlows implements AutoCloseable {
    private static final int MOST_AGENTS = 4096;
    private static final int MOST_FORMAT = 256;
    private static final int WARMED = 32;
    private static final int RUN_SHIFT = 20;

    /// An update that other streams may have too and that reaches back further counts at its end:
    /// it would change what was accounted long before.
    private static final long LONGEST_JOINED = 3_600_000_000L;

    /// Flow ids without a prefix get one that no server hands out, from their agent's address.
    private static final long OWN_PREFIX = 0x8000_0000_0000_0000L;

    private final Flows flows;
    private final Map<Integer, Peer> peers = new HashMap<>();
    private final List<Agent> agents = new ArrayList<>();
    private final Map<Address, Agent> byAddress = new HashMap<>();

    private final byte[] octets = new byte[Lfap.MOST_OCTETS];
    private final Elements elements = new Elements();
    private final Elements inner = new Elements();
    private final Report report = new Report();
    private final FlowRecord flow = new FlowRecord();
    private final int[] types = new int[MOST_FORMAT];
    private final int[] lengths = new int[MOST_FORMAT];
    private final int[] offsets = new int[MOST_FORMAT];
    private final List<long[]> unknown = new ArrayList<>();
    private final Refusals refusals = new Refusals();

    private long clock = Long.MIN_VALUE;
    private long corrupted;
    private long records;
    private int run;
    private Agent agentInHand = new Agent(0, 0, 0);
    private int versionInHand;

    @SuppressWarnings("UnusedVariable") // keeps the reads of `warm` from being optimised away
    private int warmth;

    public LfapFlows() {
        flows = new Flows();
    }

    /// The collector was started anew: all connections so far are gone, and numbers begin again.
    public void restarted() {
        peers.clear();
        run++;
    }

    public void connected(int connection, long at, long addressHi, long addressLo) {
        peers.put(connection, peer(connection, at, addressHi, addressLo));
    }

    private Peer peer(int connection, long at, long addressHi, long addressLo) {
        return new Peer(connection, run << RUN_SHIFT | connection, at, addressHi, addressLo);
    }

    public void disconnected(int connection) {
        peers.remove(connection);
    }

    /// Something was sent that matters later: a question for the agent's time, or a prefix.
    public void sent(int connection, long at, MemorySegment memory, long offset, int length) {
        Peer peer = peers.get(connection);
        if (peer == null) {
            return;
        }
        byte[] message = new byte[length];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, offset, message, 0, length);
        boolean isV1 = message[0] == Lfap.VERSION_1;
        boolean isAnswer = message[1] == (isV1 ? Lfap.V1.ARA : Lfap.V5.ARA);
        if (!isAnswer) {
            peer.asked(at);
            return;
        }
        Elements told = new Elements().of(message);
        while (told.next()) {
            if (told.type() == (isV1 ? Lfap.V1.PREFIX : Lfap.V5.PREFIX) && told.length() == 8) {
                peer.handed(Octets.u64(message, told.value()));
            }
        }
    }

    /// Lets journal time go on.
    public void advance(long journalTime) {
        long second = Math.floorDiv(journalTime, 1_000_000L);
        if (clock == Long.MIN_VALUE) {
            clock = second;
        }
        if (second > clock && flows.size() > 0) {
            flows.sweep(second, second - clock, this::forgotten);
        }
        clock = Math.max(clock, second);
    }

    private void forgotten() {
        if (!flows.is(Flows.ENDED | Flows.REFUSED)) {
            Agent agent = agents.get(flows.small(Flows.EXPORTER));
            agent.activeFlows--;
            agent.forgottenFlows++;
        }
    }

    /// Takes a message in.
    ///
    /// @param next the position after the message's entry
    /// @return what is wrong with it, a few words; empty if nothing is
    public String message(
            Datagram datagram,
            int connection,
            long next,
            Tallies tallies,
            FlowSink sink,
            Answers answers) {
        Peer peer =
                peers.computeIfAbsent(
                        connection,
                        n -> peer(n, datagram.receivedAt, datagram.sourceHi, datagram.sourceLo));
        int length = Math.min(datagram.length, octets.length);
        MemorySegment.copy(
                datagram.memory, ValueLayout.JAVA_BYTE, datagram.offset, octets, 0, length);
        datagram.exportedAt = datagram.receivedAt;
        int version = octets[0];
        int opcode = octets[1];
        ExporterTally tally = agent(datagram.sourceHi, datagram.sourceLo).tally(tallies, version);
        tally.datagrams++;
        tally.lastSeen = datagram.receivedAt;
        versionInHand = 0;
        boolean isRead =
                version == Lfap.VERSION_1
                        ? readV1(peer, opcode, length, datagram, next, tallies, sink, answers)
                        : readV5(peer, opcode, length, datagram, tallies, sink);
        if (isRead) {
            return "";
        }
        tally.malformed++;
        corrupted++;
        return "an information element of opcode " + opcode + " cannot be read";
    }

    private boolean readV5(
            Peer peer, int opcode, int length, Datagram datagram, Tallies tallies, FlowSink sink) {
        return switch (opcode) {
            case Lfap.V5.FAR -> {
                boolean isRead = readOne(peer, Lfap.VERSION_5, length);
                if (isRead) {
                    admit(peer, Lfap.VERSION_5, datagram, tallies, sink);
                }
                yield isRead;
            }
            case Lfap.V5.FUN -> updates(peer, Lfap.VERSION_5, length, datagram, tallies, sink);
            case Lfap.V5.ARA -> time(peer, length, datagram);
            default -> true;
        };
    }

    private boolean readV1(
            Peer peer,
            int opcode,
            int length,
            Datagram datagram,
            long next,
            Tallies tallies,
            FlowSink sink,
            Answers answers) {
        int id = Octets.u16(octets, 4);
        return switch (opcode) {
            case Lfap.V1.FAR -> {
                boolean isRead =
                        readOne(peer, Lfap.VERSION_1, length)
                                && report.hasAll(Report.SOURCE | Report.DESTINATION | Report.TICKS);
                boolean isAdmitted = isRead && admit(peer, Lfap.VERSION_1, datagram, tallies, sink);
                LfapWriter answer =
                        answer(Lfap.V1.FAA, isRead ? Lfap.V1.SUCCESS : Lfap.V1.CORRUPTED, id);
                if (isRead && !isAdmitted) {
                    answer.flowId(report.prefix, report.number & 0xffff_ffffL)
                            .number(Lfap.V1.FAILURE, Lfap.V1.AMBIGUOUS);
                }
                answers.answer(peer.connection, answer.octets(), next);
                yield isRead;
            }
            case Lfap.V1.FUN -> {
                unknown.clear();
                boolean isRead = updates(peer, Lfap.VERSION_1, length, datagram, tallies, sink);
                answers.answer(peer.connection, updated(isRead, id), next);
                yield isRead;
            }
            case Lfap.V1.FAU -> {
                boolean isRead = readOne(peer, Lfap.VERSION_1, length);
                if (isRead && flows.find(prefix(peer), report.number) && !flows.is(Flows.ENDED)) {
                    end();
                }
                yield isRead;
            }
            default -> true;
        };
    }

    private static LfapWriter answer(int opcode, int status, int id) {
        return new LfapWriter(Lfap.VERSION_1, opcode, status, id);
    }

    /// The acknowledgement of an update, with the flows that nobody knows.
    private byte[] updated(boolean isRead, int id) {
        LfapWriter answer = answer(Lfap.V1.FUA, isRead ? Lfap.V1.SUCCESS : Lfap.V1.CORRUPTED, id);
        if (unknown.size() == 1) {
            answer.flowId(unknown.getFirst()[0], unknown.getFirst()[1])
                    .number(Lfap.V1.FAILURE, Lfap.V1.NO_SUCH_FLOW);
        } else if (unknown.size() > 1) {
            // one element for those with a prefix, one for those without
            multiple(answer, true);
            multiple(answer, false);
        }
        return answer.octets();
    }

    private void multiple(LfapWriter answer, boolean hasPrefix) {
        List<long[]> these = unknown.stream().filter(id -> (id[0] != 0) == hasPrefix).toList();
        if (these.isEmpty()) {
            return;
        }
        answer.multiple().number(Lfap.V1.FAILURE, Lfap.V1.NO_SUCH_FLOW).format();
        answer.flowIdHeader(hasPrefix).records();
        for (long[] id : these) {
            answer.flowIdValue(id[0], id[1]);
        }
        answer.endMultiple();
    }

    private boolean time(Peer peer, int length, Datagram datagram) {
        elements.over(octets, Lfap.HEADER, length, Lfap.VERSION_5);
        while (elements.next()) {
            if (elements.type() == Lfap.V5.TIME && elements.length() >= 4) {
                peer.told((int) elements.number(), datagram.receivedAt);
            }
        }
        return !elements.isBroken();
    }

    /// Reads a message about one flow into `report`.
    private boolean readOne(Peer peer, int version, int length) {
        int multiple = version == Lfap.VERSION_1 ? Lfap.V1.MULTIPLE : Lfap.V5.MULTIPLE;
        for (int attempt = 0; attempt < 2; attempt++) {
            report.clear();
            int found = Report.TAKEN;
            elements.over(octets, Lfap.HEADER, length, version);
            while (found == Report.TAKEN && elements.next()) {
                found =
                        elements.type() == multiple
                                ? Report.BROKEN
                                : report.take(
                                        version,
                                        peer.oldNumbers,
                                        elements.type(),
                                        octets,
                                        elements.value(),
                                        elements.length());
            }
            if (found != Report.OLD_NUMBERS) {
                return found == Report.TAKEN && !elements.isBroken() && report.hasAny(Report.ID);
            }
            peer.oldNumbers = true;
        }
        return false;
    }

    private boolean updates(
            Peer peer, int version, int length, Datagram datagram, Tallies tallies, FlowSink sink) {
        int multiple = version == Lfap.VERSION_1 ? Lfap.V1.MULTIPLE : Lfap.V5.MULTIPLE;
        int found = Report.TAKEN;
        boolean isRead = true;
        boolean hasRecords = false;
        report.clear();
        elements.over(octets, Lfap.HEADER, length, version);
        while (elements.next()) {
            if (elements.type() == multiple) {
                hasRecords = true;
                found = records(peer, version, datagram, tallies, sink);
            } else {
                found =
                        report.take(
                                version,
                                peer.oldNumbers,
                                elements.type(),
                                octets,
                                elements.value(),
                                elements.length());
            }
            if (found == Report.OLD_NUMBERS && !hasRecords) {
                peer.oldNumbers = true;
                report.clear();
                elements.over(octets, Lfap.HEADER, length, version);
            } else if (found != Report.TAKEN) {
                isRead = false;
                break;
            }
        }
        isRead &= !elements.isBroken();
        if (isRead && report.hasAny(Report.ID)) {
            update(peer, version, datagram, tallies, sink);
        } else if (isRead && !hasRecords) {
            isRead = false;
        }
        report.clear();
        return isRead;
    }

    /// Reads the multiple-record element in hand: fixed part, format, records.
    private int records(Peer peer, int version, Datagram datagram, Tallies tallies, FlowSink sink) {
        int at = elements.value();
        int end = at + elements.length();
        if (elements.length() < 4) {
            return Report.BROKEN;
        }
        int fixed = Octets.u16(octets, at);
        int format = Octets.u16(octets, at + 2);
        int records = at + 4 + fixed + format;
        if (records > end) {
            return Report.BROKEN;
        }
        for (int attempt = 0; attempt < 2; attempt++) {
            int width = format(version, at + 4 + fixed, records);
            if (width <= 0) {
                return Report.BROKEN;
            }
            int found = Report.TAKEN;
            warm(records, end, width);
            for (int from = records; found == Report.TAKEN && end - from >= width; from += width) {
                if ((from - records) % (WARMED * width) == 0 && from > records) {
                    warm(from, end, width);
                }
                found = record(peer, version, at + 4, fixed, from);
                if (found == Report.TAKEN) {
                    update(peer, version, datagram, tallies, sink);
                }
            }
            if (found == Report.OLD_NUMBERS && attempt == 0) {
                peer.oldNumbers = true;
                continue;
            }
            boolean isWhole = (end - records) % width == 0;
            return found == Report.TAKEN && !isWhole ? Report.BROKEN : found;
        }
        return Report.BROKEN;
    }

    private int formatSize;
    private int idOffset = -1;

    /// Reads the headers that make up each record.
    ///
    /// @return octets of a record; 0 if the headers cannot be read
    private int format(int version, int from, int to) {
        int flowId = version == Lfap.VERSION_1 ? Lfap.V1.FLOW_ID : Lfap.V5.FLOW_ID;
        formatSize = 0;
        idOffset = -1;
        int width = 0;
        if ((to - from & 3) != 0) {
            return 0;
        }
        for (int at = from; at < to; at += 4) {
            int type = Octets.u16(octets, at);
            int field = Octets.u16(octets, at + 2);
            int length = type == flowId ? Elements.flowIdLength(field) : field;
            if (length < 0 || formatSize == MOST_FORMAT) {
                return 0;
            }
            types[formatSize] = type;
            lengths[formatSize] = length;
            offsets[formatSize] = width;
            if (type == flowId && length == 12) {
                idOffset = width;
            }
            formatSize++;
            width += Elements.padded(length);
        }
        return width;
    }

    private void warm(int from, int end, int width) {
        if (idOffset < 0) {
            return;
        }
        int last = Math.min(end - width, from + (WARMED - 1) * width);
        for (int at = from; at <= last; at += width) {
            warmth +=
                    flows.warm(
                            Octets.u64(octets, at + idOffset),
                            Octets.i32(octets, at + idOffset + 8));
        }
    }

    /// Reads one record, and what is fixed for all, into `report`.
    private int record(Peer peer, int version, int fixedAt, int fixed, int from) {
        report.clear();
        inner.over(octets, fixedAt, fixedAt + fixed, version);
        while (inner.next()) {
            int found =
                    report.take(
                            version,
                            peer.oldNumbers,
                            inner.type(),
                            octets,
                            inner.value(),
                            inner.length());
            if (found != Report.TAKEN) {
                return found;
            }
        }
        if (inner.isBroken()) {
            return Report.BROKEN;
        }
        for (int i = 0; i < formatSize; i++) {
            int found =
                    report.take(
                            version,
                            peer.oldNumbers,
                            types[i],
                            octets,
                            from + offsets[i],
                            lengths[i]);
            if (found != Report.TAKEN) {
                return found;
            }
        }
        return report.hasAny(Report.ID) ? Report.TAKEN : Report.BROKEN;
    }

    /// The prefix under which the flow in `report` is remembered.
    private long prefix(Peer peer) {
        return report.prefix != 0
                ? report.prefix
                : OWN_PREFIX | Report.mix(Report.mix(17, peer.addressHi), peer.addressLo);
    }

    private Agent agent(long hi, long lo) {
        if (agentInHand.addressLo == lo && agentInHand.addressHi == hi && !agents.isEmpty()) {
            return agentInHand;
        }
        Address address = new Address(hi, lo);
        Agent agent = byAddress.get(address);
        if (agent == null) {
            agent = new Agent(agents.size(), hi, lo);
            agents.add(agent);
            byAddress.put(address, agent);
        }
        agentInHand = agent;
        return agent;
    }

    /// Who is answerable for the flow in `report`: whom it names, else who sent it.
    private Agent reporter(Datagram datagram) {
        boolean isNamed = (report.exporterHi | report.exporterLo) != 0;
        if (isNamed && agents.size() < MOST_AGENTS) {
            return agent(report.exporterHi, report.exporterLo);
        }
        return agent(datagram.sourceHi, datagram.sourceLo);
    }

    /// Admits the flow in `report`.
    ///
    /// @return false if its id belongs to another flow
    private boolean admit(
            Peer peer, int version, Datagram datagram, Tallies tallies, FlowSink sink) {
        Agent agent = reporter(datagram);
        long start = datagram.receivedAt;
        if (report.hasAny(Report.TICKS)) {
            agent.sees(report.ticks);
            start = peer.wall(report.ticks, datagram.receivedAt);
        }
        if (report.hasAny(Report.UTC)) {
            start = report.utcSeconds * 1_000_000L;
        }
        long prefix = prefix(peer);
        int print = admissionPrint();
        boolean isResumed = false;
        if (flows.find(prefix, report.number)) {
            boolean isRefused = flows.is(Flows.REFUSED);
            boolean isSameAgent = flows.octet(Flows.EPOCH) == agent.epoch;
            if (!isRefused && flows.is(Flows.ADMITTED) && isSameAgent) {
                if ((int) flows.number(Flows.ADMISSION_PRINT) == print) {
                    agent.tally(tallies, version).repeated++;
                    return true;
                }
                agent.ambiguousAdmissions++;
                return false;
            }
            isResumed = isRefused || flows.is(Flows.RESUMED);
            if (!isRefused && !isSameAgent && !flows.is(Flows.ENDED)) {
                agents.get(flows.small(Flows.EXPORTER)).activeFlows--;
            }
            if (isRefused || !isSameAgent) {
                reset();
                agent.opened();
            }
        } else {
            flows.add(prefix, report.number, this::forgotten);
            agent.opened();
        }
        agent.admissions++;
        flows.set(Flows.ADMITTED | (isResumed ? Flows.RESUMED : 0));
        describe(agent, print, start);
        flows.putNumber(Flows.LAST_SEEN, clock);
        if (!isResumed) {
            boolean isCertain = !peer.mayRepeat(report.prefix, datagram.receivedAt);
            flows.putNumber(Flows.CONNECTION, isCertain ? peer.identity : 0);
            flows.put(Flows.LAST_AT, start);
        }
        fill();
        flow.ticks = report.hasAny(Report.TICKS) ? report.ticks & Slice.TICKS - 1 : 0;
        sink.from(datagram, tally(agent, tallies, version));
        sink.admitted(flow);
        return true;
    }

    private ExporterTally tally(Agent agent, Tallies tallies, int version) {
        return agent.tally(tallies, version);
    }

    private void reset() {
        flows.clear(Flows.REFUSED | Flows.ENDED | Flows.REPORTED | Flows.RESUMED);
        flows.put(Flows.BYTES, 0);
        flows.put(Flows.BYTES_BACK, 0);
        flows.put(Flows.PACKETS, 0);
        flows.put(Flows.PACKETS_BACK, 0);
        flows.put(Flows.LAST_AT, 0);
        flows.putNumber(Flows.CONNECTION, 0);
    }

    private int admissionPrint() {
        long h = Report.mix(Report.mix(1, report.sourceHi), report.sourceLo);
        h = Report.mix(Report.mix(h, report.destinationHi), report.destinationLo);
        h = Report.mix(h, (long) report.sourcePort << 32 | report.destinationPort);
        h = Report.mix(h, (long) report.protocol << 32 | (report.ticks & 0xffff_ffffL));
        h = Report.mix(h, report.input << 32 | report.output);
        return (int) (h ^ h >>> 32);
    }

    private void describe(Agent agent, int print, long start) {
        flows.putSmall(Flows.EXPORTER, agent.number);
        flows.putOctet(Flows.EPOCH, agent.epoch);
        flows.putNumber(Flows.ADMISSION_PRINT, print);
        flows.put(Flows.SOURCE_HI, report.sourceHi);
        flows.put(Flows.SOURCE_LO, report.sourceLo);
        flows.put(Flows.DESTINATION_HI, report.destinationHi);
        flows.put(Flows.DESTINATION_LO, report.destinationLo);
        flows.putNumber(Flows.PORTS, (long) report.sourcePort << 16 | report.destinationPort);
        flows.putOctet(Flows.PROTOCOL, report.protocol);
        flows.putOctet(Flows.TOS, report.tos);
        flows.putSmall(Flows.VLAN, report.vlan);
        flows.putNumber(Flows.INPUT, report.input);
        flows.putNumber(Flows.OUTPUT, report.output);
        flows.putNumber(Flows.SOURCE_AS, report.sourceAs);
        flows.putNumber(Flows.DESTINATION_AS, report.destinationAs);
        flows.put(Flows.NEXT_HOP_HI, report.nextHopHi);
        flows.put(Flows.NEXT_HOP_LO, report.nextHopLo);
        flows.put(Flows.START, start);
    }

    /// Books the update in `report`.
    private void update(Peer peer, int version, Datagram datagram, Tallies tallies, FlowSink sink) {
        long prefix = prefix(peer);
        boolean isKnown = flows.find(prefix, report.number);
        if (version == Lfap.VERSION_1 && (!isKnown || flows.is(Flows.REFUSED))) {
            refuse(isKnown, prefix, datagram);
            return;
        }
        Agent agent;
        if (isKnown) {
            agent = agents.get(flows.small(Flows.EXPORTER));
        } else {
            agent = reporter(datagram);
            open(agent, prefix, datagram);
        }
        ExporterTally tally = agent.tally(tallies, version);
        long end = datagram.receivedAt;
        boolean isLate = false;
        if (report.hasAny(Report.TICKS)) {
            agent.sees(report.ticks);
            end = peer.wall(report.ticks, datagram.receivedAt);
            boolean isRepeated = isRepeated(agent);
            boolean wasRefused = refusals.take(prefix, report);
            isLate = isRepeated && wasRefused && !report.hasAny(Report.RUNNING);
            if (isRepeated && !isLate) {
                tally.repeated++;
                return;
            }
        }
        if (report.hasAny(Report.UTC)) {
            end = report.utcSeconds * 1_000_000L;
        }
        agent.updates++;
        if (agent.number != lastAgent || version != versionInHand) {
            lastAgent = agent.number;
            versionInHand = version;
            sink.from(datagram, tally);
        }
        book(peer, isLate, datagram.receivedAt, end, sink);
        if (!isLate) {
            flows.put(Flows.LAST_AT, end);
        }
        flows.putNumber(Flows.CONNECTION, peer.identity);
        flows.putNumber(Flows.LAST_SEEN, clock);
        if (report.inactive && !flows.is(Flows.ENDED)) {
            end();
        } else if (!report.inactive && !isLate && flows.is(Flows.ENDED)) {
            flows.clear(Flows.ENDED);
            agent.opened();
        }
    }

    private int lastAgent;

    private void end() {
        flows.set(Flows.ENDED);
        agents.get(flows.small(Flows.EXPORTER)).activeFlows--;
    }

    /// An update of version 1 for a flow that was never admitted here is not taken: its agent is
    /// told so, admits the flow, and says it again.
    private void refuse(boolean isKnown, long prefix, Datagram datagram) {
        Agent agent = reporter(datagram);
        if (!isKnown) {
            flows.add(prefix, report.number, this::forgotten);
            flows.set(Flows.REFUSED);
            flows.putSmall(Flows.EXPORTER, agent.number);
        }
        flows.putNumber(Flows.LAST_SEEN, clock);
        refusals.add(prefix, report);
        agent.unknownFlows++;
        agent.unknownBytes +=
                report.hasAny(Report.BYTES_RUNNING)
                        ? report.bytesRunning + report.bytesRunningBack
                        : report.hasAny(Report.BYTES_DELTA)
                                ? report.bytesDelta + report.bytesDeltaBack
                                : 0;
        unknown.add(new long[] {report.prefix, report.number & 0xffff_ffffL});
    }

    /// A flow that another server has admitted.
    private void open(Agent agent, long prefix, Datagram datagram) {
        flows.add(prefix, report.number, this::forgotten);
        describe(agent, 0, datagram.receivedAt);
        flows.set(Flows.RESUMED);
        agent.opened();
        agent.resumedFlows++;
    }

    /// Whether the flow in hand has had this report before: an agent whose connection broke says
    /// again what was not acknowledged.
    private boolean isRepeated(Agent agent) {
        int print = report.print();
        if (flows.is(Flows.REPORTED) && flows.octet(Flows.EPOCH) == agent.epoch) {
            int later = report.ticks - (int) flows.number(Flows.TICKS);
            if (later < 0 || (later == 0 && print == (int) flows.number(Flows.REPORT_PRINT))) {
                return true;
            }
        }
        flows.set(Flows.REPORTED);
        flows.putOctet(Flows.EPOCH, agent.epoch);
        flows.putNumber(Flows.TICKS, report.ticks);
        flows.putNumber(Flows.REPORT_PRINT, print);
        return false;
    }

    /// Works out what the report adds, and hands it over for both directions.
    ///
    /// @param isLate it is older than what was booked last, and was refused then
    private void book(Peer peer, boolean isLate, long receivedAt, long end, FlowSink sink) {
        boolean isElsewhere = flows.number(Flows.CONNECTION) != (peer.identity & 0xffff_ffffL);
        boolean isRunning = report.hasAny(Report.RUNNING);
        boolean isRebased = isElsewhere && isRunning;
        boolean isRepeatable =
                !isRunning
                        && report.prefix != 0
                        && report.hasAny(Report.TICKS)
                        && (isLate || isElsewhere || peer.mayRepeat(report.prefix, receivedAt));
        long bytes =
                added(
                        Flows.BYTES,
                        Report.BYTES_RUNNING,
                        report.bytesRunning,
                        Report.BYTES_DELTA,
                        report.bytesDelta);
        long bytesBack =
                added(
                        Flows.BYTES_BACK,
                        Report.BYTES_RUNNING,
                        report.bytesRunningBack,
                        Report.BYTES_DELTA,
                        report.bytesDeltaBack);
        long packets =
                added(
                        Flows.PACKETS,
                        Report.PACKETS_RUNNING,
                        report.packetsRunning,
                        Report.PACKETS_DELTA,
                        report.packetsDelta);
        long packetsBack =
                added(
                        Flows.PACKETS_BACK,
                        Report.PACKETS_RUNNING,
                        report.packetsRunningBack,
                        Report.PACKETS_DELTA,
                        report.packetsDeltaBack);
        if ((bytes | packets | bytesBack | packetsBack) == 0) {
            return;
        }
        fill();
        long before = flows.get(Flows.LAST_AT);
        flow.end = end;
        if (report.hasAny(Report.DELTA_TIME)) {
            flow.start = end - report.deltaTicks * Peer.TICK;
        } else if (before != 0) {
            flow.start = Math.min(before, end);
        }
        if ((isRebased || isRepeatable) && end - flow.start > LONGEST_JOINED) {
            flow.start = FlowRecord.NO_TIME;
        }
        flow.closes = report.inactive;
        flow.rebased = isRebased;
        flow.repeatable = isRepeatable;
        flow.ticks = report.hasAny(Report.TICKS) ? report.ticks & Slice.TICKS - 1 : 0;
        flow.tcpFlags = report.tcpFlags;
        flow.hasCounters = true;
        if ((bytes | packets) != 0) {
            flow.bytes = bytes;
            flow.packets = packets;
            records++;
            sink.accept(flow);
        }
        if ((bytesBack | packetsBack) != 0) {
            flow.bytes = bytesBack;
            flow.packets = packetsBack;
            turn();
            records++;
            sink.accept(flow);
        }
    }

    /// What a counter of the report adds to what is booked of the flow in hand. A running counter
    /// that is lower than that is one of a flow that began anew.
    private long added(int field, int running, long runningValue, int delta, long deltaValue) {
        long booked = flows.get(field);
        if (report.hasAny(running)) {
            if (runningValue < 0) {
                return 0;
            }
            flows.put(field, runningValue);
            return runningValue >= booked ? runningValue - booked : runningValue;
        }
        if (report.hasAny(delta) && deltaValue > 0) {
            flows.put(field, booked + deltaValue);
            return deltaValue;
        }
        return 0;
    }

    /// Fills the record with the flow in hand, as its source sees it.
    private void fill() {
        flow.clear();
        flow.isFlow = true;
        flow.flowPrefix = flows.get(Flows.PREFIX);
        flow.flowNumber = (int) flows.number(Flows.NUMBER);
        flow.flowStart = flows.get(Flows.START);
        flow.resumed = flows.is(Flows.RESUMED);
        flow.sourceHi = flows.get(Flows.SOURCE_HI);
        flow.sourceLo = flows.get(Flows.SOURCE_LO);
        flow.destinationHi = flows.get(Flows.DESTINATION_HI);
        flow.destinationLo = flows.get(Flows.DESTINATION_LO);
        int ports = (int) flows.number(Flows.PORTS);
        flow.sourcePort = ports >>> 16;
        flow.destinationPort = ports & 0xffff;
        flow.protocol = flows.octet(Flows.PROTOCOL);
        flow.tos = flows.octet(Flows.TOS);
        flow.vlan = flows.small(Flows.VLAN);
        flow.inputInterface = (int) flows.number(Flows.INPUT);
        flow.outputInterface = (int) flows.number(Flows.OUTPUT);
        flow.sourceAs = flows.number(Flows.SOURCE_AS);
        flow.destinationAs = flows.number(Flows.DESTINATION_AS);
        flow.nextHopHi = flows.get(Flows.NEXT_HOP_HI);
        flow.nextHopLo = flows.get(Flows.NEXT_HOP_LO);
        flow.opener = FlowRecord.OPENER_SOURCE;
    }

    /// Turns the record in hand round: what the flow's source received.
    private void turn() {
        long hi = flow.sourceHi;
        long lo = flow.sourceLo;
        flow.sourceHi = flow.destinationHi;
        flow.sourceLo = flow.destinationLo;
        flow.destinationHi = hi;
        flow.destinationLo = lo;
        int port = flow.sourcePort;
        flow.sourcePort = flow.destinationPort;
        flow.destinationPort = port;
        int input = flow.inputInterface;
        flow.inputInterface = flow.outputInterface;
        flow.outputInterface = input;
        long as = flow.sourceAs;
        flow.sourceAs = flow.destinationAs;
        flow.destinationAs = as;
        flow.nextHopHi = 0;
        flow.nextHopLo = 0;
        flow.opener = FlowRecord.OPENER_DESTINATION;
        flow.reverse = true;
    }

    /// Gives what is counted of the agents' flows.
    public void figures(FigureVisitor visitor) {
        for (Agent agent : agents) {
            agent.visit(visitor);
        }
    }

    /// Flow records made since the last call.
    public long takeRecords() {
        long taken = records;
        records = 0;
        return taken;
    }

    /// Flows that are remembered, ended ones too.
    public int size() {
        return flows.size();
    }

    /// Messages of which something could not be read.
    public long corrupted() {
        return corrupted;
    }

    public void save(DataOutput out) throws IOException {
        out.writeLong(clock);
        out.writeLong(corrupted);
        out.writeInt(run);
        out.writeInt(agents.size());
        for (Agent agent : agents) {
            agent.save(out);
        }
        out.writeInt(peers.size());
        for (Peer peer : peers.values()) {
            peer.save(out);
        }
        refusals.save(out);
        flows.save(out);
    }

    /// Takes over what `save` wrote, in place of nothing: only for a new object.
    public void load(DataInput in) throws IOException {
        clock = in.readLong();
        corrupted = in.readLong();
        run = in.readInt();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            Agent agent = Agent.load(i, in);
            agents.add(agent);
            byAddress.put(new Address(agent.addressHi, agent.addressLo), agent);
        }
        count = in.readInt();
        for (int i = 0; i < count; i++) {
            Peer peer = Peer.load(in);
            peers.put(peer.connection, peer);
        }
        refusals.load(in);
        flows.load(in);
    }

    @Override
    public void close() {
        flows.close();
    }
}
