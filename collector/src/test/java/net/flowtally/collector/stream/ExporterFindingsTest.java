package net.flowtally.collector.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.Slice;
import net.flowtally.ledger.exporter.SeenInterface;
import net.flowtally.ledger.exporter.SeenRate;
import net.flowtally.ledger.linter.ExporterSurvey;
import net.flowtally.ledger.linter.Finding;
import net.flowtally.ledger.linter.Finding.Subject;
import net.flowtally.ledger.linter.SurveyedExporter;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What exporters send for half an hour, each with one thing wrong, and what is found of it.
@Timeout(120)
class ExporterFindingsTest {
    private static final long BEGIN = 1_772_323_200L;
    private static final int MINUTES = 30;
    private static final Duration DAY = Duration.ofHours(24);

    private static final Address CLEAN = Address.parse("10.9.0.1");
    private static final Address SLOW = Address.parse("10.9.0.2");
    private static final Address TWICE = Address.parse("10.9.0.3");
    private static final Address SAMPLING = Address.parse("10.9.0.4");
    private static final Address ELSEWHEN = Address.parse("10.9.0.5");
    private static final Address TERSE = Address.parse("10.9.0.6");
    private static final Address RESTARTING = Address.parse("10.9.0.7");
    private static final Address EQUAL = Address.parse("10.9.0.8");
    private static final Address LOSSY = Address.parse("10.9.0.9");
    private static final Address UNEQUAL = Address.parse("10.9.0.10");

    @TempDir private static Path folder;
    private static Home home;
    private static Store store;
    private static Map<Address, SurveyedExporter> survey = Map.of();

    /// A NetFlow v9 exporter: a datagram each minute, with its template unless that is told once.
    private static final class Exporter {
        private final Address address;
        private int sequence = 100;
        private int recordSeconds = 55;
        private int clockSeconds;
        private int sampler;
        private boolean bothDirections;
        private boolean templateOnce;
        private int restartEvery;
        private int loseEvery;
        private boolean outCounter;
        private int outMore;

        Exporter(Address address) {
            this.address = address;
        }

        byte[] datagram(int minute) {
            long now = BEGIN + minute * 60L + clockSeconds;
            boolean told = minute == 0 || !templateOnce;
            int fields = outCounter ? 13 : 12;
            int template = told ? 4 + 4 + fields * 4 : 0;
            int record = outCounter ? 36 : 32;
            int records = 20;
            ByteBuffer out = ByteBuffer.allocate(20 + template + 4 + records * record);
            out.putShort((short) 9).putShort((short) (records + (told ? 1 : 0)));
            out.putInt(1_000_000 + minute * 60_000).putInt((int) now);
            out.putInt(next(minute)).putInt(1);
            if (told) {
                out.putShort((short) 0).putShort((short) template);
                out.putShort((short) 256).putShort((short) fields);
                int[] types = {8, 12, 7, 11, 4, 61, 48, 10, 14, 22, 21, 1, 23};
                int[] lengths = {4, 4, 2, 2, 1, 1, 2, 2, 2, 4, 4, 4, 4};
                for (int i = 0; i < fields; i++) {
                    out.putShort((short) types[i]).putShort((short) lengths[i]);
                }
            }
            out.putShort((short) 256).putShort((short) (4 + records * record));
            for (int i = 0; i < records; i++) {
                int end = 1_000_000 + minute * 60_000 - 1_000;
                int bytes = 10_000 + i;
                out.putInt(0x0a010100 + i).putInt(0xc6336401);
                out.putShort((short) (40_000 + i)).putShort((short) 443).put((byte) 6);
                out.put((byte) (bothDirections && i % 2 == 1 ? 1 : 0));
                out.putShort((short) sampler).putShort((short) 3).putShort((short) 4);
                out.putInt(end - recordSeconds * 1000).putInt(end).putInt(bytes);
                if (outCounter) {
                    out.putInt(bytes + outMore);
                }
            }
            return out.array();
        }

        private int next(int minute) {
            if (restartEvery > 0 && minute % restartEvery == restartEvery - 1) {
                sequence += 50_000_000;
            }
            if (loseEvery > 0 && minute % loseEvery == loseEvery - 1) {
                sequence++;
            }
            return sequence++;
        }
    }

    @BeforeAll
    static void replay() {
        home = Home.open(folder.resolve("home"));
        store = Store.open(home);
        List<Exporter> exporters = new ArrayList<>();
        for (Address address :
                List.of(
                        CLEAN,
                        SLOW,
                        TWICE,
                        SAMPLING,
                        ELSEWHEN,
                        TERSE,
                        RESTARTING,
                        EQUAL,
                        LOSSY,
                        UNEQUAL)) {
            exporters.add(new Exporter(address));
        }
        exporters.get(1).recordSeconds = 600;
        exporters.get(2).bothDirections = true;
        exporters.get(3).sampler = 7;
        exporters.get(4).clockSeconds = 8 * 3600;
        exporters.get(5).templateOnce = true;
        exporters.get(6).restartEvery = 10;
        exporters.get(7).outCounter = true;
        exporters.get(8).loseEvery = 10;
        exporters.get(9).outCounter = true;
        exporters.get(9).outMore = 500;
        new Replay(home, store, Clock.systemUTC())
                .run(
                        "scenario",
                        sink -> {
                            for (int minute = 0; minute < MINUTES; minute++) {
                                for (Exporter exporter : exporters) {
                                    sink.accept(
                                            (BEGIN + minute * 60L) * 1_000_000 + 200_000,
                                            exporter.address,
                                            2055,
                                            ByteBuffer.wrap(exporter.datagram(minute)));
                                }
                            }
                        },
                        (_, _) -> {});
        survey = read(store, home);
    }

