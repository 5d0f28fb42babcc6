package net.flowtally.collector.stream;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import net.flowtally.collector.flow.UnusableCheckpoint;
import net.flowtally.collector.journal.Journal;
import net.flowtally.collector.journal.JournalReader;
import net.flowtally.collector.lfap.Answers;
import net.flowtally.collector.listen.PendingSources;
import net.flowtally.collector.listen.ShedSources;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.StreamKind;
import net.flowtally.ledger.exporter.ExporterProfile;
import net.flowtally.ledger.exporter.JournalKeeping;
import net.flowtally.ledger.exporter.NamedFigure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread that makes calls of a journal. It begins where the newest usable checkpoint stands,
/// follows the journal while it grows, and ends at a position it is given. What it makes is
/// committed on the way; a replay commits everything at its end or nothing.
///
/// It yields to the edge where processors are short: what is not taken from a socket is lost, what
/// is not decoded waits in the journal.
///
/// If the archive cannot be written, a collector's worker goes back to its last checkpoint and
/// tries again, as a restart would; the journal goes on meanwhile.
final class StreamWorker {
    private static final Logger LOG = LoggerFactory.getLogger(StreamWorker.class);
    private static final int BURST = 256;
    private static final long IDLE_NANOS = 100_000_000L;
    private static final long RETRY_SECONDS = 3;

    /// For so many times as long as it took to write a checkpoint none is written.
    private static final int CHECKPOINT_REST = 20;

