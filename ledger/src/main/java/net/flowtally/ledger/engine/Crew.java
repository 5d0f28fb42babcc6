package net.flowtally.ledger.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Cancelled;

/// Does many tasks of one kind on two threads, each with tools of its own, such as engines, which
/// are for one thread. Results are handed over on the calling thread, in the order of the tasks.
/// The first failure, or a cancellation, ends all.
public final class Crew {
    /// So many are at work at most. What they share, such as memory, is divided by this.
    public static final int SIZE = 2;

    /// So many tasks are begun before the result of the first of them is taken: bounds the memory
    /// that results wait in.
    private static final int MOST_AHEAD = 2 * SIZE;

    private Crew() {}

    /// What one of the crew works with.
    public interface Tools extends AutoCloseable {
        @Override
        void close();
    }

    /// Does one task.
    ///
    /// @param <X> what it throws
    @FunctionalInterface
    public interface Work<W extends Tools, T, R, X extends Exception> {
        /// @param cancellation asks to stop also when another task has failed
        R run(W tools, T task, Cancellation cancellation) throws X;
    }

    /// Takes a result.
    ///
    /// @param <X> what it throws, which ends all
    @FunctionalInterface
    public interface Results<R, X extends Exception> {
        void accept(R result) throws X;
    }

    /// @param name of the threads, which get a number besides
    public static <W extends Tools, T, R, X extends Exception> void run(
            String name,
            List<T> tasks,
            Supplier<W> tools,
            Work<W, T, R, X> work,
            Results<R, X> results,
            Cancellation cancellation)
            throws X {
        if (tasks.isEmpty()) {
            return;
        }
        Cancellation own = new Cancellation();
        ConcurrentLinkedQueue<W> made = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<W> idle = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        try (Cancellation.Registration _ = cancellation.onCancel(own::cancel);
                ExecutorService crew =
                        Executors.newFixedThreadPool(
                                Math.min(SIZE, tasks.size()),
                                Thread.ofPlatform().name(name + "-", 1).factory())) {
            Deque<Future<R>> open = new ArrayDeque<>();
            try {
                for (T task : tasks) {
                    open.add(
                            crew.submit(() -> {
                                try {
                                    own.check();
                                    W taken = idle.poll();
                                    if (taken == null) {
                                        taken = tools.get();
                                        made.add(taken);
                                    }
                                    R result = work.run(taken, task, own);
                                    idle.add(taken);
                                    return result;
                                } catch (Throwable e) {
                                    failures.add(e);
                                    own.cancel();
                                    throw e;
                                }
                            }));
                    if (open.size() > MOST_AHEAD) {
                        results.accept(open.remove().get());
                    }
                }
                while (!open.isEmpty()) {
                    results.accept(open.remove().get());
                }
            } finally {
                own.cancel();
            }
        } catch (ExecutionException e) {
            Throwable failure = failures.element();
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            @SuppressWarnings("unchecked") // work throws nothing else
            X expected = (X) failure;
            throw expected;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Cancelled();
        } finally {
            made.forEach(Tools::close);
        }
    }
}