    private static Map<Address, SurveyedExporter> read(Store from, Home of) {
        return new ExporterSurvey(from, new CallArchive(of, from))
                .read(DAY, Cancellation.none()).stream()
                        .collect(Collectors.toMap(SurveyedExporter::address, Function.identity()));
    }

    @AfterAll
    static void close() {
        store.close();
    }

    private static SurveyedExporter one(Map<Address, SurveyedExporter> all, Address address) {
        return Optional.ofNullable(all.get(address)).orElseThrow();
    }

    private static SurveyedExporter of(Address address) {
        return one(survey, address);
    }

    private static Finding only(Address address, Subject subject) {
        assertThat(of(address).findings()).extracting(Finding::subject).containsExactly(subject);
        return of(address).findings().getFirst();
    }

    @Test
    void aCleanExporterGetsNoFinding() {
        assertThat(of(CLEAN).findings()).isEmpty();
        assertThat(of(UNEQUAL).findings()).isEmpty();
    }

    @Test
    void anActiveTimeoutThatIsTooLongIsFoundWithWhatToChangeOnEachDevice() {
        Finding finding = only(SLOW, Subject.ACTIVE_TIMEOUT);
        assertThat(finding.what()).contains("600 flow records", "10 min 0 s");
        assertThat(finding.hints())
                .extracting(Finding.Hint::device)
                .containsExactly(
                        "Cisco IOS, IOS XE",
                        "Cisco NX-OS",
                        "Juniper Junos",
                        "MikroTik RouterOS",
                        "Huawei VRP",
                        "Fortinet FortiOS",
                        "softflowd");
        assertThat(finding.hints().getFirst().words()).contains("cache timeout active 60");
    }

    @Test
    void bothDirectionsAreFound() {
        assertThat(only(TWICE, Subject.BOTH_DIRECTIONS).what()).contains("300", "300");
    }

    @Test
    void aSamplerWithoutItsOptionsIsFound() {
        assertThat(only(SAMPLING, Subject.SAMPLING_RATE).what()).contains("600 flow records");
        assertThat(of(SAMPLING).status().held()).isEqualTo(600);
    }

    @Test
    void aClockThatIsOffIsFound() {
        assertThat(only(ELSEWHEN, Subject.CLOCK).what()).contains("8 h 0 min ahead");
        assertThat(of(ELSEWHEN).behaviour().skewLast()).isEqualTo(-28_800_000_000L + 200_000);
    }

    @Test
    void templatesThatAreToldTooRarelyAreFound() {
        assertThat(only(TERSE, Subject.TEMPLATES).what()).contains("29 min 0 s");
    }

    @Test
    void sequencesThatBeginAnewAreFound() {
        assertThat(only(RESTARTING, Subject.SEQUENCE).what()).contains("3 times");
        assertThat(of(RESTARTING).lost()).isZero();
    }

    @Test
    void inAndOutThatCarryTheSameAreFound() {
        assertThat(only(EQUAL, Subject.EQUAL_COUNTERS).what()).contains("600 of 600");
        assertThat(of(EQUAL).status().bytes()).isEqualTo(of(CLEAN).status().bytes());
    }

    @Test
    void lossIsFoundAndToldByDay() {
        assertThat(only(LOSSY, Subject.LOSS).what()).contains("3 of 33");
        assertThat(of(LOSSY).losses())
                .singleElement()
                .satisfies(day -> assertThat(day.lost()).isEqualTo(3));
    }

    @Test
    void interfacesRatesAndTemplatesAreKept() {
        assertThat(of(CLEAN).interfaces())
                .extracting(SeenInterface::number, SeenInterface::recordsIn)
                .containsExactly(tuple(3L, 600L), tuple(4L, 0L));
        assertThat(of(CLEAN).rates())
                .singleElement()
                .satisfies(rate -> {
                    assertThat(rate.numerator()).isEqualTo(rate.denominator());
                    assertThat(rate.source()).isEqualTo(Slice.RATE_RECORD);
                    assertThat(rate.records()).isEqualTo(600);
                });
        assertThat(of(SAMPLING).rates()).extracting(SeenRate::source).containsExactly(0);
        assertThat(of(CLEAN).behaviour().templates()).isOne();
        assertThat(of(CLEAN).behaviour().records()).isEqualTo(600);
        assertThat(of(CLEAN).behaviour().longestRecord()).isEqualTo(55_000_000);
    }

    @Test
    void aSourceThatWaitsForApprovalIsFound(@TempDir Path other) throws IOException {
        Home empty = Home.open(other.resolve("home"));
        try (Store fresh = Store.open(empty)) {
            InetAddress loopback = InetAddress.getLoopbackAddress();
            CollectorOptions options =
                    new CollectorOptions(
                            "main", new InetSocketAddress(loopback, 0), Pace.defaults());
            try (Collector collector = Collector.start(options, empty, fresh, Clock.systemUTC());
                    DatagramSocket socket = new DatagramSocket()) {
                byte[] octets = new Exporter(CLEAN).datagram(0);
                socket.send(
                        new DatagramPacket(
                                octets, octets.length, collector.listeners().getFirst().address()));
                while (read(fresh, empty).isEmpty()) {
                    Thread.onSpinWait();
                }
            }
            SurveyedExporter source = one(read(fresh, empty), Address.of(loopback));
            assertThat(source.findings())
                    .extracting(Finding::subject)
                    .containsExactly(Subject.PENDING);
            assertThat(source.pending().orElseThrow().protocol()).isEqualTo("NetFlow v9");
        }
    }
}
