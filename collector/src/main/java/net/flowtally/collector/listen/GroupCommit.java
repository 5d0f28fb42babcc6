package net.flowtally.collector.listen;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import net.flowtally.collector.journal.JournalException;
import net.flowtally.collector.journal.JournalWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread that brings the journal to the disk when somebody waits for it. What is asked for
/// during a sync is answered by the next one, all of it at once.
final class GroupCommit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final long RETRY_SECONDS = 1;

    private final JournalWriter journal;
    private final LongConsumer synced;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition asked = lock.newCondition();
    private final Thread thread;
    private boolean wanted;
    private boolean ended;

    /// @param synced told of the position up to which the journal is on the disk
    GroupCommit(String stream, JournalWriter journal, LongConsumer synced) {
        this.journal = journal;
        this.synced = synced;
        thread = Thread.ofPlatform().name("commit-" + stream).daemon().start(this::run);
    }

    /// Asks for what is written so far.
    void request() {
        lock.lock();
        try {
            wanted = true;
            asked.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (awaitRequest(0)) {
            try {
                journal.sync();
                synced.accept(journal.synced());
            } catch (JournalException e) {
                LOG.error("acknowledgements wait, the next try follows", e);
                request();
                if (!awaitRequest(RETRY_SECONDS)) {
                    return;
                }
                request();
            }
        }
    }

    /// Waits until something is asked for, at least some seconds.
    ///
    /// @return false if there is nothing more to do
    private boolean awaitRequest(long atLeastSeconds) {
        lock.lock();
        try {
            long nanos = TimeUnit.SECONDS.toNanos(atLeastSeconds);
            while (!ended && nanos > 0) {
                nanos = asked.awaitNanos(nanos);
            }
            while (!ended && !wanted) {
                asked.awaitUninterruptibly();
            }
            wanted = false;
            return !ended;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            ended = true;
            asked.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
