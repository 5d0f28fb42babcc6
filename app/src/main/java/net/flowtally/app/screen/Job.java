package net.flowtally.app.screen;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;

/// One piece of work in the background: what it is called, how far it is, and a way to stop it.
/// Properties belong to the window's thread; `progress` may be called by the working thread.
public final class Job implements Progress {
    /// Value of `progressProperty` while nobody can tell how far the work is.
    public static final double UNKNOWN = -1;

    /// Where the work stands.
    public enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED
    }

    private record Report(double fraction, String note) {
        static final Report SHOWN = new Report(UNKNOWN, "");
    }

    private final String title;
    private final Executor window;
    private final Cancellation cancellation = new Cancellation();
    private final AtomicReference<Report> unshown = new AtomicReference<>(Report.SHOWN);
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.WAITING);
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper(UNKNOWN);
    private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");

    Job(String title, Executor window) {
        this.title = title;
        this.window = window;
    }

    public String title() {
        return title;
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    public State state() {
        return state.get();
    }

    public boolean isOver() {
        return state.get() != State.WAITING && state.get() != State.RUNNING;
    }

    /// From 0 to 1, or `UNKNOWN`.
    public ReadOnlyDoubleProperty progressProperty() {
        return progress.getReadOnlyProperty();
    }

    /// What is being done right now, in words; may be empty.
    public ReadOnlyStringProperty noteProperty() {
        return note.getReadOnlyProperty();
    }

    /// What the work hands to queries, so that `cancel` reaches them.
    public Cancellation cancellation() {
        return cancellation;
    }

    /// Stops the work where it is. Its result is not delivered any more.
    public void cancel() {
        cancellation.cancel();
        if (!isOver()) {
            state.set(State.CANCELLED);
        }
    }

    @Override
    public void at(String what, long done, long of) {
        progress(of == 0 ? UNKNOWN : (double) done / of, what);
    }

    /// Tells how far the work is. Cheap: reports that come faster than the window can show replace
    /// one another.
    public void progress(double fraction, String what) {
        if (unshown.getAndSet(new Report(fraction, what)).equals(Report.SHOWN)) {
            window.execute(() -> {
                Report report = unshown.getAndSet(Report.SHOWN);
                progress.set(report.fraction());
                note.set(report.note());
            });
        }
    }

    void enter(State next) {
        if (!isOver()) {
            state.set(next);
        }
    }
}
