package net.flowtally.app.screen;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import net.flowtally.app.screen.Job.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs work off the window's thread and brings results back to it. The border where an unexpected
/// failure of such work is logged and turned into a sentence for the user. To be used from the
/// window's thread.
public final class Background {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);

    private final Executor workers;
    private final Executor window;
    private final Consumer<Failure> failures;
    private final ObservableList<Job> jobs = FXCollections.observableArrayList();

    /// One for good: such a view is held only weakly by what it shows, and with it those who
    /// listen.
    private final ObservableList<Job> view = FXCollections.unmodifiableObservableList(jobs);

    /// @param workers where work runs
    /// @param window runs a task on the window's thread, later
    /// @param failures told of failures nobody else handles, on the window's thread
    public Background(Executor workers, Executor window, Consumer<Failure> failures) {
        this.workers = workers;
        this.window = window;
        this.failures = failures;
    }

    /// What is waiting or running, oldest first.
    public ObservableList<Job> jobs() {
        return view;
    }

    /// Starts work whose failure is shown to the user.
    public <T> Job start(String title, Work<T> work, Consumer<T> done) {
        return start(title, work, done, failures);
    }

    /// Starts work.
    ///
    /// @param done takes the result on the window's thread, unless the job was cancelled
    /// @param failed takes the failure on the window's thread, unless the job was cancelled
    public <T> Job start(String title, Work<T> work, Consumer<T> done, Consumer<Failure> failed) {
        Job job = new Job(title, window);
        jobs.add(job);
        follow(job, work, done, failed);
        return job;
    }

    /// Starts work that is done again and again, such as looking whether something has changed. It
    /// is not listed among the jobs.
    public <T> void startQuietly(Work<T> work, Consumer<T> done, Consumer<Failure> failed) {
        follow(new Job("", window), work, done, failed);
    }

    private <T> void follow(Job job, Work<T> work, Consumer<T> done, Consumer<Failure> failed) {
        job.stateProperty()
                .subscribe(state -> {
                    if (job.isOver()) {
                        jobs.remove(job);
                    }
                });
        workers.execute(() -> work(job, work, done, failed));
    }

    private <T> void work(Job job, Work<T> work, Consumer<T> done, Consumer<Failure> failed) {
        if (job.cancellation().isCancelled()) {
            return;
        }
        window.execute(() -> job.enter(State.RUNNING));
        try {
            T result = work.run(job);
            window.execute(() -> finish(job, State.DONE, () -> done.accept(result)));
        } catch (Exception e) {
            if (job.cancellation().isCancelled()) {
                return;
            }
            Failure failure = Failure.of(e);
            if (!failure.isExpected()) {
                LOG.error("{} failed, code {}", job.title(), failure.code(), e);
            }
            window.execute(() -> finish(job, State.FAILED, () -> failed.accept(failure)));
        }
    }

    private static void finish(Job job, State state, Runnable deliver) {
        if (job.isOver()) {
            return;
        }
        job.enter(state);
        deliver.run();
    }
}
