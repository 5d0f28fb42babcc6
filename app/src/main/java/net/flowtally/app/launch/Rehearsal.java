package net.flowtally.app.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import net.flowtally.app.command.FlowtallyCommand;
import net.flowtally.app.demo.Demo;
import net.flowtally.app.window.Workstation;
import net.flowtally.ledger.store.Home;

/// Opens the workstation on a small home of its own, without a display, and goes through its
/// screens. A JVM that is told to (`-XX:AOTCacheOutput`) keeps what it has loaded and linked on the
/// way, for quicker starts. Leaves nothing behind.
public final class Rehearsal {
    private static final String CAPTURE = "sf_v9.pcap";

    private Rehearsal() {}

    public static void main(String[] arguments) throws IOException {
        System.setProperty("glass.platform", "Headless");
        System.setProperty("prism.order", "sw");
        Path folder = Files.createTempDirectory("flowtally-rehearsal");
        try {
            Path capture = folder.resolve(CAPTURE);
            try (InputStream recorded = Demo.class.getResourceAsStream(CAPTURE)) {
                Files.copy(Objects.requireNonNull(recorded), capture);
            }
            String home = folder.resolve("home").toString();
            List<String[]> commands =
                    List.of(
                            new String[] {"replay", capture.toString(), "--home", home},
                            new String[] {"account", "--home", home});
            for (String[] command : commands) {
                int exit =
                        new FlowtallyCommand(
                                        System.getenv(), System.getProperties(), Clock.systemUTC())
                                .run(
                                        new PrintWriter(Writer.nullWriter()),
                                        new PrintWriter(Writer.nullWriter()),
                                        command);
                if (exit != 0) {
                    throw new IllegalStateException(command[0] + " ended with " + exit);
                }
            }
            Workstation.rehearse(Home.open(Path.of(home)), Clock.systemUTC(), Locale.getDefault());
        } finally {
            delete(folder);
        }
        System.exit(0);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
