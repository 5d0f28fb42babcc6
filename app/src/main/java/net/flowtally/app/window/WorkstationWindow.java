package net.flowtally.app.window;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ListChangeListener;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import net.flowtally.app.collectors.CollectorState;
import net.flowtally.app.screen.Background;
import net.flowtally.app.screen.Destination;
import net.flowtally.app.screen.Failure;
import net.flowtally.app.screen.FileChoice;
import net.flowtally.app.screen.Job;
import net.flowtally.app.screen.Keepsakes;
import net.flowtally.app.screen.PeriodsModel;
import net.flowtally.app.screen.Section;
import net.flowtally.app.screen.Texts;
import net.flowtally.app.widget.EmptyState;
import net.flowtally.app.widget.ThemedDialog;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.store.Home;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The window from its opening to its end. The frame is there at once; the ledger is opened behind
/// it. To be made and used on the window's thread.
final class WorkstationWindow {
    private static final Duration LOOK_AT_COLLECTION = Duration.ofSeconds(2);
    private static final Duration LOOK_AT_SITE = Duration.ofSeconds(30);
    private static final int WORKERS = 3;
    private static final Logger LOG = LoggerFactory.getLogger(WorkstationWindow.class);

    private record Opened(Ledger ledger, List<BillingPeriod> periods) {
        static Opened of(Ledger ledger) {
            return new Opened(ledger, ledger.periods().list());
        }
    }

    private final Home home;
    private final Clock clock;
    private final String programVersion;
    private final Runnable closed;
    private final Texts texts;
    private final KeepsakeFile keepsakeFile;
    private final Keepsakes keepsakes;
    private final PeriodsModel periods;
    private final Stage stage;
    private final ObjectProperty<Theme> theme;
    private final BooleanProperty keepCollecting;
    private final ExecutorService workers = pool("work", WORKERS);
    private final ExecutorService watchers = pool("watch", 1);
    private final NoticeStack notices;
    private final Background background;
    private final Background watch;
    private final History history;
    private final List<PaletteEntry> screens = new ArrayList<>();
    private final StackPane statusSlot = new StackPane();
    private final FileChoice files;
    private final Frame frame;
    private final List<Timeline> looks = new ArrayList<>();
    private final Runnable firstPulse = this::tellFirstScreen;
    private WindowSettings settings;
    private Optional<Ledger> ledger = Optional.empty();
    private Optional<AppGraph> graph = Optional.empty();

    /// @param closed run once when the window is closed and everything is put away
    WorkstationWindow(
            Stage stage,
            Home home,
            Clock clock,
            Locale locale,
            String programVersion,
            FileChoice files,
            Runnable closed) {
        this.stage = stage;
        this.home = home;
        this.clock = clock;
        this.programVersion = programVersion;
        this.files = files;
        this.closed = closed;
        texts = new Texts(WorkstationWindow.class, locale);
        keepsakeFile = new KeepsakeFile(home);
        keepsakes = keepsakeFile.read();
        periods = new PeriodsModel(keepsakes);
        settings = WindowSettings.of(keepsakes);
        history = new History(Frame.start(settings.section()));
        theme = new SimpleObjectProperty<>(settings.theme());
        keepCollecting = new SimpleBooleanProperty(settings.keepCollecting());
        notices = new NoticeStack(texts);
        background = new Background(workers, Platform::runLater, notices::complain);
        watch = new Background(watchers, Platform::runLater, notices::complainOnce);
        frame =
                new Frame(
                        texts,
                        history,
                        periods,
                        theme,
                        new Palette(
                                new PaletteModel(texts, this::paletteEntries, this::showCalls),
                                texts),
                        statusSlot,
                        notices.node());
        HBox waiting = new HBox(new Label(texts.get("opening")));
        waiting.getStyleClass().add("status-bar");
        statusSlot.getChildren().add(waiting);
        for (Section section : Section.values()) {
            screens.add(
                    new PaletteEntry(
                            texts.get("section." + section),
                            texts.get("palette.kind.screen"),
                            () -> frame.go(section)));
        }
        place();
    }

