package net.flowtally.collector.lfap;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.collector.flow.Datagram;
import net.flowtally.collector.flow.FlowSink;

/// Keeps the flows of agents: admits them, books what is reported of them, knows what is said
/// again, and ends them. Owned by the stream's thread.
final class FlowBook implements Flows.Watch {
    /// Flow ids without a prefix get one that no server hands out, from their agent's address.
    private static final long OWN_PREFIX = 0x8000_0000_0000_0000L;

    /// An update over more than this says too little about quarter hours.
    private static final long SELDOM = 1_800_000_000L;

    private final Flows flows;
    private final Agents agents;
    private final Report report;
    private final FlowRecords records;
    private final Refusals refusals = new Refusals();
    private final Acknowledgements acknowledgements;
    private final Questions questions;
    private long clock = Long.MIN_VALUE;
    private int toldAgent;
    private int toldVersion;

    /// A message about flows, and where what it says goes.
    record Heard(Peer peer, int version, Datagram datagram, Tallies tallies, FlowSink sink) {
        long receivedAt() {
            return datagram.receivedAt;
        }
    }

    FlowBook(
            Flows flows,
            Agents agents,
            Report report,
            Acknowledgements acknowledgements,
            Questions questions) {
        this.flows = flows;
        this.agents = agents;
        this.report = report;
        this.acknowledgements = acknowledgements;
        this.questions = questions;
        records = new FlowRecords(flows, report);
    }

    /// Another message begins.
    void begin() {
        toldVersion = 0;
    }

    /// Lets journal time go on: flows of which nothing was heard for long are asked for and in the
    /// end forgotten.
    ///
    /// @param second of journal time
    void advance(long second) {
        long passed = clock == Long.MIN_VALUE ? 0 : second - clock;
        clock = Math.max(clock, second);
        if (passed > 0 && flows.size() > 0) {
            flows.sweep(second, passed, this);
        }
    }

    @Override
    public void forgotten() {
        if (!flows.is(Flows.ENDED | Flows.REFUSED)) {
            Agent agent = agents.of(flows.small(Flows.EXPORTER));
            agent.activeFlows--;
            agent.forgottenFlows++;
        }
    }

    @Override
    public void silent() {
        questions.askFor();
    }

    /// Flow records made since the last call.
    long takeRecords() {
        return records.take();
    }

    /// The prefix under which the flow in the report is remembered.
    private long prefix(Peer peer) {
        return report.prefix != 0
                ? report.prefix
                : OWN_PREFIX | Report.mix(Report.mix(17, peer.addressHi), peer.addressLo);
    }

    /// Ends the flow in the report, if there is one.
    void end(Peer peer) {
        if (flows.find(prefix(peer), report.number) && !flows.is(Flows.ENDED | Flows.REFUSED)) {
            end();
        }
    }

    /// Takes an answer to one of our questions about the flow in the report: whether its agent has
    /// no such flow.
    void answered(Peer peer) {
        if (report.hasAny(Report.FAILURE) && report.failure == Lfap.V1.NO_SUCH_FLOW) {
            end(peer);
        }
    }

