package net.flowtally.collector.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import net.flowtally.collector.journal.Entry;
import net.flowtally.collector.journal.Journal;
import net.flowtally.collector.journal.JournalReader;
import net.flowtally.collector.simulate.NetFlow5Encoding;
import net.flowtally.collector.simulate.SimulatedFlow;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.CollectionStatuses;
import net.flowtally.ledger.exporter.Exporters;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A disk that gives back something else than was written, where the stream has been and where it
/// has not. Each datagram has ten flows of a thousand octets.
@Timeout(120)
class DamagedJournalTest {
    private static final InetSocketAddress ANY =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /// Commits in time, and takes no checkpoint but at its end.
    private static final Pace PACE =
            new Pace(
                    Duration.ofMillis(100),
                    Duration.ofMillis(50),
                    Duration.ofHours(1),
                    20_000_000,
                    1_000_000,
                    1 << 12,
                    Duration.ofHours(24),
                    16L << 30);

    @TempDir Path folder;

    private final NetFlow5Encoding encoding =
            new NetFlow5Encoding(Clock.systemUTC().millis() - 1_000_000, 0);
    private Home home;
    private Store store;

    @BeforeEach
    void open() {
        home = Home.open(folder.resolve("home"));
        store = Store.open(home);
        new Exporters(store).allow(Prefix.parse("127.0.0.0/8"), "test");
    }

    @AfterEach
    void close() {
        store.close();
    }

    /// The restart has to go over the damage again on its way to what is committed.
    @Test
    void whereTheStreamHasBeenNothingIsLostOrCountedTwice() throws IOException {
        collect(0, 5);
        deleteCheckpoints();
        spoil(2);
        collect(5, 8);
        assertThat(Ledger.slices(home, "main")).isEqualTo(sums(8));
        assertThat(troubles()).singleElement().asString().contains("damaged").contains("1 place:");
    }

    @Test
    void whereTheStreamHasNotBeenOnlyTheEntriesHitAreLost() throws IOException {
        collect(0, 5);
        Home other = Home.open(folder.resolve("other"));
        Ledger.copyJournal(home, other, "main");
        store.close();
        home = other;
        store = Store.open(home);
        new Exporters(store).allow(Prefix.parse("127.0.0.0/8"), "test");
        spoil(3);
        spoil(1);
        collect(5, 8);
        assertThat(Ledger.slices(home, "main")).isEqualTo(sums(6));
        assertThat(troubles()).singleElement().asString().contains("2 places");
    }

    @Test
    void aFileOfItThatIsGoneIsShownAndTheRestIsCounted() throws IOException {
        collect(0, 30);
        deleteCheckpoints();
        List<Path> files = segments();
        assertThat(files).hasSizeGreaterThan(3);
        Files.delete(files.get(1));
        collect(30, 33);
        assertThat(Ledger.slices(home, "main")).isEqualTo(sums(33));
        assertThat(troubles()).singleElement().asString().contains("1 place:");
    }

    private static Ledger.Sums sums(int datagrams) {
        return new Ledger.Sums(10L * datagrams, 10_000L * datagrams, 100L * datagrams);
    }

    private List<String> troubles() {
        return new CollectionStatuses(store, new CallArchive(home, store, Clock.systemUTC()))
                .read(Cancellation.none())
                .troubles();
    }

    private void collect(int from, int to) throws IOException {
        try (Collector collector =
                        Collector.start(
                                new CollectorOptions("main", ANY, PACE),
                                home,
                                store,
                                Clock.systemUTC());
                DatagramSocket socket = new DatagramSocket()) {
            long before = collector.gauges().datagrams();
            for (int i = from; i < to; i++) {
                byte[] octets = datagram(i);
                socket.send(
                        new DatagramPacket(
                                octets, octets.length, collector.listeners().getFirst().address()));
                await(() -> collector.gauges().backlogOctets() == 0);
            }
            await(() -> collector.gauges().datagrams() >= before + to - from);
        }
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private byte[] datagram(int number) {
        long now = Clock.systemUTC().millis();
        List<SimulatedFlow> flows = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            flows.add(
                    new SimulatedFlow(
                            Address.v4(0x0a000000 + number * 100 + i),
                            Address.v4(0xc0000201),
                            40_000,
                            443,
                            6,
                            0x18,
                            0,
                            1,
                            2,
                            1000,
                            10,
                            now - 500,
                            now));
        }
        return encoding.datagram(flows, now);
    }

    private List<Path> segments() throws IOException {
        return files(home.journal("main"));
    }

    private void deleteCheckpoints() throws IOException {
        for (Path file : files(home.checkpoint("main"))) {
            Files.delete(file);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            files.forEach(found::add);
        }
        found.sort(null);
        return found;
    }

    /// Turns an octet in the payload of a datagram, counted from 0.
    private void spoil(int number) throws IOException {
        long position = -1;
        try (Journal journal = Journal.open(home.journal("main"), home.lock(), "main");
                JournalReader reader = journal.reader(0)) {
            for (int seen = -1; seen < number && reader.next(); ) {
                if (reader.kind() == Entry.DATAGRAM) {
                    seen++;
                    position = reader.position();
                }
            }
        }
        Path file = segments().getFirst();
        long first = 0;
        for (Path each : segments()) {
            long start = Long.parseLong(String.valueOf(each.getFileName()), 0, 16, 16);
            if (start <= position) {
                file = each;
                first = start;
            }
        }
        byte[] content = Files.readAllBytes(file);
        content[(int) (position - first) + 100] ^= 1;
        Files.write(file, content);
    }
}
