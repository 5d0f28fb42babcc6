package net.flowtally.app.collectors;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import net.flowtally.app.collectors.CollectorState.Failed;
import net.flowtally.app.collectors.CollectorState.Running;
import net.flowtally.app.collectors.CollectorState.RunningElsewhere;
import net.flowtally.app.collectors.CollectorState.Starting;
import net.flowtally.app.collectors.CollectorState.Stopped;
import net.flowtally.app.collectors.CollectorState.Stopping;
import net.flowtally.ledger.store.Home;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bundled collector as a process of its own, so that it can outlive the window. States are
/// told from any thread, in order. Thread-safe.
public final class CollectorProcess {
    /// The memory that the start script gives the collector, too.
    private static final List<String> MEMORY =
            List.of("-Xmx160m", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=256m");

    /// Where the system has priorities for threads: the one that empties the sockets comes first.
    private static final List<String> PRIORITIES =
            systemIs("linux")
                    ? List.of(
                            "-XX:ThreadPriorityPolicy=1",
                            "-XX:CompilerThreadPriority=10",
                            "-XX:-PrintWarnings")
                    : List.of();

    private static final String MAIN = "net.flowtally.app.launch.Main";
    private static final String READY = "ready";
    private static final String INSTANCE = "main";
    private static final Logger LOG = LoggerFactory.getLogger(CollectorProcess.class);

    private final Home home;
    private final List<String> options;
    private final Consumer<CollectorState> listener;
    private final AtomicReference<CollectorState> state = new AtomicReference<>(new Stopped());
    private final List<Process> started = new ArrayList<>();

    /// @param options of the command `collect`, beside the home
    /// @param listener told of each new state
    public CollectorProcess(Home home, List<String> options, Consumer<CollectorState> listener) {
        this.home = home;
        this.options = List.copyOf(options);
        this.listener = listener;
    }

    public CollectorState state() {
        return state.get();
    }

    /// Looks whether somebody else's collector works on this home, and no longer does. May wait for
    /// the disk.
    public void look() {
        CollectorState now = state.get();
        if (now.isDown() && isLocked()) {
            become(new RunningElsewhere());
        } else if (now instanceof RunningElsewhere && !isLocked()) {
            become(new Stopped());
        }
    }

    /// Starts it if it is down.
    public synchronized void start() {
        if (!state.get().isDown()) {
            return;
        }
        become(new Starting());
        try {
            Process process = new ProcessBuilder(command()).start();
            started.clear();
            started.add(process);
            Thread.ofVirtual().name("collector-words").start(() -> listen(process));
        } catch (IOException e) {
            LOG.error("the collector could not be started", e);
            become(new Failed(String.valueOf(e.getMessage())));
        }
    }

    /// Asks it to commit everything and end.
    public synchronized void stop() {
        if (state.get() instanceof Starting || state.get() instanceof Running) {
            become(new Stopping());
            started.forEach(Process::destroy);
        }
    }

    private void listen(Process process) {
        LastWords errors = new LastWords();
        Thread errorReader =
                Thread.ofVirtual()
                        .name("collector-errors")
                        .start(() -> lines(process.getErrorStream(), errors::add));
        lines(
                process.getInputStream(),
                line -> {
                    if (line.startsWith(READY) && state.get() instanceof Starting) {
                        become(new Running(line.substring(READY.length()).strip()));
                    }
                });
        try {
            int exit = process.waitFor();
            errorReader.join();
            ended(exit, errors.text());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ended(int exit, String lastWords) {
        boolean asked = state.get() instanceof Stopping;
        if (asked || exit == 0) {
            become(new Stopped());
        } else {
            become(new Failed(lastWords.isEmpty() ? "exit code " + exit : lastWords));
        }
    }

    private void become(CollectorState next) {
        state.set(next);
        listener.accept(next);
    }

    private boolean isLocked() {
        Path file = home.lock().resolve(INSTANCE + ".lock");
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                return true;
            }
            lock.release();
            return false;
        } catch (IOException e) {
            LOG.warn("cannot tell whether a collector runs", e);
            return false;
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(MEMORY);
        command.addAll(PRIORITIES);
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(MAIN);
        command.add("collect");
        command.add("--home");
        command.add(home.root().toString());
        command.addAll(options);
        return command;
    }

    private static String java() {
        return Path.of(
                        System.getProperty("java.home"),
                        "bin",
                        systemIs("windows") ? "java.exe" : "java")
                .toString();
    }

    private static boolean systemIs(String name) {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith(name);
    }

    private static void lines(InputStream stream, Consumer<String> each) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            reader.lines().forEach(each);
        } catch (IOException e) {
            LOG.debug("the collector's words end", e);
        }
    }

    /// The end of what was said.
    private static final class LastWords {
        private static final int LINES = 5;

        private final List<String> lines = new ArrayList<>();

        synchronized void add(String line) {
            if (line.isBlank()) {
                return;
            }
            lines.add(line.strip());
            if (lines.size() > LINES) {
                lines.removeFirst();
            }
        }

        synchronized String text() {
            return String.join("\n", lines);
        }
    }
}
