package net.flowtally.app.collectors;

import java.util.List;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import net.flowtally.ledger.store.Home;

/// The bundled collector as the window sees it. To be used from the window's thread.
public final class CollectorModel {
    private final ReadOnlyObjectWrapper<CollectorState> state =
            new ReadOnlyObjectWrapper<>(new CollectorState.Stopped());
    private final CollectorProcess process;
    private final Executor workers;

    /// @param options of the command `collect`, beside the home
    /// @param workers where waiting for the disk or a process does no harm
    /// @param window runs a task on the window's thread, later
    public CollectorModel(Home home, List<String> options, Executor workers, Executor window) {
        this.workers = workers;
        this.process =
                new CollectorProcess(home, options, next -> window.execute(() -> state.set(next)));
    }

    public ReadOnlyObjectProperty<CollectorState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    public CollectorState state() {
        return state.get();
    }

    /// Looks whether a collector was started or ended elsewhere.
    public void look() {
        workers.execute(process::look);
    }

    public void start() {
        workers.execute(process::start);
    }

    public void stop() {
        workers.execute(process::stop);
    }

    /// Asks a collector of ours to end, and returns at once: it commits everything by itself.
    public void stopAtExit() {
        process.stop();
    }
}