    /// Shows the frame and begins to open the ledger.
    void show() {
        Thread.currentThread()
                .setUncaughtExceptionHandler((thread, thrown) -> {
                    Failure failure = Failure.of(thrown);
                    LOG.error("the window's thread came to grief, code {}", failure.code(), thrown);
                    notices.complain(failure);
                });
        stage.show();
        background.start(
                texts.get("opening"),
                job -> Opened.of(Ledger.open(home, clock, programVersion)),
                this::opened,
                this::notOpened);
    }

    private void notOpened(Failure failure) {
        statusSlot.getChildren().clear();
        frame.showInstead(
                new EmptyState(
                                Material2OutlinedAL.ERROR_OUTLINE,
                                texts.get("opening.failed"),
                                failure.isExpected()
                                        ? failure.sentence()
                                        : texts.get("notice.unforeseen", failure.code()))
                        .offer(texts.get("opening.close"), this::close));
    }

    Frame frame() {
        return frame;
    }

    History history() {
        return history;
    }

    ObjectProperty<Theme> theme() {
        return theme;
    }

    /// What stands in the notices.
    List<String> notices() {
        return notices.sentences();
    }

    /// Whether nothing runs in the background.
    boolean isIdle() {
        return graph.isPresent() && background.jobs().isEmpty();
    }

    private void place() {
        Scene scene = new Scene(frame.root(), settings.width(), settings.height());
        scene.getStylesheets().add(Workstation.styles());
        theme.subscribe(now -> now.apply(frame.root()));
        Platform.getPreferences()
                .colorSchemeProperty()
                .subscribe(() -> theme.get().apply(frame.root()));
        stage.setTitle(texts.get("title", String.valueOf(home.root().getFileName())));
        stage.getIcons().addAll(new Mark().image(32), new Mark().image(128));
        stage.setScene(scene);
        Rectangle2D spot =
                new Rectangle2D(
                        Double.isNaN(settings.x()) ? 0 : settings.x(),
                        Double.isNaN(settings.y()) ? 0 : settings.y(),
                        settings.width(),
                        settings.height());
        if (!Double.isNaN(settings.x()) && !Screen.getScreensForRectangle(spot).isEmpty()) {
            stage.setX(settings.x());
            stage.setY(settings.y());
        }
        stage.setMaximized(settings.maximized());
        stage.setOnCloseRequest(this::closing);
        stage.setOnHidden(event -> putAway());
    }

    private void opened(Opened opened) {
        ledger = Optional.of(opened.ledger());
        periods.show(opened.periods());
        history.settle(periods::settled);
        history.currentProperty().subscribe(periods::follow);
        AppGraph made =
                new AppGraph(
                        opened.ledger(),
                        background,
                        watch,
                        watchers,
                        Platform::runLater,
                        notices,
                        history,
                        files,
                        periods,
                        keepsakes,
                        texts,
                        clock,
                        System.getProperty("user.name", "workstation"));
        graph = Optional.of(made);
        JobTray jobs = new JobTray(background, texts);
        statusSlot.getChildren().setAll(made.statusBar(jobs).node());
        frame.addCollectorMenu(made.collector(), keepCollecting);
        for (Section section : Section.values()) {
            frame.add(section, made.screen(section));
        }
        whenIdle(this::waitForFirstScreen);
        made.lookAtSite();
        made.lookAtCollection();
        repeat(LOOK_AT_COLLECTION, made::lookAtCollection);
        repeat(LOOK_AT_SITE, made::lookAtSite);
    }

    /// Does something on the window's thread as soon as nothing is being looked up.
    void whenIdle(Runnable action) {
        if (isIdle()) {
            Platform.runLater(action);
            return;
        }
        background
                .jobs()
                .addListener(
                        new ListChangeListener<Job>() {
                            @Override
                            public void onChanged(Change<? extends Job> change) {
                                if (isIdle()) {
                                    background.jobs().removeListener(this);
                                    Platform.runLater(action);
                                }
                            }
                        });
    }

