package net.flowtally.ledger;

import java.util.ArrayList;
import java.util.List;

/// A request to stop long work, shared between who asks and who works. Thread-safe; once cancelled
/// it stays so.
public final class Cancellation {
    private final List<Runnable> actions = new ArrayList<>();
    private volatile boolean cancelled;

    /// A request that nobody will ever make.
    public static Cancellation none() {
        return new Cancellation();
    }

    public void cancel() {
        List<Runnable> due;
        synchronized (actions) {
            cancelled = true;
            due = List.copyOf(actions);
            actions.clear();
        }
        due.forEach(Runnable::run);
    }

    public boolean isCancelled() {
        return cancelled;
    }

    /// @throws Cancelled if it was asked for
    public void check() {
        if (cancelled) {
            throw new Cancelled();
        }
    }

    /// Runs an action when it is asked for, at once if that has happened already. Used to stop what
    /// cannot look at the flag itself, such as a query.
    ///
    /// @return closes the registration
    public Registration onCancel(Runnable action) {
        boolean now;
        synchronized (actions) {
            now = cancelled;
            if (!now) {
                actions.add(action);
            }
        }
        if (now) {
            action.run();
        }
        return () -> {
            synchronized (actions) {
                actions.remove(action);
            }
        };
    }

    /// Ends the interest in a cancellation.
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
