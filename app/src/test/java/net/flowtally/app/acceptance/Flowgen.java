package net.flowtally.app.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The traffic generator that is kept beside the project, where it and a C compiler are.
final class Flowgen {
    private static final Pattern SENT =
            Pattern.compile("datagrams=(\\d+) records=(\\d+) bytes=(\\d+) packets=(\\d+)");

    private final Path program;

    private Flowgen(Path program) {
        this.program = program;
    }

    /// What it says it has sent.
    record Sent(long datagrams, long records, long bytes, long packets) {}

    /// Compiles it into a directory; empty where that cannot be done.
    static Optional<Flowgen> in(Path directory) throws IOException, InterruptedException {
        Optional<Path> source = source();
        Path program = directory.resolve("flowgen");
        if (source.isEmpty()) {
            return Optional.empty();
        }
        try {
            Process compiler =
                    new ProcessBuilder(
                                    "cc",
                                    "-O2",
                                    "-o",
                                    program.toString(),
                                    source.get().toString(),
                                    "-lm")
                            .redirectErrorStream(true)
                            .start();
            String said =
                    new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (compiler.waitFor() != 0) {
                throw new AssertionError("flowgen does not compile: " + said);
            }
        } catch (IOException _) {
            return Optional.empty();
        }
        return Optional.of(new Flowgen(program));
    }

    private static Optional<Path> source() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path source = at.resolve("shared").resolve("tools").resolve("flowgen.c");
            if (Files.exists(source)) {
                return Optional.of(source);
            }
        }
        return Optional.empty();
    }

    /// Sends and waits for the end.
    Sent send(String protocol, int port, long records, long rate, int flows)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                program.toString(),
                                protocol,
                                String.valueOf(port),
                                String.valueOf(records),
                                String.valueOf(rate),
                                String.valueOf(flows))
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher matcher = SENT.matcher(said);
        if (!process.waitFor(60, TimeUnit.SECONDS) || !matcher.find()) {
            throw new AssertionError("flowgen: " + said);
        }
        return new Sent(
                Long.parseLong(matcher.group(1)),
                Long.parseLong(matcher.group(2)),
                Long.parseLong(matcher.group(3)),
                Long.parseLong(matcher.group(4)));
    }
}
