package net.flowtally.collector.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.collector.journal.Entry;
import net.flowtally.collector.journal.Journal;
import net.flowtally.collector.journal.JournalReader;
import net.flowtally.collector.journal.JournalWriter;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.exporter.ClockPolicy;
import net.flowtally.ledger.exporter.CollectorSettings;
import net.flowtally.ledger.exporter.PendingSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EdgeTest {
    private static final CollectorSettings NOBODY = CollectorSettings.defaults();
    private static final CollectorSettings LOOPBACK =
            NOBODY.withAllowed(List.of(Prefix.parse("127.0.0.0/8")));

    @TempDir Path home;

    private Journal journal;
    private final List<JournalWriter> writers = new ArrayList<>();
    private final PendingSources pending = new PendingSources(List.of());

    @BeforeEach
    void open() {
        journal = Journal.open(home.resolve("journal"), home.resolve("lock"), "main");
    }

    @AfterEach
    void close() {
        writers.forEach(JournalWriter::close);
        journal.close();
    }

    @Test
    void datagramsOfApprovedSourcesAreJournalledAsTheyCame() throws IOException {
        Edge edge = edge(LOOPBACK);
        Listener listener = bind(edge);
        int port = send(listener, "first", "", "x".repeat(65_507));
        List<String> payloads = awaitDatagrams(3);
        assertThat(payloads).containsExactly("first", "", "x".repeat(65_507));
        assertThat(edge.stop(Entry.DRAIN)).isTrue();
        try (JournalReader reader = journal.reader(0)) {
            reader.next();
            assertThat(CollectorSettings.decode(reader.payload())).isEqualTo(LOOPBACK);
            while (reader.kind() != Entry.DATAGRAM) {
                reader.next();
            }
            assertThat(new Address(reader.sourceHi(), reader.sourceLo()))
                    .isEqualTo(Address.parse("127.0.0.1"));
            assertThat(reader.sourcePort()).isEqualTo(port);
            assertThat(reader.receivedAt() / 1000)
                    .isCloseTo(Clock.systemUTC().millis(), within(60_000L));
            byte last = 0;
            while (reader.next()) {
                last = reader.kind();
            }
            assertThat(last).isEqualTo(Entry.DRAIN);
        }
        assertThat(pending.snapshot()).isEmpty();
    }

    @Test
    void othersAreCountedAsPendingUntilTheyAreApproved() throws IOException {
        Edge edge = edge(NOBODY);
        Listener listener = bind(edge);
        send(listener, "ab", "\0\tlast");
        while (pending.version() < 2) {
            Thread.onSpinWait();
        }
        assertThat(pending.snapshot())
                .singleElement()
                .satisfies(source -> {
                    assertThat(source.address()).isEqualTo(Address.parse("127.0.0.1"));
                    assertThat(source.protocol()).isEqualTo("NetFlow v9");
                    assertThat(source.datagrams()).isEqualTo(2);
                    assertThat(source.lastDatagram()).asString().isEqualTo("\0\tlast");
                });
        assertThat(edge.settings(LOOPBACK)).isTrue();
        send(listener, "approved");
        assertThat(awaitDatagrams(1)).containsExactly("approved");
        assertThat(pending.version()).isEqualTo(2);
        edge.stop(Entry.DRAIN);
        assertThat(kinds()).containsSubsequence(Entry.SETTINGS, Entry.SETTINGS, Entry.DATAGRAM);
    }

    /// Nobody syncs here but the edge itself, and no connection waits for it.
    @Test
    void muchIsBroughtToTheDiskBeforeTheSecondIsOver() throws IOException {
        Edge edge = edge(LOOPBACK);
        Listener listener = bind(edge);
        JournalWriter writer = writers.getFirst();
        send(listener, "little");
        awaitDatagrams(1);
        long before = writer.synced();
        byte[] much = new byte[60_000];
        try (DatagramSocket socket = new DatagramSocket()) {
            while (writer.synced() == before) {
                socket.send(new DatagramPacket(much, much.length, listener.address()));
            }
        }
        assertThat(writer.synced()).isGreaterThanOrEqualTo(8 << 20);
        edge.stop(Entry.DRAIN);
    }

    /// Two exporters on addresses of this host, one of which has gone mad.
    @Test
    void whatAMadExporterSendsBeyondItsShareIsShedAndCounted() throws IOException {
        CollectorSettings strict =
                new CollectorSettings(
                        LOOPBACK.allowed(), List.of(), 120, 30, ClockPolicy.CORRECT, 300, 1);
        ShedSources shed = new ShedSources(List.of());
        JournalWriter writer = journal.writer(strict.encode(), 1 << 20);
        writers.add(writer);
        Edge edge = new Edge("main", writer, strict, pending, shed, Clock.systemUTC());
        Listener listener = bind(edge);
        int mad = 0;
        while (shed.version() < 50) {
            sendFrom("127.0.0.2", listener, "quiet");
            sendFrom("127.0.0.3", listener, "mad");
            sendFrom("127.0.0.3", listener, "mad");
            mad += 2;
        }
        edge.stop(Entry.DRAIN);
        assertThat(shed.snapshot())
                .anySatisfy(source ->
                        assertThat(source.address()).isEqualTo(Address.parse("127.0.0.3")));
        assertThat(pending.snapshot()).isEmpty();
        long journalled = kinds().stream().filter(kind -> kind == Entry.DATAGRAM).count();
        assertThat(journalled).isPositive().isLessThan(mad);
    }

    private static void sendFrom(String address, Listener to, String payload) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(address))) {
            byte[] octets = payload.getBytes(StandardCharsets.ISO_8859_1);
            socket.send(new DatagramPacket(octets, octets.length, to.address()));
        }
    }

    @Test
    void ofALongDatagramOfAPendingSourceTheStartIsKept() {
        PendingSources sources = new PendingSources(List.of());
        sources.count(Address.v4(1), 1, ByteBuffer.wrap(new byte[65_000]));
        assertThat(sources.snapshot().getFirst().lastDatagram())
                .hasSize(PendingSources.MOST_OCTETS);
        long version = sources.version();
        sources.count(Address.v4(2), 1, ByteBuffer.wrap(new byte[10]));
        assertThat(sources.changedSince(version))
                .extracting(PendingSource::address)
                .containsExactly(Address.v4(2));
    }

    @Test
    void journalTimeGoesOnWhileNothingComes() {
        Edge edge = edge(LOOPBACK);
        while (!kinds().contains(Entry.TICK)) {
            journal.await(journal.end(), 100_000_000L);
        }
        edge.stop(Entry.DRAIN);
    }

    @Test
    void aTakenPortIsNamed() {
        Edge edge = edge(LOOPBACK);
        Listener listener = bind(edge);
        assertThatThrownBy(() -> edge.bindUdp("netflow", listener.address()))
                .isInstanceOf(ListenException.class)
                .hasMessageContaining("netflow")
                .hasMessageContaining(Integer.toString(listener.address().getPort()));
        assertThat(edge.listeners()).containsExactly(listener);
        edge.stop(Entry.DRAIN);
    }

    @Test
    void beyondTheMostSourcesTheRestIsCountedTogether() {
        PendingSources many = new PendingSources(List.of());
        ByteBuffer payload = ByteBuffer.wrap(new byte[] {0, 5, 0, 1});
        for (int i = 0; i < PendingSources.MOST + 5; i++) {
            many.count(Address.v4(i + 1), i, payload.rewind());
        }
        List<PendingSource> sources = many.snapshot();
        assertThat(sources).hasSize(PendingSources.MOST + 1);
        assertThat(sources)
                .filteredOn(source -> source.address().equals(Address.NONE))
                .singleElement()
                .extracting(PendingSource::datagrams)
                .isEqualTo(5L);
        assertThat(new PendingSources(sources).snapshot())
                .containsExactlyInAnyOrderElementsOf(sources);
    }

    @Test
    void dropsOfTheSystemAreSummedOverOurPorts() {
        List<String> table =
                List.of(
                        "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when"
                                + " retrnsmt   uid  timeout inode ref pointer drops",
                        "  213: 0100007F:0807 00000000:0000 07 00000000:00000000 00:00000000"
                                + " 00000000     0        0 5021 2 0000000000000000 12",
                        "  214: 00000000:0808 00000000:0000 07 00000000:00000000 00:00000000"
                                + " 00000000     0        0 5022 2 0000000000000000 30",
                        "  215: 00000000:0809 00000000:0000 07 00000000:00000000 00:00000000"
                                + " 00000000     0        0 5023 2 0000000000000000 500");
        assertThat(KernelDrops.sum(table, List.of(0x807, 0x808))).isEqualTo(42);
    }

    private Edge edge(CollectorSettings settings) {
        JournalWriter writer = journal.writer(settings.encode(), 1 << 20);
        writers.add(writer);
        return new Edge("main", writer, settings, pending, Clock.systemUTC());
    }

    private static Listener bind(Edge edge) {
        return edge.bindUdp("netflow", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static int send(Listener to, String... payloads) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            for (String payload : payloads) {
                byte[] octets = payload.getBytes(StandardCharsets.ISO_8859_1);
                socket.send(new DatagramPacket(octets, octets.length, to.address()));
            }
            return socket.getLocalPort();
        }
    }

    private List<String> awaitDatagrams(int count) {
        List<String> payloads = new ArrayList<>();
        try (JournalReader reader = journal.reader(0)) {
            while (payloads.size() < count) {
                if (!reader.next()) {
                    reader.await(100_000_000L);
                } else if (reader.kind() == Entry.DATAGRAM) {
                    payloads.add(new String(reader.payload(), StandardCharsets.ISO_8859_1));
                }
            }
        }
        return payloads;
    }

    private List<Byte> kinds() {
        List<Byte> kinds = new ArrayList<>();
        try (JournalReader reader = journal.reader(0)) {
            while (reader.next()) {
                kinds.add(reader.kind());
            }
        }
        return kinds;
    }
}
