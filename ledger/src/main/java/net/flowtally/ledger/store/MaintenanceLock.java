package net.flowtally.ledger.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import net.flowtally.ledger.Cancellation;
import org.jspecify.annotations.Nullable;

/// The one lock that accounting, compaction, sealing and whatever else rewrites files of a home
/// hold, across all processes. The operating system takes it back when its holder dies.
public final class MaintenanceLock implements AutoCloseable {
    /// How long callers wait for it.
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration STEP = Duration.ofMillis(50);

    private final FileChannel channel;

    private MaintenanceLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the lock.
    ///
    /// @param patience how long to wait while another holds it
    /// @throws StoreException if it is held all that time
    public static MaintenanceLock take(Home home, Duration patience, Cancellation cancellation) {
        Path file = home.lock().resolve("maintenance");
        try {
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            boolean held = false;
            try {
                held = await(channel, patience, cancellation);
            } finally {
                if (!held) {
                    channel.close();
                }
            }
            if (!held) {
                throw new StoreException(
                        "Another Flowtally is at work on "
                                + home.root()
                                + " just now (accounting, sealing or the like); try again when it has"
                                + " finished.");
            }
            return new MaintenanceLock(channel);
        } catch (IOException e) {
            throw new StoreException("The lock " + file + " cannot be taken: " + e, e);
        }
    }

    /// Refuses work under a lock that has been given back.
    public void check() {
        if (!channel.isOpen()) {
            throw new IllegalStateException("the maintenance lock has been given back");
        }
    }

    private static boolean await(FileChannel channel, Duration patience, Cancellation cancellation)
            throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            cancellation.check();
            try {
                @Nullable FileLock lock = channel.tryLock();
                if (lock != null) {
                    return true;
                }
            } catch (OverlappingFileLockException _) {
                // another thread of this process has it: wait like for another process
            }
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StoreException("The maintenance lock cannot be given back: " + e, e);
        }
    }
}
