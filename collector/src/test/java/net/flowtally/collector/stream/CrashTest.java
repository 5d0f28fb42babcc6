package net.flowtally.collector.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import net.flowtally.collector.journal.Journal;
import net.flowtally.collector.lfap.Answers;
import net.flowtally.collector.listen.PendingSources;
import net.flowtally.collector.listen.ShedSources;
import net.flowtally.collector.simulate.NetFlow5Encoding;
import net.flowtally.collector.simulate.SimulatedFlow;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.StreamKind;
import net.flowtally.ledger.exporter.Exporters;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The first law: what the journal accepted is in the ledger once, whenever the collector dies.
@Timeout(300)
class CrashTest {
    private static final int KILLS = 20;
    private static final int LONGEST_LIFE_MILLIS = 1500;

    @TempDir Path folder;

    @Test
    void twentyKillsLeaveTheLedgerOfARunWithoutAny() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Home home = Home.open(folder.resolve("killed"));
        try (Store store = Store.open(home)) {
            new Exporters(store).allow(Prefix.parse("127.0.0.0/8"), "test");
            emitEverySecond(store);
        }
        Sender sender = new Sender(random.nextLong());
        Thread sending = Thread.ofPlatform().daemon().start(sender);
        int interrupted = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process collector = launch(home);
            if (random.nextInt(5) == 0) {
                // in the middle of starting
                pause(random.nextInt(LONGEST_LIFE_MILLIS));
            } else {
                sender.port = ready(collector);
                pause(random.nextInt(LONGEST_LIFE_MILLIS));
            }
            collector.destroyForcibly().waitFor();
            interrupted += Ledger.number(home, "SELECT count(*) FROM slice_file") > 0 ? 1 : 0;
        }
        Process last = launch(home);
        sender.port = ready(last);
        pause(500);
        sender.done = true;
        sending.join();
        last.getOutputStream().close();
        assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(last.exitValue())
                .as("exit of the last run; seed " + seed + "; " + errors())
                .isZero();

        Ledger.Sums truth = Ledger.journal(home, "main");
        String what = "seed " + seed + ", " + truth + " accepted of " + sender.sent + " sent";
        assertThat(truth.records()).as(what).isGreaterThan(1000);
        assertThat(interrupted).as(what).isGreaterThan(5);
        assertThat(Ledger.counters(home, "main")).as(what).isEqualTo(truth);
        assertThat(Ledger.slices(home, "main")).as(what).isEqualTo(truth);
        assertThat(Ledger.catalog(home, "main"))
                .as(what)
                .isEqualTo(new Ledger.Sums(0, truth.bytes(), truth.packets()));
        assertThat(Ledger.counter(home, "main", "slices"))
                .as(what)
                .isEqualTo(Ledger.number(home, "SELECT emission FROM stream"));

        Home untroubled = Home.open(folder.resolve("untroubled"));
        Ledger.copyJournal(home, untroubled, "main");
        runOnce(untroubled);
        assertThat(Ledger.counters(untroubled, "main")).as(what).isEqualTo(truth);
        assertThat(Ledger.sliceRows(home, "main"))
                .as(what)
                .isEqualTo(Ledger.sliceRows(untroubled, "main"));
    }

    /// Makes calls of a whole journal in one go, without checkpoint or commit on the way.
    private static void runOnce(Home home) {
        try (Store store = Store.open(home);
                Journal journal = Journal.open(home.journal("main"), home.lock(), "main")) {
            StreamWorker worker =
                    new StreamWorker(
                            journal,
                            StreamKind.REPLAY,
                            new CallArchive(home, store, Clock.systemUTC()),
                            home.checkpoint("main"),
                            new PendingSources(List.of()),
                            new ShedSources(List.of()),
                            Pace.defaults()::keeping,
                            Pace.defaults(),
                            Clock.systemUTC(),
                            _ -> {},
                            Answers.NONE);
            worker.start();
            worker.finish();
        }
    }

    /// Below what a site may set, so that slices leave and calls end while the test runs.
    private static void emitEverySecond(Store store) {
        for (String key : List.of("collector.emission", "collector.idle")) {
            store.edit(
                    "test",
                    "set " + key,
                    (connection, revision) -> {
                        try (PreparedStatement insert =
                                connection.prepareStatement(
                                        "INSERT INTO setting (key, value, rev_from)"
                                                + " VALUES (?, '1', ?)")) {
                            insert.setString(1, key);
                            insert.setLong(2, revision);
                            return insert.executeUpdate();
                        }
                    });
        }
    }

    private static void pause(int millis) {
        long until = System.nanoTime() + millis * 1_000_000L;
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    private Process launch(Home home) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingCollector.class.getName(),
                        home.root().toString())
                .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("errors").toFile()))
                .start();
    }

    private int ready(Process collector) throws IOException {
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(collector.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        assertThat(line)
                .as(
                        "what the collector says; errors: "
                                + Files.readString(folder.resolve("errors")))
                .startsWith("ready ");
        return Integer.parseInt(line.substring("ready ".length()));
    }

    private String errors() throws IOException {
        return Files.readString(folder.resolve("errors"));
    }

    /// Sends flows between a few hundred addresses without a pause worth the name.
    private static final class Sender implements Runnable {
        private final Random random;
        private final NetFlow5Encoding encoding =
                new NetFlow5Encoding(Clock.systemUTC().millis() - 1_000_000, 0);
        volatile int port;
        volatile boolean done;
        final AtomicLong sent = new AtomicLong();

        Sender(long seed) {
            random = new Random(seed);
        }

        @Override
        public void run() {
            try (DatagramSocket socket = new DatagramSocket()) {
                while (!done) {
                    if (port != 0) {
                        byte[] octets = datagram();
                        socket.send(
                                new DatagramPacket(
                                        octets,
                                        octets.length,
                                        InetAddress.getLoopbackAddress(),
                                        port));
                        sent.incrementAndGet();
                    }
                    LockSupport.parkNanos(300_000);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private byte[] datagram() {
            long now = Clock.systemUTC().millis();
            List<SimulatedFlow> flows = new ArrayList<>();
            int count = 1 + random.nextInt(30);
            for (int i = 0; i < count; i++) {
                int host = random.nextInt(400);
                flows.add(
                        new SimulatedFlow(
                                Address.v4(0x0a000000 + host),
                                Address.v4(0xc0000200 + host % 7),
                                30_000 + host,
                                443,
                                6,
                                random.nextInt(20) == 0 ? 0x11 : 0x18,
                                0,
                                1,
                                2,
                                40 + random.nextInt(100_000),
                                1 + random.nextInt(100),
                                now - random.nextInt(5000),
                                now));
            }
            return encoding.datagram(flows, now);
        }
    }
}
