package net.flowtally.app.acceptance;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import net.flowtally.app.command.FlowtallyCommand;
import net.flowtally.app.launch.Main;

/// The program, called as a user does: inside this process, or as a process of its own.
public final class Program {
    private static final int PATIENCE_SECONDS = 120;

    private Program() {}

    /// What a call of the program left behind.
    public record Outcome(int exit, String out, String err) {
        /// What it printed, after a look at whether it went well.
        public String orFail() {
            if (exit != 0) {
                throw new AssertionError("exit code " + exit + "\n" + out + "\n" + err);
            }
            return out;
        }
    }

    /// Runs a command inside this process.
    public static Outcome here(String... arguments) {
        return here(Clock.systemUTC(), arguments);
    }

    /// Runs a command inside this process, at a time of the test's choice.
    public static Outcome here(Clock clock, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Properties system = new Properties();
        system.setProperty("user.name", "tester");
        system.setProperty("user.home", "/nonexistent");
        int exit =
                new FlowtallyCommand(Map.of(), system, clock)
                        .run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Outcome(exit, out.toString(), err.toString());
    }

    /// Runs a command as a process of its own and waits for its end.
    public static Outcome process(String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile("flowtally", ".out");
        Path err = Files.createTempFile("flowtally", ".err");
        try {
            Process process =
                    new ProcessBuilder(commandLine(List.of(), arguments))
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("no end after " + PATIENCE_SECONDS + " s");
            }
            return new Outcome(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /// How the program is started as a process of its own.
    static List<String> commandLine(List<String> jvmOptions, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-Djava.awt.headless=true");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Main.class.getName());
        command.addAll(List.of(arguments));
        return command;
    }
}
