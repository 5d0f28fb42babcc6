package net.flowtally.app.window;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.stage.Stage;
import javafx.stage.Window;
import net.flowtally.app.screen.Destination;
import net.flowtally.ledger.store.Home;

/// The window on a home, for tests: what it shows is read, and its controls are used, without a
/// mouse. Waits for conditions, never for a time.
final class OpenWindow implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final int MOST_PASSES = 5;
    private static final CountDownLatch STARTED = new CountDownLatch(1);

    private final Stage stage;
    private final WorkstationWindow window;

    private OpenWindow(Stage stage, WorkstationWindow window) {
        this.stage = stage;
        this.window = window;
    }

    /// Opens the window and waits until the ledger is open and the first screen is there.
    ///
    /// @param file where everything is written that is exported
    static OpenWindow on(Home home, Clock clock, Path file) {
        start();
        OpenWindow opened =
                onWindow(() -> {
                    Stage stage = new Stage();
                    WorkstationWindow window =
                            new WorkstationWindow(
                                    stage,
                                    home,
                                    clock,
                                    Locale.ENGLISH,
                                    "test",
                                    (title, suggested) -> Optional.of(file),
                                    () -> {});
                    window.show();
                    return new OpenWindow(stage, window);
                });
        opened.rest();
        return opened;
    }

    static synchronized void start() {
        if (STARTED.getCount() > 0) {
            Platform.startup(STARTED::countDown);
            Platform.setImplicitExit(false);
        }
        try {
            STARTED.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Waits until nothing is being looked up.
    void rest() {
        await(window::isIdle);
    }

    Destination here() {
        return onWindow(() -> window.history().current());
    }

    void go(Destination destination) {
        run(() -> window.history().open(destination));
        rest();
    }

    void back() {
        run(window.history()::back);
        rest();
    }

    /// Does something on the window's thread and waits until nothing is being looked up.
    void run(Runnable action) {
        onWindow(() -> {
            action.run();
            return action;
        });
        rest();
    }

    /// Does something on the window's thread that may wait there for an answer.
    void later(Runnable action) {
        Platform.runLater(action);
    }

    /// Does something in the dialog that is open, or opens soon.
    <T extends Node> void inDialog(String selector, Class<T> type, Consumer<T> action) {
        dialog(
                selector,
                type,
                node -> {
                    action.accept(node);
                    return true;
                });
    }

    /// Reads something of the dialog that is open, or opens soon.
    <T extends Node, R> R dialog(String selector, Class<T> type, Function<T, R> reading) {
        await(() -> foundInDialog(selector).isPresent());
        return onWindow(() -> reading.apply(type.cast(foundInDialog(selector).orElseThrow())));
    }

    private Optional<Node> foundInDialog(String selector) {
        return Window.getWindows().stream()
                .filter(other -> !other.equals(stage) && other.isShowing())
                .map(other -> other.getScene().lookup(selector))
                .filter(Objects::nonNull)
                .findFirst();
    }

    History history() {
        return window.history();
    }

    Scene scene() {
        return stage.getScene();
    }

    Frame frame() {
        return window.frame();
    }

    /// On the window's thread only.
    Node lookup(String selector) {
        return laidOut().lookup(selector);
    }

    /// What scroll panes and tables hold is there only once the scene was laid out, and what cells
    /// of tables hold only when those were laid out in turn: until nothing is left to be.
    private Parent laidOut() {
        Parent root = stage.getScene().getRoot();
        for (int pass = 0; pass < MOST_PASSES; pass++) {
            root.applyCss();
            root.layout();
            if (!root.isNeedsLayout()) {
                break;
            }
        }
        return root;
    }

    /// All buttons that are shown; on the window's thread only.
    List<Button> buttons() {
        return laidOut().lookupAll(".button").stream()
                .filter(Button.class::isInstance)
                .map(Button.class::cast)
                .toList();
    }

    /// A control by its id.
    <T extends Node> T find(String id, Class<T> type) {
        return onWindow(() -> type.cast(laidOut().lookup("#" + id)));
    }

    /// The words of all labels, buttons and links that are shown.
    List<String> words() {
        return onWindow(() -> {
            List<String> words = new ArrayList<>();
            gather(laidOut(), words);
            return words;
        });
    }

    private static void gather(Node node, List<String> words) {
        if (!node.isVisible()) {
            return;
        }
        if (node instanceof Labeled labeled && labeled.getText() != null) {
            words.add(labeled.getText().replace('\u202f', ' '));
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> gather(child, words));
        }
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!onWindow(condition::getAsBoolean)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the window did not come to rest");
            }
            Thread.onSpinWait();
        }
    }

    static <T> T onWindow(Callable<T> action) {
        FutureTask<T> task = new FutureTask<>(action);
        if (Platform.isFxApplicationThread()) {
            task.run();
        } else {
            Platform.runLater(task);
        }
        try {
            return task.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        onWindow(() -> {
            stage.hide();
            return stage;
        });
    }
}
