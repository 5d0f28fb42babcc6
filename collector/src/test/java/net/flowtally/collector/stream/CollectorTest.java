package net.flowtally.collector.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import net.flowtally.collector.journal.StreamInUse;
import net.flowtally.collector.listen.ListenException;
import net.flowtally.collector.simulate.NetFlow5Encoding;
import net.flowtally.collector.simulate.SimulatedFlow;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.exporter.Exporters;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CollectorTest {
    static final Pace FAST =
            new Pace(
                    Duration.ofMillis(200),
                    Duration.ofMillis(50),
                    Duration.ofMillis(500),
                    20_000_000,
                    1_000_000,
                    1 << 20,
                    Duration.ofHours(24),
                    16L << 30);
    private static final Prefix LOOPBACK = Prefix.parse("127.0.0.0/8");

    @TempDir Path folder;

    private final NetFlow5Encoding encoding =
            new NetFlow5Encoding(Clock.systemUTC().millis() - 1_000_000, 0);
    private Home home;
    private Store store;

    @BeforeEach
    void open() {
        home = Home.open(folder.resolve("home"));
        store = Store.open(home);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatIsSentOverASocketBecomesCommittedCalls() throws IOException {
        new Exporters(store).allow(LOOPBACK, "test");
        try (Collector collector = start(FAST)) {
            for (int i = 0; i < 50; i++) {
                send(collector, 20, i);
            }
            await(() -> collector.gauges().records() == 1000);
            collector.stop();
        }
        Ledger.Sums truth = Ledger.journal(home, "main");
        assertThat(truth.records()).isEqualTo(1000);
        assertThat(Ledger.counters(home, "main")).isEqualTo(truth);
        assertThat(Ledger.slices(home, "main")).isEqualTo(truth);
        assertThat(Ledger.counter(home, "main", "datagrams")).isEqualTo(50);
        assertThat(Ledger.counter(home, "main", "slices"))
                .isEqualTo(Ledger.number(home, "SELECT sum(slices) FROM slice_file"))
                .isEqualTo(Ledger.number(home, "SELECT emission FROM stream"));
        assertThat(Ledger.number(home, "SELECT count(*) FROM dirty_quarter")).isPositive();
    }

    @Test
    void countersAreTheLedgersBeforeAnySliceLeaves() throws IOException {
        new Exporters(store).allow(LOOPBACK, "test");
        try (Collector collector = start(FAST)) {
            send(collector, 3, 1);
            await(() -> Ledger.counter(home, "main", "records") == 3);
            assertThat(Ledger.number(home, "SELECT count(*) FROM slice_file")).isZero();
        }
        assertThat(Ledger.slices(home, "main").records()).isEqualTo(3);
    }

    @Test
    void callsGoOnAfterAStopAndAStart() throws IOException {
        new Exporters(store).allow(LOOPBACK, "test");
        for (int round = 0; round < 3; round++) {
            try (Collector collector = start(FAST)) {
                send(collector, 20, 7);
                await(() -> collector.gauges().records() == 20);
            }
        }
        assertThat(Ledger.slices(home, "main")).isEqualTo(Ledger.journal(home, "main"));
        assertThat(Ledger.slices(home, "main").records()).isEqualTo(60);
        assertThat(Ledger.calls(home, "main")).isEqualTo(20);
    }

    @Test
    void aPendingSourceIsCountedAndAccountedFromItsApprovalOn() throws IOException {
        try (Collector collector = start(FAST)) {
            send(collector, 5, 1);
            await(() -> Ledger.number(home, "SELECT sum(datagrams) FROM pending_source") == 1);
            new Exporters(store).allow(LOOPBACK, "test");
            await(() -> {
                send(collector, 1, 2);
                return collector.gauges().records() > 0;
            });
        }
        long pending = Ledger.number(home, "SELECT sum(datagrams) FROM pending_source");
        assertThat(Ledger.slices(home, "main")).isEqualTo(Ledger.journal(home, "main"));
        try (Collector collector = start(FAST)) {
            assertThat(collector.listeners()).hasSize(1);
        }
        assertThat(Ledger.number(home, "SELECT sum(datagrams) FROM pending_source"))
                .isEqualTo(pending);
    }

    @Test
    void malformedDatagramsAreCountedAndTheNextIsDecoded() throws IOException {
        new Exporters(store).allow(LOOPBACK, "test");
        try (Collector collector = start(FAST)) {
            sendOctets(collector, new byte[] {0, 5, 0, 9, 1});
            sendOctets(collector, new byte[0]);
            send(collector, 2, 1);
            await(() -> collector.gauges().records() == 2);
        }
        assertThat(Ledger.counter(home, "main", "malformed")).isEqualTo(2);
        assertThat(Ledger.counter(home, "main", "datagrams")).isEqualTo(3);
    }

    @Test
    void oneStreamHasOneCollector() {
        try (Collector collector = start(FAST)) {
            assertThat(collector.listeners()).hasSize(1);
            assertThatThrownBy(() -> start(FAST)).isInstanceOf(StreamInUse.class);
        }
    }

    @Test
    void aPortThatIsTakenLeavesNothingRunning() throws IOException {
        try (DatagramSocket taken = new DatagramSocket(loopback())) {
            CollectorOptions options =
                    new CollectorOptions(
                            "main", (InetSocketAddress) taken.getLocalSocketAddress(), FAST);
            assertThatThrownBy(() -> Collector.start(options, home, store, Clock.systemUTC()))
                    .isInstanceOf(ListenException.class);
        }
        start(FAST).stop();
    }

    @Test
    void aCheckpointIsWrittenAfterSoManyRecords() throws IOException {
        new Exporters(store).allow(LOOPBACK, "test");
        Pace byRecords =
                new Pace(
                        Duration.ofHours(1),
                        Duration.ofMillis(50),
                        Duration.ofHours(1),
                        100,
                        1_000_000,
                        1 << 20,
                        Duration.ofHours(24),
                        16L << 30);
        try (Collector collector = start(byRecords)) {
            send(collector, 30, 1);
            await(() -> Ledger.counters(home, "main").records() == 30);
            assertThat(home.checkpoint("main")).doesNotExist();
            for (int i = 2; i < 6; i++) {
                send(collector, 30, i);
            }
            await(() -> Files.isDirectory(home.checkpoint("main")) && !checkpoints().isEmpty());
        }
    }

    @Test
    void aDamagedCheckpointIsPassedOverForTheOneBefore() throws IOException {
        collectTwice();
        List<Path> checkpoints = checkpoints();
        assertThat(checkpoints).hasSize(2);
        spoil(checkpoints.getLast());
        collectOnce(3);
        assertThat(Ledger.slices(home, "main")).isEqualTo(Ledger.journal(home, "main"));
        assertThat(Ledger.counters(home, "main")).isEqualTo(Ledger.journal(home, "main"));
    }

    @Test
    void withoutAnyCheckpointTheJournalIsReadFromItsStart() throws IOException {
        collectTwice();
        for (Path checkpoint : checkpoints()) {
            spoil(checkpoint);
        }
        collectOnce(3);
        assertThat(Ledger.slices(home, "main")).isEqualTo(Ledger.journal(home, "main"));
        assertThat(Ledger.counters(home, "main")).isEqualTo(Ledger.journal(home, "main"));
    }

    @Test
    void aJournalWithMissingFilesIsRefusedInPlainWords() throws IOException {
        collectTwice();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home.journal("main"))) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        assertThatThrownBy(() -> start(FAST))
                .isInstanceOf(StreamException.class)
                .hasMessageContaining("files of the journal are missing");
    }

    /// While the archive cannot be written the journal goes on, and nothing passes for malformed.
    @Test
    void whatTheArchiveRefusesIsCommittedOnceItTakesIt() throws IOException {
        new Exporters(store).allow(LOOPBACK, "test");
        try (Collector collector = start(FAST)) {
            Files.delete(home.calls());
            Files.writeString(home.calls(), "in the way");
            new Settings(store).set("collector.emission", "5", "test");
            int sent = 0;
            while (collector.gauges().trouble().isEmpty()) {
                send(collector, 20, sent++ % 40);
                LockSupport.parkNanos(5_000_000);
            }
            Files.delete(home.calls());
            Files.createDirectory(home.calls());
            await(() -> collector.gauges().trouble().isEmpty());
        }
        Ledger.Sums truth = Ledger.journal(home, "main");
        assertThat(Ledger.counters(home, "main")).isEqualTo(truth);
        assertThat(Ledger.slices(home, "main")).isEqualTo(truth);
        assertThat(Ledger.counter(home, "main", "malformed")).isZero();
    }

    /// A segment goes when it is committed, older than both checkpoints, and its time is over.
    @Test
    void theJournalIsDeletedWhenItsTimeIsOver() throws IOException {
        new Exporters(store).allow(LOOPBACK, "test");
        new Settings(store).set("journal.keep", "0", "test");
        Pace small =
                new Pace(
                        Duration.ofMillis(100),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        20_000_000,
                        1_000_000,
                        1 << 12,
                        Duration.ofHours(24),
                        16L << 30);
        int sent = 0;
        try (Collector collector = start(small)) {
            while (firstSegment() == 0) {
                send(collector, 30, sent++ % 40);
                LockSupport.parkNanos(2_000_000);
            }
        }
        collectOnce(1);
        assertThat(Ledger.counters(home, "main")).isEqualTo(Ledger.slices(home, "main"));
    }

    @Test
    void theJournalIsKeptWhileItsTimeIsNotOver() throws IOException {
        collectTwice();
        collectOnce(3);
        assertThat(firstSegment()).isZero();
    }

    @Test
    void theJournalOfAReplayGoesWhenItsTimeIsOver() throws IOException {
        byte[] datagram =
                encoding.datagram(
                        List.of(
                                new SimulatedFlow(
                                        Address.v4(1),
                                        Address.v4(2),
                                        1,
                                        2,
                                        6,
                                        0,
                                        0,
                                        1,
                                        2,
                                        10,
                                        1,
                                        1_772_323_200_000L,
                                        1_772_323_201_000L)),
                        1_772_323_201_000L);
        Replay replay = new Replay(home, store, Clock.systemUTC());
        replay.run(
                "told",
                sink ->
                        sink.accept(
                                1_772_323_201_000_000L,
                                Address.v4(9),
                                2055,
                                ByteBuffer.wrap(datagram)),
                (_, _) -> {});
        start(FAST).stop();
        assertThat(home.journal("told")).isNotEmptyDirectory();
        Clock tomorrow = Clock.offset(Clock.systemUTC(), Duration.ofHours(25));
        Collector.start(new CollectorOptions("main", loopback(), FAST), home, store, tomorrow)
                .stop();
        assertThat(home.journal("told")).doesNotExist();
        assertThat(home.checkpoint("told")).doesNotExist();
        assertThat(home.journal("main")).isNotEmptyDirectory();
        assertThat(Ledger.slices(home, "told").records()).isOne();
    }

    private long firstSegment() throws IOException {
        long first = Long.MAX_VALUE;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home.journal("main"))) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                first = Math.min(first, Long.parseLong(name, 0, 16, 16));
            }
        }
        return first;
    }

    private void collectTwice() throws IOException {
        new Exporters(store).allow(LOOPBACK, "test");
        collectOnce(1);
        collectOnce(2);
    }

    private void collectOnce(int seed) throws IOException {
        try (Collector collector = start(FAST)) {
            send(collector, 10, seed);
            await(() -> collector.gauges().records() >= 10);
        }
    }

    private List<Path> checkpoints() {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(home.checkpoint("main"), "*.checkpoint")) {
            files.forEach(found::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        found.sort(null);
        return found;
    }

    private static void spoil(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);
    }

    private Collector start(Pace pace) {
        return Collector.start(
                new CollectorOptions("main", loopback(), pace), home, store, Clock.systemUTC());
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    /// Sends a datagram of flows between addresses that the seed fixes.
    private void send(Collector collector, int flows, int seed) {
        long now = Clock.systemUTC().millis();
        List<SimulatedFlow> all = new ArrayList<>();
        for (int i = 0; i < flows; i++) {
            all.add(
                    new SimulatedFlow(
                            Address.v4(0x0a000000 + seed * 1000 + i),
                            Address.v4(0xc0000201),
                            40_000 + i,
                            443,
                            6,
                            0x18,
                            0,
                            1,
                            2,
                            1000L + i,
                            10,
                            now - 500,
                            now));
        }
        sendOctets(collector, encoding.datagram(all, now));
    }

    private static void sendOctets(Collector collector, byte[] octets) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(
                    new DatagramPacket(
                            octets, octets.length, collector.listeners().getFirst().address()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
