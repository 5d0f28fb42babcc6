package net.flowtally.collector.stream;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;

/// A collector in a process of its own, to be killed: prints its port once it listens, and stops
/// when its input ends. It commits and writes checkpoints all the time.
final class CrashingCollector {
    static final Pace RESTLESS =
            new Pace(
                    Duration.ofMillis(120),
                    Duration.ofMillis(40),
                    Duration.ofMillis(300),
                    20_000,
                    3_000,
                    256 << 10,
                    Duration.ofHours(24),
                    16L << 30);

    private CrashingCollector() {}

    public static void main(String[] arguments) throws IOException {
        Home home = Home.open(Path.of(arguments[0]));
        try (Store store = Store.open(home);
                Collector collector =
                        Collector.start(
                                new CollectorOptions(
                                        "main",
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                        RESTLESS),
                                home,
                                store,
                                Clock.systemUTC())) {
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            out.println("ready " + collector.listeners().getFirst().address().getPort());
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
    }
}