    /// Admits the flow in `report`.
    ///
    /// @return false if its id belongs to another flow
    boolean admit(Heard heard) {
        Peer peer = heard.peer();
        Datagram datagram = heard.datagram();
        Agent agent = agents.reporter(report, datagram);
        long prefix = prefix(peer);
        boolean isKnown = flows.find(prefix, report.number);
        boolean isRefused = isKnown && flows.is(Flows.REFUSED);
        int print = admissionPrint();
        boolean isSaidAgain =
                isKnown
                        && flows.is(Flows.ADMITTED)
                        && (int) flows.number(Flows.ADMISSION_PRINT) == print;
        long start = datagram.receivedAt;
        if ((isRefused || isSaidAgain) && report.hasAny(Report.TICKS)) {
            // it may have begun long ago, which says nothing of the agent's clock
            start = peer.past(report.ticks, datagram.receivedAt);
        } else if (report.hasAny(Report.TICKS)) {
            agent.sees(report.ticks);
            start = peer.wall(report.ticks, datagram.receivedAt);
        }
        if (report.hasAny(Report.UTC)) {
            start = report.utcSeconds * 1_000_000L;
        }
        boolean isResumed = false;
        if (isKnown) {
            boolean isSameAgent = flows.octet(Flows.EPOCH) == agent.epoch;
            if (!isRefused && flows.is(Flows.ADMITTED) && isSameAgent) {
                if (isSaidAgain) {
                    agent.tally(heard.tallies(), heard.version()).repeated++;
                    return true;
                }
                agent.ambiguousAdmissions++;
                return false;
            }
            isResumed = isRefused || flows.is(Flows.RESUMED);
            if (!isRefused && !isSameAgent && !flows.is(Flows.ENDED)) {
                agents.of(flows.small(Flows.EXPORTER)).activeFlows--;
            }
            if (isRefused || !isSameAgent) {
                reset();
                agent.opened();
            }
        } else {
            flows.add(prefix, report.number, this);
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
        heard.sink().from(datagram, agent.tally(heard.tallies(), heard.version()));
        records.admit(heard.sink());
        return true;
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
    void update(Heard heard) {
        Peer peer = heard.peer();
        int version = heard.version();
        Datagram datagram = heard.datagram();
        long prefix = prefix(peer);
        boolean isKnown = flows.find(prefix, report.number);
        if (version == Lfap.VERSION_1 && (!isKnown || flows.is(Flows.REFUSED))) {
            refuse(peer, isKnown, prefix, datagram);
            return;
        }
        Agent agent;
        if (isKnown) {
            agent = agents.of(flows.small(Flows.EXPORTER));
        } else {
            agent = agents.reporter(report, datagram);
            open(agent, prefix, datagram);
        }
        ExporterTally tally = agent.tally(heard.tallies(), version);
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
        if (agent.number != toldAgent || version != toldVersion) {
            toldAgent = agent.number;
            toldVersion = version;
            heard.sink().from(datagram, tally);
        }
        long before = flows.get(Flows.LAST_AT);
        boolean isSeldom = before != 0 && end - before > SELDOM && !report.inactive;
        if (records.book(peer, isLate, datagram.receivedAt, end, heard.sink())) {
            // until something was told here, what comes next may have been told elsewhere
            flows.putNumber(Flows.CONNECTION, peer.identity);
        }
        if (isSeldom && version == Lfap.VERSION_1) {
            questions.hurry(peer);
        }
        if (!isLate) {
            flows.put(Flows.LAST_AT, end);
        }
        flows.putNumber(Flows.LAST_SEEN, clock);
        flows.clear(Flows.ASKED);
        if (report.inactive && !flows.is(Flows.ENDED)) {
            end();
        } else if (!report.inactive && !isLate && flows.is(Flows.ENDED)) {
            flows.clear(Flows.ENDED);
            agent.opened();
        }
    }

    private void end() {
        flows.set(Flows.ENDED);
        agents.of(flows.small(Flows.EXPORTER)).activeFlows--;
    }

    /// An update of version 1 for a flow that was never admitted here is not taken: its agent is
    /// told so, admits the flow, and says it again.
    private void refuse(Peer peer, boolean isKnown, long prefix, Datagram datagram) {
        Agent agent = agents.reporter(report, datagram);
        if (report.hasAny(Report.TICKS)) {
            agent.sees(report.ticks);
            peer.wall(report.ticks, datagram.receivedAt);
        }
        if (!isKnown) {
            flows.add(prefix, report.number, this);
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
        acknowledgements.unknown(report.prefix, report.number);
    }

    /// A flow that another server has admitted.
    private void open(Agent agent, long prefix, Datagram datagram) {
        flows.add(prefix, report.number, this);
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

    void save(DataOutput out) throws IOException {
        out.writeLong(clock);
        refusals.save(out);
    }

    void load(DataInput in) throws IOException {
        clock = in.readLong();
        refusals.load(in);
    }
}
