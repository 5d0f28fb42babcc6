package net.flowtally.collector.stream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.SliceBatch;
import net.flowtally.ledger.calls.SliceFile;
import net.flowtally.ledger.calls.StreamCommit;
import net.flowtally.ledger.calls.StreamKind;
import net.flowtally.ledger.calls.WrittenFile;
import net.flowtally.ledger.exporter.ExporterCounters;
import net.flowtally.ledger.exporter.ExporterFact;
import net.flowtally.ledger.exporter.ExporterProfile;
import net.flowtally.ledger.exporter.PendingSource;
import net.flowtally.ledger.exporter.QuarterLoss;
import net.flowtally.ledger.exporter.ShedSource;

/// The thread that puts a stream's slices into files and commits them, in the order in which the
/// stream's thread hands them over. When something fails it takes nothing more and tells at the
/// next hand-over; the journal has everything for another try.
final class Archivist implements AutoCloseable {
    private static final int WAITING_AT_MOST = 4;

    /// What is handed over.
    private sealed interface Order {
        record Append(SliceBatch batch) implements Order {}

        record Cut() implements Order {}

        record Commit(Snapshot snapshot) implements Order {}

        record Publish(Checkpoint checkpoint) implements Order {}

        record End() implements Order {}
    }

    /// The figures of a commit, as of one entry of the journal.
    ///
    /// @param withSlices false if the slices handed over so far stay for a later commit and only
    ///   counters are told
    record Snapshot(
            boolean withSlices,
            long position,
            long clock,
            List<ExporterCounters> counters,
            List<QuarterLoss> losses,
            List<PendingSource> pending,
            List<ShedSource> shed,
            ExporterProfile profile,
            List<ExporterFact> facts) {}

    private final CallArchive archive;
    private final String stream;
    private final StreamKind kind;
    private final LongConsumer syncJournalTo;
    private final Runnable committed;
    private final Consumer<List<Checkpoint>> published;
    private final BlockingQueue<Order> orders = new ArrayBlockingQueue<>(WAITING_AT_MOST);
    private final BlockingQueue<SliceBatch> free = new ArrayBlockingQueue<>(2);
    private final List<WrittenFile> finished = new ArrayList<>();
    private final List<SliceFile> open = new ArrayList<>(1);
    private final Thread thread;

    private long nextEmission;
    private long position;
    private long emission;
    private long clock;
    private volatile boolean abandoned;
    private volatile boolean failed;
    private volatile RuntimeException failure = new StreamException("");

    /// @param before what is committed already
    /// @param syncJournalTo brings the journal to the disk up to a position
    /// @param committed told of each commit
    /// @param published told of the checkpoints that exist whenever one is added
    @SuppressWarnings("ThreadPriorityCheck") // only loss depends on it, no order does
    Archivist(
            CallArchive archive,
            String stream,
            StreamKind kind,
            Committed before,
            LongConsumer syncJournalTo,
            Runnable committed,
            Consumer<List<Checkpoint>> published) {
        this.archive = archive;
        this.stream = stream;
        this.kind = kind;
        this.syncJournalTo = syncJournalTo;
        this.committed = committed;
        this.published = published;
        nextEmission = before.emission();
        position = before.position();
        emission = before.emission();
        clock = before.clock();
        free.add(new SliceBatch());
        free.add(new SliceBatch());
        thread =
                Thread.ofPlatform()
                        .name("archive-" + stream)
                        .daemon()
                        .priority(Thread.MIN_PRIORITY)
                        .start(this::run);
    }

    /// An empty batch; waits for one.
    SliceBatch batch() {
        while (true) {
            Optional<SliceBatch> batch = poll(free);
            if (batch.isPresent()) {
                return batch.get();
            }
            throwFailure();
        }
    }

    /// Takes slices; the batch comes back through `batch()`.
    void append(SliceBatch batch) {
        hand(new Order.Append(batch));
    }

    /// Ends the file that is being written.
    void cut() {
        hand(new Order.Cut());
    }

    void commit(Snapshot snapshot) {
        hand(new Order.Commit(snapshot));
    }

    /// Publishes a checkpoint once everything handed over before is committed.
    void publish(Checkpoint checkpoint) {
        hand(new Order.Publish(checkpoint));
    }

    /// Returns when everything handed over is done.
    void finish() {
        hand(new Order.End());
        join();
        throwFailure();
    }

    private void hand(Order order) {
        try {
            while (!orders.offer(order, 100, TimeUnit.MILLISECONDS)) {
                throwFailure();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        throwFailure();
    }

    private void throwFailure() {
        if (failed) {
            throw new SlicesRefused(failure);
        }
    }

    private static StreamException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new StreamException("Writing slices was interrupted.", cause);
    }

    /// Never waits for ever, so that nobody needs to be interrupted: an interrupt would close the
    /// files that a thread is using.
    private static <T> Optional<T> poll(BlockingQueue<T> queue) {
        try {
            return Optional.ofNullable(queue.poll(100, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void run() {
        try {
            boolean more = true;
            while (more && !abandoned) {
                Optional<Order> order = poll(orders);
                more = order.isEmpty() || carryOut(order.get());
            }
        } catch (IOException e) {
            fail(new StreamException("A checkpoint cannot be written: " + e.getMessage(), e));
        } catch (RuntimeException e) {
            fail(e);
        } finally {
            discard();
        }
    }

    private boolean carryOut(Order order) throws IOException {
        switch (order) {
            case Order.Append(SliceBatch batch) -> write(batch);
            case Order.Cut() -> finishFile();
            case Order.Commit(Snapshot snapshot) -> write(snapshot);
            case Order.Publish(Checkpoint checkpoint) -> published.accept(checkpoint.publish());
            case Order.End() -> {
                return false;
            }
        }
        return true;
    }

    private void fail(RuntimeException cause) {
        failure = cause;
        failed = true;
    }

    private void write(SliceBatch batch) {
        if (batch.size() > 0) {
            if (open.isEmpty()) {
                open.add(archive.begin(stream, nextEmission));
            }
            open.getFirst().append(batch);
            nextEmission += batch.size();
        }
        batch.clear();
        free.add(batch);
    }

    private void finishFile() {
        if (!open.isEmpty()) {
            finished.add(open.getFirst().finish());
            open.clear();
        }
    }

    private void write(Snapshot snapshot) {
        List<WrittenFile> files = List.of();
        if (snapshot.withSlices()) {
            finishFile();
            files = List.copyOf(finished);
            position = snapshot.position();
            emission = nextEmission;
            clock = snapshot.clock();
            syncJournalTo.accept(position);
        }
        archive.commit(
                new StreamCommit(
                        stream,
                        kind,
                        position,
                        emission,
                        clock,
                        files,
                        snapshot.counters(),
                        snapshot.losses(),
                        snapshot.pending(),
                        snapshot.shed(),
                        snapshot.profile(),
                        snapshot.facts()));
        if (snapshot.withSlices()) {
            finished.clear();
        }
        committed.run();
    }

    private void discard() {
        for (SliceFile file : open) {
            file.close();
        }
        open.clear();
    }

    private void join() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// Gives up what is not committed.
    @Override
    public void close() {
        abandoned = true;
        join();
    }
}