    private final Journal journal;
    private final StreamKind kind;
    private final CallArchive archive;
    private final Path checkpoints;
    private final PendingSources pending;
    private final ShedSources shed;
    private final Supplier<JournalKeeping> keeping;
    private final Pace pace;
    private final Clock clock;
    private final LongConsumer syncJournalTo;
    private final Answers answers;
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);

    private volatile boolean abandoned;
    private volatile long end = Long.MAX_VALUE;
    private volatile long processed;
    private volatile long datagrams;
    private volatile long records;
    private volatile long slices;
    private volatile int activeCalls;
    private volatile List<NamedFigure> figures = List.of();
    private volatile String trouble = "";
    private volatile Optional<RuntimeException> failure = Optional.empty();

    /// @param shed what the edge does not take
    /// @param keeping how long the journal is kept, as it is now
    /// @param syncJournalTo brings the journal to the disk up to a position
    /// @param answers takes what is to be said to agents
    @SuppressWarnings("ThreadPriorityCheck") // only loss depends on it, no order does
    StreamWorker(
            Journal journal,
            StreamKind kind,
            CallArchive archive,
            Path checkpoints,
            PendingSources pending,
            ShedSources shed,
            Supplier<JournalKeeping> keeping,
            Pace pace,
            Clock clock,
            LongConsumer syncJournalTo,
            Answers answers) {
        this.journal = journal;
        this.kind = kind;
        this.archive = archive;
        this.checkpoints = checkpoints;
        this.pending = pending;
        this.shed = shed;
        this.keeping = keeping;
        this.pace = pace;
        this.clock = clock;
        this.syncJournalTo = syncJournalTo;
        this.answers = answers;
        thread =
                Thread.ofPlatform()
                        .name("stream-" + journal.stream())
                        .daemon()
                        .priority(Thread.MIN_PRIORITY)
                        .unstarted(this::run);
    }

    /// Makes sure that ledger, checkpoints and journal fit together, then starts.
    ///
    /// @throws StreamException if something that is needed to go on is missing
    void start() {
        Committed committed = Committed.of(archive, journal.stream());
        if (committed.position() > journal.end()) {
            throw new StreamException(
                    "The journal of stream '"
                            + journal.stream()
                            + "' ends at position "
                            + journal.end()
                            + ", but the ledger has it up to "
                            + committed.position()
                            + ": files of the journal are missing.");
        }
        if (usableCheckpoints(committed).isEmpty()) {
            checkBeginning();
        }
        thread.start();
    }

    /// Without a checkpoint only a whole journal will do.
    private void checkBeginning() {
        if (journal.start() > 0) {
            throw new StreamException(
                    "The journal of stream '"
                            + journal.stream()
                            + "' is kept from position "
                            + journal.start()
                            + " on, and there is no checkpoint to begin with: files in "
                            + checkpoints
                            + " are missing or damaged.");
        }
    }

    /// Lets the worker end when it has come to the journal's end as it is now, and waits for it.
    ///
    /// @throws RuntimeException what made it fail, if it did
    void finish() {
        end = journal.end();
        stopping.countDown();
        join();
        failure.ifPresent(cause -> {
            throw cause;
        });
    }

    private void join() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamException("Waiting for the stream's end was interrupted.", e);
        }
    }

    /// Lets the worker end at once, without a commit, and waits for it.
    void abandon() {
        abandoned = true;
        stopping.countDown();
        join();
    }

    /// The journal position up to which entries have been taken in.
    long processed() {
        return processed;
    }

    long datagrams() {
        return datagrams;
    }

    long records() {
        return records;
    }

    long slices() {
        return slices;
    }

    int activeCalls() {
        return activeCalls;
    }

    /// What is counted of LFAP agents' flows, as of a moment ago.
    List<NamedFigure> figures() {
        return figures;
    }

    /// Why nothing can be committed, as a sentence; empty if all is well.
    String trouble() {
        return trouble;
    }

    private void run() {
        while (true) {
            try {
                new Run().toTheEnd();
                return;
            } catch (RuntimeException e) {
                if (endsWith(e)) {
                    return;
                }
            } catch (Error e) {
                // a page of the journal that the disk does not give, or no memory
                if (endsWith(new StreamException("The stream stopped: " + e, e))) {
                    return;
                }
            }
        }
    }

    /// The border of this thread: a restart is the one answer to every failure.
    ///
    /// @return whether there is to be none
    private boolean endsWith(RuntimeException e) {
        String before = trouble;
        trouble = String.valueOf(e.getMessage());
        if (!trouble.equals(before)) {
            LOG.error("stream {}: stopped", journal.stream(), e);
        }
        boolean ends = kind == StreamKind.REPLAY || stopped(RETRY_SECONDS);
        if (ends) {
            failure = Optional.of(e);
        }
        return ends;
    }

    private boolean stopped(long afterSeconds) {
        try {
            return stopping.await(afterSeconds, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private List<Checkpoint> usableCheckpoints(Committed committed) {
        try {
            List<Checkpoint> usable = Checkpoint.in(checkpoints);
            usable.removeIf(checkpoint ->
                    checkpoint.emission() > committed.emission()
                            || checkpoint.position() > committed.position()
                            || checkpoint.position() < journal.start());
            return usable;
        } catch (IOException e) {
            throw new StreamException("The checkpoints in " + checkpoints + " cannot be read.", e);
        }
    }

    private void allIsWell() {
        trouble = "";
    }

    /// Deletes what no restart needs and nobody wants to keep.
    private void checkpointsAre(List<Checkpoint> existing) {
        if (existing.size() >= 2) {
            JournalKeeping keep = keeping.get();
            journal.deleteBefore(
                    existing.getLast().position(),
                    clock.millis() - keep.time().toMillis(),
                    keep.octets());
        }
    }

    /// One pass from a checkpoint to the end.
    private final class Run {
        private final Committed committed = Committed.of(archive, journal.stream());
        private final long caughtUpAt = journal.end();

        private long committedAt = System.nanoTime();
        private long toldAt = committedAt;
        private long checkpointAt = committedAt;
        private long checkpointPosition = -1;
        private long checkpointRecords;
        private long checkpointTook;
        private long committedPosition = -1;
        private long toldDatagrams;
        private long toldPending = -1;
        private long toldShed = -1;

        void toTheEnd() {
            archive.deleteOrphans(journal.stream());
            deleteTornCheckpoints();
            try (Archivist archivist =
                    new Archivist(
                            archive,
                            journal.stream(),
                            kind,
                            committed,
                            syncJournalTo,
                            StreamWorker.this::allIsWell,
                            StreamWorker.this::checkpointsAre)) {
                for (Checkpoint checkpoint : usableCheckpoints(committed)) {
                    SliceOutput output = new SliceOutput(archivist, committed);
                    try (StreamFold fold = new StreamFold(journal.stream(), output, answers)) {
                        if (restored(checkpoint, fold)) {
                            output.resumeAt(checkpoint.emission());
                            follow(checkpoint.position(), fold, output, archivist);
                            return;
                        }
                    }
                    output.giveBack();
                }
                checkBeginning();
                SliceOutput output = new SliceOutput(archivist, committed);
                try (StreamFold fold = new StreamFold(journal.stream(), output, answers)) {
                    follow(0, fold, output, archivist);
                }
            }
        }

        private void deleteTornCheckpoints() {
            try {
                Checkpoint.deleteTorn(checkpoints);
            } catch (IOException e) {
                LOG.warn("stream {}: half a checkpoint cannot be deleted", journal.stream(), e);
            }
        }

        private boolean restored(Checkpoint checkpoint, StreamFold fold) {
            try {
                if (checkpoint.isIntact()) {
                    checkpoint.restore(fold);
                    return true;
                }
                LOG.warn("the checkpoint {} is damaged and is passed over", checkpoint.file());
            } catch (UnusableCheckpoint e) {
                // another version numbers slices in another way: beginning anew would repeat some
                throw new StreamException(
                        "The checkpoint "
                                + checkpoint.file()
                                + " cannot be gone on with: "
                                + e.getMessage(),
                        e);
            } catch (IOException | RuntimeException e) {
                LOG.warn("the checkpoint {} cannot be read, passed over", checkpoint.file(), e);
            }
            return false;
        }

        private void follow(
                long position, StreamFold fold, SliceOutput output, Archivist archivist) {
            LOG.info(
                    "stream {}: from position {}, committed up to {}",
                    journal.stream(),
                    position,
                    committed.position());
            try (JournalReader reader = journal.reader(position)) {
                while (!abandoned) {
                    int taken = 0;
                    while (taken < BURST && reader.next()) {
                        if (output.isBehind()) {
                            reached(reader.position(), fold, output);
                        }
                        fold.apply(reader);
                        taken++;
                    }
                    if (output.isBehind()) {
                        reached(reader.nextPosition(), fold, output);
                    }
                    processed = reader.nextPosition();
                    datagrams = fold.datagrams();
                    records = fold.records();
                    slices = output.emission();
                    boolean atEnd = taken == 0 && reader.nextPosition() >= end;
                    keepPace(reader.nextPosition(), atEnd, fold, output, archivist);
                    if (atEnd) {
                        archivist.finish();
                        return;
                    }
                    if (taken == 0) {
                        reader.await(IDLE_NANOS);
                    }
                }
            }
        }

        private void reached(long position, StreamFold fold, SliceOutput output) {
            if (position >= committed.position()) {
                fold.settle();
                if (!output.reached(position)) {
                    LOG.error(
                            "stream {}: up to position {} the journal gives other slices than were"
                                    + " committed; it is damaged, and what is committed stays",
                            journal.stream(),
                            committed.position());
                }
            }
        }

        private void keepPace(
                long position,
                boolean atEnd,
                StreamFold fold,
                SliceOutput output,
                Archivist archivist) {
            long now = System.nanoTime();
            boolean isFull = output.rows() >= pace.fileRows();
            if (kind == StreamKind.REPLAY) {
                if (atEnd) {
                    commit(position, true, fold, output, archivist);
                } else if (isFull) {
                    output.handOver();
                    output.beginFile();
                    archivist.cut();
                }
                return;
            }
            boolean caughtUp = position >= caughtUpAt;
            boolean isDue =
                    position != committedPosition
                            && now - committedAt >= pace.commit().toNanos()
                            && caughtUp;
            if (atEnd || isDue || (isFull && position >= committed.position())) {
                commit(position, true, fold, output, archivist);
            } else if (caughtUp && now - toldAt >= pace.counters().toNanos()) {
                activeCalls = fold.activeCalls();
                if (fold.datagrams() != toldDatagrams
                        || pending.version() != toldPending
                        || shed.version() != toldShed) {
                    commit(position, output.rows() == 0, fold, output, archivist);
                }
                toldAt = now;
            }
            long sinceCheckpoint = now - checkpointAt;
            boolean hasMuch =
                    caughtUp
                            && fold.records() - checkpointRecords >= pace.checkpointRecords()
                            && sinceCheckpoint >= CHECKPOINT_REST * checkpointTook;
            boolean isOld = hasMuch || sinceCheckpoint >= pace.checkpoint().toNanos();
            if (position != checkpointPosition
                    && (atEnd || (isOld && position >= committed.position()))) {
                checkpoint(position, fold, output, archivist);
            }
        }

        private void commit(
                long position,
                boolean withSlices,
                StreamFold fold,
                SliceOutput output,
                Archivist archivist) {
            toldDatagrams = fold.datagrams();
            long pendingBefore = toldPending;
            toldPending = pending.version();
            toldShed = shed.version();
            if (withSlices) {
                fold.settle();
                output.handOver();
                output.beginFile();
                committedPosition = position;
                committedAt = System.nanoTime();
            }
            archivist.commit(
                    new Archivist.Snapshot(
                            withSlices,
                            position,
                            fold.clock(),
                            fold.counters(),
                            fold.takeLosses(),
                            pending.changedSince(pendingBefore),
                            shed.snapshot(),
                            withSlices ? fold.takeProfile() : ExporterProfile.NOTHING,
                            fold.takeFacts()));
            toldAt = System.nanoTime();
            activeCalls = fold.activeCalls();
            figures = fold.figures();
        }

        private void checkpoint(
                long position, StreamFold fold, SliceOutput output, Archivist archivist) {
            commit(position, true, fold, output, archivist);
            long begun = System.nanoTime();
            try {
                archivist.publish(Checkpoint.write(checkpoints, position, output.emission(), fold));
            } catch (IOException e) {
                LOG.error(
                        "stream {}: a checkpoint cannot be written, the next try follows",
                        journal.stream(),
                        e);
            }
            checkpointPosition = position;
            checkpointAt = System.nanoTime();
            checkpointTook = checkpointAt - begun;
            checkpointRecords = fold.records();
        }
    }
}
