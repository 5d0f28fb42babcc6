package net.flowtally.app.window;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.application.Platform;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import net.flowtally.app.screen.Destination;
import net.flowtally.app.screen.Section;
import net.flowtally.ledger.store.Home;

/// How long the window lets its user wait, on a home that has been accounted: `WindowBenchmark HOME
/// PERIOD ROUNDS COMMAND...`. The command opens the workstation on the home, and is started so many
/// times to see how long it takes from there to the first screen with its figures; then a tour of
/// all screens in this process tells the longest time for which the window's thread did not answer.
/// Prints Markdown.
final class WindowBenchmark {
    private static final Pattern READY =
            Pattern.compile("the first screen is there (\\d+) ms after the start of the process");
    private static final long PATIENCE_SECONDS = 180;

    private WindowBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Home home = Home.open(Path.of(arguments[0]));
        String period = arguments[1];
        int rounds = Integer.parseInt(arguments[2]);
        List<String> command = List.of(arguments).subList(3, arguments.length);
        List<Start> starts = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            Workstation.openNextAt(home, period);
            starts.add(start(home, command));
        }
        starts.sort(Comparator.comparingLong(Start::wall));
        say("| start | to the first screen with its figures, ms | of it in the JVM, ms |");
        say("|---|---|---|");
        for (Start each : List.of(starts.getFirst(), starts.get(rounds / 2), starts.getLast())) {
            say(
                    String.format(
                            Locale.ROOT,
                            "| %s | %,d | %,d |",
                            each.equals(starts.getFirst())
                                    ? "quickest"
                                    : each.equals(starts.getLast()) ? "slowest" : "median",
                            each.wall(),
                            each.inProcess()));
        }
        say("");
        List<Hold> holds = new Tour(home, period).go();
        say("| step | longest hold, ms | longest of the thread's own work, ms |");
        say("|---|---|---|");
        for (Hold hold : holds) {
            say(
                    String.format(
                            Locale.ROOT,
                            "| %s | %.0f | %.0f |",
                            hold.step(),
                            hold.wall(),
                            hold.work()));
        }
        Platform.exit();
    }

    @SuppressWarnings("SystemOut") // a benchmark's result
    private static void say(String line) {
        System.out.println(line);
    }

    private record Start(long wall, long inProcess) {}

    /// Starts the program, waits for the word in its log, and ends it.
    private static Start start(Home home, List<String> command) throws Exception {
        Path log = home.log().resolve("workstation.log");
        Files.deleteIfExists(log);
        long begin = System.nanoTime();
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                Optional<Long> ready = ready(log);
                if (ready.isPresent()) {
                    return new Start((System.nanoTime() - begin) / 1_000_000, ready.get());
                }
                TimeUnit.MILLISECONDS.sleep(5);
            }
            throw new IllegalStateException("no screen came; see " + log);
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            process.waitFor();
        }
    }

    private static Optional<Long> ready(Path log) throws IOException {
        if (!Files.exists(log)) {
            return Optional.empty();
        }
        Matcher matcher = READY.matcher(Files.readString(log));
        return matcher.find() ? Optional.of(Long.valueOf(matcher.group(1))) : Optional.empty();
    }

    /// How long the window's thread was held during one step, in milliseconds.
    ///
    /// @param wall until it answered; includes what other processes took from it
    /// @param work processor time between two answers
    private record Hold(String step, double wall, double work) {}

    /// Goes through the screens as a user would, and asks the window's thread for an answer every
    /// few milliseconds.
    private static final class Tour {
        private final Home home;
        private final String period;
        private final List<Hold> holds = new ArrayList<>();

        Tour(Home home, String period) {
            this.home = home;
            this.period = period;
        }

        List<Hold> go() throws Exception {
            Workstation.openNextAt(home, period);
            CountDownLatch started = new CountDownLatch(1);
            Platform.startup(started::countDown);
            started.await();
            Platform.setImplicitExit(false);
            Stage stage = onWindow(Stage::new);
            WorkstationWindow[] made = new WorkstationWindow[1];
            step(
                    "open the window",
                    () -> {
                        made[0] = window(stage);
                        made[0].show();
                    },
                    () -> made[0].isIdle());
            WorkstationWindow window = made[0];
            for (String pass : List.of("first", "again")) {
                visit(stage, window, pass);
            }
            onWindow(() -> {
                stage.hide();
                return stage;
            });
            return holds;
        }

        private WorkstationWindow window(Stage stage) {
            return new WorkstationWindow(
                    stage,
                    home,
                    Clock.systemUTC(),
                    Locale.ENGLISH,
                    "benchmark",
                    (title, suggested) -> Optional.empty(),
                    () -> {});
        }

        private void visit(Stage stage, WorkstationWindow window, String pass) throws Exception {
            for (Section section : Section.values()) {
                step(
                        section + ", " + pass,
                        () -> window.history().open(Frame.start(section)),
                        window::isIdle);
            }
            step("calls", () -> window.history().open(Frame.start(Section.CALLS)), window::isIdle);
            TableView<?> calls = (TableView<?>) stage.getScene().lookup("#calls");
            step("scroll to the end, " + pass, () -> calls.scrollTo(calls.getItems().size() - 1));
            step(
                    "scroll to the middle, " + pass,
                    () -> calls.scrollTo(calls.getItems().size() / 2));
            step("sort by charge, " + pass, () -> sort(calls, "CHARGE"));
            step("sort by department, " + pass, () -> sort(calls, "DEPARTMENT"));
            step(
                    "open the palette and type, " + pass,
                    () -> {
                        window.frame().openPalette();
                        ((TextField) stage.getScene().lookup("#palette-field")).setText("sales");
                    });
            step(
                    "filter, " + pass,
                    () ->
                            window.history()
                                    .open(Destination.Calls.OF_PERIOD.withFilter("zone = WAN")),
                    window::isIdle);
            step("dark, " + pass, () -> window.theme().set(Theme.DARK));
            step("light, " + pass, () -> window.theme().set(Theme.LIGHT));
        }

        private static void sort(TableView<?> table, String id) {
            sortBy(table, id);
        }

        private static <T> void sortBy(TableView<T> table, String id) {
            for (TableColumn<T, ?> column : table.getColumns()) {
                if (id.equals(column.getId())) {
                    table.getSortOrder().setAll(List.of(column));
                }
            }
        }

        private void step(String name, Runnable action) throws Exception {
            step(name, action, () -> true);
        }

        private void step(String name, Runnable action, BooleanSupplier done) throws Exception {
            Pings pings = new Pings();
            Thread pinging = Thread.ofPlatform().start(pings);
            onWindow(() -> {
                action.run();
                return name;
            });
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (!onWindow(done::getAsBoolean)) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException(name + " does not come to rest");
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
            // what is drawn belongs to the step
            TimeUnit.MILLISECONDS.sleep(500);
            pings.end();
            pinging.join();
            holds.add(new Hold(name, pings.longest() / 1e6, pings.mostWork() / 1e6));
        }

        private static <T> T onWindow(Callable<T> action) throws Exception {
            FutureTask<T> task = new FutureTask<>(action);
            Platform.runLater(task);
            return task.get();
        }
    }

    /// Asks the window's thread for an answer, again and again, one at a time.
    private static final class Pings implements Runnable {
        private volatile boolean over;
        private long longest;
        private long mostWork;
        private long lastWork = -1;

        void end() {
            over = true;
        }

        long longest() {
            return longest;
        }

        long mostWork() {
            return mostWork;
        }

        @Override
        public void run() {
            try {
                while (!over) {
                    long asked = System.nanoTime();
                    FutureTask<Long> answer = new FutureTask<>(Pings::workOfThisThread);
                    Platform.runLater(answer);
                    long work = answer.get();
                    longest = Math.max(longest, System.nanoTime() - asked);
                    if (lastWork >= 0) {
                        mostWork = Math.max(mostWork, work - lastWork);
                    }
                    lastWork = work;
                    TimeUnit.MILLISECONDS.sleep(2);
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private static long workOfThisThread() {
            return java.lang.management.ManagementFactory.getThreadMXBean()
                    .getCurrentThreadCpuTime();
        }
    }
}
