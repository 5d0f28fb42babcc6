package net.flowtally.collector.lfap;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.collector.flow.Datagram;
import net.flowtally.collector.flow.FlowIntake;
import net.flowtally.collector.flow.FlowTable;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.SliceBatch;
import net.flowtally.ledger.calls.SliceFile;
import net.flowtally.ledger.calls.StreamCommit;
import net.flowtally.ledger.calls.StreamKind;
import net.flowtally.ledger.calls.WrittenFile;
import net.flowtally.ledger.exporter.CollectorSettings;

/// What a server's stream makes of the messages that it journals, without a server: messages in,
/// answers and slices out, and the slices into an archive.
final class ConcertServer implements AutoCloseable {
    private static final int BATCH = 40;

    final String name;
    private final Address agent;
    private final LfapFlows lfap = new LfapFlows();
    private final List<SliceBatch> batches = new ArrayList<>();
    private final FlowTable table;
    private final FlowIntake intake;
    private final Map<String, ExporterTally> tallies = new HashMap<>();
    private int connection;
    private long position;
    private long clock;
    private int committed;
    private long emission;

    ConcertServer(String name, Address agent) {
        this.name = name;
        this.agent = agent;
        table =
                new FlowTable(
                        name,
                        slice -> {
                            if (batches.isEmpty() || batches.getLast().isFull()) {
                                batches.add(new SliceBatch(BATCH));
                            }
                            batches.getLast().accept(slice);
                        });
        intake = new FlowIntake(CollectorSettings.defaults(), table);
        lfap.restarted();
    }

    void connect(long now) {
        connection++;
        lfap.connected(connection, now, agent.hi(), agent.lo());
    }

    void disconnect() {
        lfap.disconnected(connection);
    }

    /// It was killed and is there again.
    void restart() {
        lfap.restarted();
        connection = 0;
    }

    void handed(long now, long prefix) {
        byte[] answer =
                new LfapWriter(1, Lfap.V1.ARA, 0, 1).prefix(Lfap.V1.PREFIX, prefix).octets();
        lfap.sent(connection, now, MemorySegment.ofArray(answer), 0, answer.length);
    }

    /// Journals a message.
    ///
    /// @return what is answered
    List<byte[]> take(byte[] message, long now) {
        clock = now;
        Datagram datagram = new Datagram();
        datagram.wrap(MemorySegment.ofArray(message), 0, message.length);
        datagram.sourceHi = agent.hi();
        datagram.sourceLo = agent.lo();
        datagram.receivedAt = now;
        datagram.position = position;
        position += message.length;
        lfap.advance(now, Answers.NONE, 0);
        table.advance(now);
        List<byte[]> answers = new ArrayList<>();
        String trouble =
                lfap.message(
                        datagram,
                        connection,
                        position,
                        (hi, lo, protocol) ->
                                tallies.computeIfAbsent(
                                        new Address(hi, lo) + protocol,
                                        _ -> new ExporterTally(hi, lo, protocol)),
                        intake,
                        (_, answer, _) -> answers.add(answer));
        if (!trouble.isEmpty()) {
            throw new IllegalStateException(trouble);
        }
        return answers;
    }

    void drain() {
        table.drain(false);
    }

    boolean hasMore() {
        return committed < batches.size();
    }

    /// Commits some of what is left, as one file.
    void commit(CallArchive archive, int count) {
        int to = Math.min(batches.size(), committed + count);
        List<WrittenFile> files = new ArrayList<>();
        try (SliceFile file = archive.begin(name, emission)) {
            for (SliceBatch batch : batches.subList(committed, to)) {
                file.append(batch);
                emission += batch.size();
            }
            files.add(file.finish());
        }
        committed = to;
        archive.commit(
                new StreamCommit(
                        name,
                        StreamKind.COLLECT,
                        position,
                        emission,
                        clock,
                        files,
                        List.of(),
                        List.of(),
                        List.of()));
    }

    @Override
    public void close() {
        table.close();
        lfap.close();
    }
}
