package net.flowtally.app.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `flowtally collect` as a process of its own, ready to be sent to.
final class CollectProcess implements AutoCloseable {
    private static final List<String> MEMORY =
            List.of("-Xmx160m", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=256m");
    private final Process process;
    private final Path err;
    private final String ready;

    private CollectProcess(Process process, Path err, String ready) {
        this.process = process;
        this.err = err;
        this.ready = ready;
    }

    /// Starts it on a free port of 127.0.0.1 and waits until it is ready.
    static CollectProcess start(Path home, String... more) throws IOException {
        return start(Map.of(), home, more);
    }

    /// @param environment variables beside those of this process
    static CollectProcess start(Map<String, String> environment, Path home, String... more)
            throws IOException {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "collect",
                                "--home",
                                home.toString(),
                                "--bind",
                                "127.0.0.1",
                                "--netflow",
                                "0"));
        arguments.addAll(List.of(more));
        Path err = Files.createTempFile("collect", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(Program.commandLine(MEMORY, arguments.toArray(String[]::new)))
                        .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (line == null || !line.startsWith("ready")) {
            process.destroyForcibly();
            throw new AssertionError("not ready: " + line + "\n" + Files.readString(err));
        }
        return new CollectProcess(process, err, line);
    }

    int port() {
        return port("netflow");
    }

    int port(String listener) {
        Matcher matcher = Pattern.compile("\\b" + listener + "=\\S*:(\\d+)").matcher(ready);
        if (!matcher.find()) {
            throw new AssertionError("no port in: " + ready);
        }
        return Integer.parseInt(matcher.group(1));
    }

    long pid() {
        return process.pid();
    }

    String readyLine() {
        return ready;
    }

    /// What it has said on standard error.
    String said() throws IOException {
        return Files.readString(err);
    }

    /// Asks it to end (SIGTERM) and waits for that.
    ///
    /// @return what it said on standard error
    String stop() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("it does not end");
        }
        if (process.exitValue() != 0) {
            throw new AssertionError(
                    "exit code " + process.exitValue() + "\n" + Files.readString(err));
        }
        return Files.readString(err);
    }

    /// Ends it as a power cut of its process would, and waits for that.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(err);
    }
}