    /// Goes to every screen and closes the window.
    void tour() {
        Runnable next = () -> stage.hide();
        for (Section section : List.of(Section.values()).reversed()) {
            Runnable rest = next;
            next =
                    () -> {
                        history.open(Frame.start(section));
                        whenIdle(rest);
                    };
        }
        whenIdle(next);
    }

    /// To the log, once what the first screen shows has been looked up and laid out.
    private void waitForFirstScreen() {
        stage.getScene().addPostLayoutPulseListener(firstPulse);
        Platform.requestNextPulse();
    }

    private void tellFirstScreen() {
        stage.getScene().removePostLayoutPulseListener(firstPulse);
        ProcessHandle.current()
                .info()
                .startInstant()
                .ifPresent(start ->
                        LOG.info(
                                "the first screen is there {} ms after the start of the process",
                                Duration.between(start, clock.instant()).toMillis()));
    }

    private void repeat(Duration every, Runnable action) {
        Timeline timeline =
                new Timeline(
                        new KeyFrame(
                                javafx.util.Duration.millis((double) every.toMillis()),
                                event -> action.run()));
        timeline.setCycleCount(Animation.INDEFINITE);
        timeline.play();
        looks.add(timeline);
    }

    private List<PaletteEntry> paletteEntries() {
        List<PaletteEntry> all = new ArrayList<>(screens);
        graph.ifPresent(made -> all.addAll(made.paletteEntries()));
        return all;
    }

    private void showCalls(String filter) {
        history.open(Destination.Calls.ofPeriod(UsageScope.ALL).withFilter(filter));
    }

    private void close() {
        stage.fireEvent(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST));
    }

    /// Asks what becomes of a collector of ours, unless that is settled.
    private void closing(WindowEvent event) {
        if (graph.isEmpty() || keepCollecting.get()) {
            return;
        }
        AppGraph made = graph.get();
        if (!(made.collector().state() instanceof CollectorState.Running)) {
            return;
        }
        ButtonType leave = new ButtonType(texts.get("closing.leave"), ButtonBar.ButtonData.YES);
        ButtonType stop = new ButtonType(texts.get("closing.stop"), ButtonBar.ButtonData.NO);
        Alert alert =
                new Alert(
                        Alert.AlertType.CONFIRMATION,
                        texts.get("closing.question"),
                        leave,
                        stop,
                        ButtonType.CANCEL);
        ThemedDialog.dress(alert, stage);
        alert.setHeaderText(texts.get("closing.title"));
        ButtonType answer = alert.showAndWait().orElse(ButtonType.CANCEL);
        if (answer.equals(stop)) {
            made.collector().stopAtExit();
        } else if (!answer.equals(leave)) {
            event.consume();
        }
    }

    private void putAway() {
        looks.forEach(Timeline::stop);
        boolean maximized = stage.isMaximized();
        new WindowSettings(
                        maximized ? settings.x() : stage.getX(),
                        maximized ? settings.y() : stage.getY(),
                        maximized ? settings.width() : stage.getScene().getWidth(),
                        maximized ? settings.height() : stage.getScene().getHeight(),
                        maximized,
                        theme.get(),
                        history.current().section(),
                        keepCollecting.get())
                .keepIn(keepsakes);
        keepsakeFile.write(keepsakes);
        background.jobs().stream().toList().forEach(job -> job.cancel());
        ledger.ifPresent(open -> workers.execute(open::close));
        workers.shutdown();
        watchers.shutdown();
        closed.run();
    }

    private static ExecutorService pool(String name, int threads) {
        ThreadFactory factory = Thread.ofPlatform().name(name + "-", 1).daemon().factory();
        return Executors.newFixedThreadPool(threads, factory);
    }
}
