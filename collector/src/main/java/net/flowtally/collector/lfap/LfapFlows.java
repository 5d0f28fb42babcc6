package net.flowtally.collector.lfap;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.collector.flow.Datagram;
import net.flowtally.collector.flow.FlowSink;
import net.flowtally.collector.lfap.FlowBook.Heard;
import net.flowtally.collector.wire.Octets;

/// What a stream makes of the LFAP messages in its journal: it remembers flows and their last
/// reports, turns updates into flow records, one for each direction that has traffic, answers
/// agents of version 1, and asks agents what it wants to know. A function of the journal alone.
/// Owned by the stream's thread.
public final class LfapFlows implements AutoCloseable {
    private static final String NOTHING = "";

    private final Flows flows = new Flows();
    private final Agents agents = new Agents();
    private final Peers peers = new Peers();
    private final FlowMessages message = new FlowMessages(flows);
    private final Acknowledgements acknowledgements = new Acknowledgements();
    private final Questions questions = new Questions(flows, peers);
    private final FlowBook book =
            new FlowBook(flows, agents, message.report, acknowledgements, questions);

    private long corrupted;

    /// The collector was started anew: all connections so far are gone, and numbers begin again.
    public void restarted() {
        peers.restarted();
    }

    public void connected(int connection, long at, long addressHi, long addressLo) {
        peers.connected(connection, at, addressHi, addressLo);
    }

    public void disconnected(int connection) {
        peers.disconnected(connection);
    }

    /// Something was sent that matters later: a question for the agent's time, or a prefix.
    public void sent(int connection, long at, MemorySegment memory, long offset, int length) {
        Optional<Peer> peer = peers.of(connection);
        if (peer.isEmpty()) {
            return;
        }
        byte[] octets = new byte[length];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, offset, octets, 0, length);
        boolean isV1 = octets[0] == Lfap.VERSION_1;
        boolean isAnswer = octets[1] == (isV1 ? Lfap.V1.ARA : Lfap.V5.ARA);
        if (!isAnswer) {
            peer.get().asked(at);
            return;
        }
        Elements told = new Elements().of(octets);
        while (told.next()) {
            if (told.type() == (isV1 ? Lfap.V1.PREFIX : Lfap.V5.PREFIX) && told.length() == 8) {
                peer.get().handed(Octets.u64(octets, told.value()));
            }
        }
    }

    /// Lets journal time go on.
    ///
    /// @param next the position after the entry that says so
    public void advance(long journalTime, Answers answers, long next) {
        book.advance(Math.floorDiv(journalTime, 1_000_000L));
        questions.ask(answers, next);
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
                peers.of(connection)
                        .orElseGet(() ->
                                peers.connected(
                                        connection,
                                        datagram.receivedAt,
                                        datagram.sourceHi,
                                        datagram.sourceLo));
        message.load(datagram);
        datagram.exportedAt = datagram.receivedAt;
        int version = message.version();
        peer.version = version;
        ExporterTally tally =
                agents.of(datagram.sourceHi, datagram.sourceLo).tally(tallies, version);
        tally.datagrams++;
        tally.lastSeen = datagram.receivedAt;
        book.begin();
        Heard heard = new Heard(peer, version, datagram, tallies, sink);
        boolean isRead = version == Lfap.VERSION_1 ? readV1(heard, next, answers) : readV5(heard);
        questions.follow(peer, answers, next);
        if (isRead) {
            return NOTHING;
        }
        tally.malformed++;
        corrupted++;
        return "an information element of opcode " + message.opcode() + " cannot be read";
    }

    private boolean readV5(Heard heard) {
        Peer peer = heard.peer();
        return switch (message.opcode()) {
            case Lfap.V5.FAR -> {
                boolean isRead = message.one(peer);
                if (isRead) {
                    book.admit(heard);
                }
                yield isRead;
            }
            case Lfap.V5.FUN -> message.each(peer, () -> book.update(heard));
            case Lfap.V5.ARA -> {
                message.time(peer, heard.receivedAt());
                yield message.each(peer, () -> book.answered(peer));
            }
            default -> true;
        };
    }

    private boolean readV1(Heard heard, long next, Answers answers) {
        Peer peer = heard.peer();
        return switch (message.opcode()) {
            case Lfap.V1.FAR -> {
                boolean isRead =
                        message.one(peer)
                                && message.report.hasAll(
                                        Report.SOURCE | Report.DESTINATION | Report.TICKS);
                boolean isAdmitted = isRead && book.admit(heard);
                answers.answer(
                        peer.connection,
                        Acknowledgements.admitted(isRead, isAdmitted, message.report, message.id()),
                        next);
                yield isRead;
            }
            case Lfap.V1.FUN -> {
                acknowledgements.begin();
                boolean isRead = message.each(peer, () -> book.update(heard));
                answers.answer(
                        peer.connection, acknowledgements.updated(isRead, message.id()), next);
                yield isRead;
            }
            case Lfap.V1.FAU -> {
                boolean isRead = message.one(peer);
                if (isRead) {
                    book.end(peer);
                }
                yield isRead;
            }
            case Lfap.V1.FCA, Lfap.V1.ARA -> message.each(peer, () -> book.answered(peer));
            default -> true;
        };
    }

    /// Gives what is counted of the agents' flows.
    public void figures(FigureVisitor visitor) {
        agents.visit(visitor);
    }

    /// Flow records made since the last call.
    public long takeRecords() {
        return book.takeRecords();
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
        out.writeLong(corrupted);
        agents.save(out);
        peers.save(out);
        questions.save(out);
        book.save(out);
        flows.save(out);
    }

    /// Takes over what `save` wrote, in place of nothing: only for a new object.
    public void load(DataInput in) throws IOException {
        corrupted = in.readLong();
        agents.load(in);
        peers.load(in);
        questions.load(in);
        book.load(in);
        flows.load(in);
    }

    @Override
    public void close() {
        flows.close();
    }
}
