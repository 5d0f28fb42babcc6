package net.flowtally.collector.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.flowtally.collector.capture.CaptureException;
import net.flowtally.collector.capture.DatagramSource;
import net.flowtally.collector.journal.Journal;
import net.flowtally.collector.journal.JournalWriter;
import net.flowtally.collector.simulate.NetFlow5Encoding;
import net.flowtally.collector.simulate.SimulatedFlow;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class ReplayTest {
    private static final Replay.Progress QUIET = (_, _) -> {};
    private static final long BEGIN_MILLIS = 1_772_323_200_000L;

    @TempDir Path folder;

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

    /// One and the same traffic, told by three exporters in three protocols.
    @ParameterizedTest
    @CsvSource({
        "sf_v5.pcap, 4, 93, 298213, 462",
        "sf_v9.pcap, 4, 108, 338251, 523",
        "sf_v10.pcap, 4, 108, 338251, 523",
        "pm_v9.pcap, 21, 108, 338251, 523",
    })
    void aCaptureOfARealExporterBecomesItsCalls(
            String name, long datagrams, long records, long bytes, long packets) throws Exception {
        Ledger.Sums truth = new Ledger.Sums(records, bytes, packets);
        ReplayOutcome outcome = replay().run(ReplayOptions.of(List.of(capture(name))), QUIET);
        assertThat(outcome.datagrams()).isEqualTo(datagrams);
        assertThat(outcome.records()).isEqualTo(records);
        assertThat(Ledger.counters(home, outcome.stream())).isEqualTo(truth);
        assertThat(Ledger.slices(home, outcome.stream())).isEqualTo(truth);
        assertThat(Ledger.number(home, "SELECT finished FROM stream")).isEqualTo(1);
        assertThat(outcome.slices()).isEqualTo(Ledger.number(home, "SELECT emission FROM stream"));
    }

    @Test
    void aFileIsReplayedOnceUnlessAskedAgain() throws Exception {
        Path file = capture("sf_v5.pcap");
        ReplayOutcome first = replay().run(ReplayOptions.of(List.of(file)), QUIET);
        assertThatThrownBy(() -> replay().run(ReplayOptions.of(List.of(file)), QUIET))
                .isInstanceOf(AlreadyReplayed.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(first.stream());
        List<Path> two = List.of(capture("sf_v9.pcap"), file);
        assertThatThrownBy(() -> replay().run(ReplayOptions.of(two), QUIET))
                .isInstanceOf(AlreadyReplayed.class);
        ReplayOutcome again =
                replay().run(new ReplayOptions(List.of(file), Address.NONE, true), QUIET);
        assertThat(again.stream()).isEqualTo(first.stream() + "-2");
        assertThat(Ledger.number(home, "SELECT sum(records) FROM exporter_counter")).isEqualTo(186);
        assertThat(Ledger.number(home, "SELECT count(*) FROM replayed_file")).isEqualTo(2);
    }

    @Test
    void filesReplayedTogetherAreOneStreamInTheirOrder() throws Exception {
        List<Path> files = List.of(capture("sf_v5.pcap"), capture("sf_v10.pcap"));
        ReplayOutcome outcome = replay().run(ReplayOptions.of(files), QUIET);
        assertThat(outcome.records()).isEqualTo(201);
        assertThat(Ledger.number(home, "SELECT count(*) FROM stream")).isEqualTo(1);
    }

    @Test
    void theSourceCanBeGiven() throws Exception {
        Address source = Address.parse("192.0.2.77");
        replay().run(new ReplayOptions(List.of(capture("sf_v5.pcap")), source, false), QUIET);
        assertThat(
                        Ledger.number(
                                home,
                                "SELECT count(*) FROM exporter_counter WHERE address ="
                                        + " x'00000000000000000000ffffc000024d'"))
                .isEqualTo(1);
    }

    @Test
    void whatCannotBeReadLeavesTheLedgerAsItWas() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.txt"), "no capture at all");
        List<Path> files = List.of(capture("sf_v5.pcap"), text);
        assertThatThrownBy(() -> replay().run(ReplayOptions.of(files), QUIET))
                .isInstanceOf(CaptureException.class);
        assertThat(Ledger.number(home, "SELECT count(*) FROM stream")).isZero();
        assertThat(Ledger.number(home, "SELECT count(*) FROM slice_file")).isZero();
        assertThat(replay().run(ReplayOptions.of(files.subList(0, 1)), QUIET).records())
                .isEqualTo(93);
    }

    @Test
    void madeDatagramsAreReplayedAtTheirOwnTimes() {
        ReplayOutcome outcome = replay().run("march", month(1500), QUIET);
        assertThat(outcome.records()).isEqualTo(1500 * 30);
        Ledger.Sums truth = Ledger.journal(home, "march");
        assertThat(Ledger.slices(home, "march")).isEqualTo(truth);
        assertThat(Ledger.counters(home, "march")).isEqualTo(truth);
        // many hours, many files, one commit
        assertThat(Ledger.number(home, "SELECT count(*) FROM slice_file")).isGreaterThan(2);
        assertThat(Ledger.number(home, "SELECT count(DISTINCT committed_at) FROM slice_file"))
                .isEqualTo(1);
        assertThatThrownBy(() -> replay().run("march", month(1), QUIET))
                .isInstanceOf(AlreadyReplayed.class);
    }

    @Test
    void theSameDatagramsGiveTheSameSlices() {
        replay().run("march", month(50), QUIET);
        Home other = Home.open(folder.resolve("other"));
        try (Store otherStore = Store.open(other)) {
            new Replay(other, otherStore, Clock.systemUTC()).run("march", month(50), QUIET);
        }
        assertThat(Ledger.sliceRows(home, "march"))
                .isEqualTo(Ledger.sliceRows(other, "march"))
                .hasSizeGreaterThan(1000);
    }

    @Test
    void aReplayThatWasKilledBeginsAnew() {
        try (Journal journal = Journal.open(home.journal("march"), home.lock(), "march");
                JournalWriter writer = journal.writer(new byte[] {1, 2, 3}, 1 << 20)) {
            writer.flush();
        }
        assertThat(replay().run("march", month(10), QUIET).records()).isEqualTo(300);
        assertThat(Ledger.slices(home, "march")).isEqualTo(Ledger.journal(home, "march"));
    }

    private Replay replay() {
        Pace smallFiles =
                new Pace(
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(2),
                        Duration.ofMinutes(5),
                        20_000_000,
                        1000,
                        1 << 20,
                        Duration.ofHours(24),
                        16L << 30);
        return new Replay(home, store, Clock.systemUTC(), smallFiles);
    }

    private static Path capture(String name) throws URISyntaxException {
        URL found = ReplayTest.class.getResource("/captures/live-debian-exporters/" + name);
        return Path.of(Objects.requireNonNull(found, name).toURI());
    }

    /// Datagrams of thirty flows, ten minutes apart, from a boot in the past.
    private static DatagramSource month(int datagrams) {
        return sink -> {
            NetFlow5Encoding encoding = new NetFlow5Encoding(BEGIN_MILLIS - 1_000_000, 0);
            for (int n = 0; n < datagrams; n++) {
                long now = BEGIN_MILLIS + n * 600_000L;
                List<SimulatedFlow> flows = new ArrayList<>();
                for (int i = 0; i < 30; i++) {
                    flows.add(
                            new SimulatedFlow(
                                    Address.v4(0x0a000000 + i),
                                    Address.v4(0xc0000201 + n % 5),
                                    40_000 + i,
                                    443,
                                    6,
                                    0x18,
                                    0,
                                    1,
                                    2,
                                    1000L * n + i,
                                    1 + n,
                                    now - 500_000,
                                    now));
                }
                sink.accept(
                        now * 1000,
                        Address.parse("192.0.2.1"),
                        5000,
                        ByteBuffer.wrap(encoding.datagram(flows, now)));
            }
        };
    }
}
