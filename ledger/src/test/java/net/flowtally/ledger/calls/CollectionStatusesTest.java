package net.flowtally.ledger.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.Approval;
import net.flowtally.ledger.exporter.CollectionStatus;
import net.flowtally.ledger.exporter.ExporterCounters;
import net.flowtally.ledger.exporter.ExporterRule;
import net.flowtally.ledger.exporter.ExporterStatus;
import net.flowtally.ledger.exporter.Exporters;
import net.flowtally.ledger.exporter.HealthFile;
import net.flowtally.ledger.exporter.HeldRelease;
import net.flowtally.ledger.exporter.HeldReleases;
import net.flowtally.ledger.exporter.PendingSource;
import net.flowtally.ledger.exporter.StreamHealth;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectionStatusesTest {
    private static final Address ONE = Address.parse("10.0.0.1");
    private static final Address TWO = Address.parse("10.0.0.2");
    private static final Address STRANGER = Address.parse("192.0.2.7");

    private final long seed = System.nanoTime();
    private final RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);
    @TempDir Path directory;
    private ArchiveFixture fixture;
    private CollectionStatuses statuses;

    @BeforeEach
    void open() {
        fixture = new ArchiveFixture(directory);
        statuses = new CollectionStatuses(fixture.store, fixture.archive);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void anEmptyHomeHasHeardNothing() {
        CollectionStatus status = read();
        assertThat(status.exporters()).isEmpty();
        assertThat(status.totals().datagrams()).isZero();
        assertThat(status.totals().lastSeen()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void bytesAreThoseInCallsDuplicatesHeldAndOutside() {
        commitTwoExporters("main", 300);
        commitTwoExporters("second", 200);
        assertIdentity();
        account();
        assertIdentity();
        commitTwoExporters("main", 100);
        assertIdentity();
        assertThat(read().exporters())
                .extracting(ExporterStatus::address)
                .containsExactly(ONE, TWO);
    }

    @Test
    void duplicatesAreTheSameBeforeAndAfterAccounting() {
        commitTwoExporters("main", 300);
        CollectionStatus before = read();
        assertThat(before.totals().duplicates()).isPositive();
        account();
        assertThat(read()).isEqualTo(before);
    }

    @Test
    void aChangedPreferenceIsSeenAtOnce() {
        commitTwoExporters("main", 300);
        long before = read().exporters().getFirst().duplicatesBytes();
        new Exporters(fixture.store)
                .put(new ExporterRule(ONE, "core", Approval.APPROVED, List.of(), 0, 0, 10), "test");
        ExporterStatus core = read().exporters().getFirst();
        assertThat(core.duplicatesBytes()).as("seed %d", seed).isZero().isNotEqualTo(before);
        assertThat(core.name()).isEqualTo("core");
        assertIdentity();
    }

    @Test
    void pendingSourcesAreShownWithWhatTheySend() {
        fixture.commit(
                "main",
                List.of(),
                List.of(),
                List.of(
                        new PendingSource(STRANGER, "IPFIX", 12, 3_000_000, new byte[] {1}),
                        new PendingSource(Address.NONE, "", 5, 2_000_000, new byte[0])));
        CollectionStatus status = read();
        assertThat(status.totals().pending()).isEqualTo(17);
        assertThat(status.totals().datagrams()).isZero();
        ExporterStatus stranger = status.exporters().getLast();
        assertThat(stranger.address()).isEqualTo(STRANGER);
        assertThat(stranger.protocol()).isEqualTo("IPFIX");
        assertThat(stranger.pending()).isEqualTo(12);
        assertThat(stranger.lastSeen()).isEqualTo(Instant.ofEpochSecond(3));
        assertThat(status.exporters().getFirst().name()).isEqualTo("other");
    }

    @Test
    void whatIsReleasedIsHeldNoLonger() {
        commitTwoExporters("main", 300);
        ExporterStatus before = read().exporters().getFirst();
        assertThat(before.held()).as("seed %d", seed).isPositive();
        long always = 1L << 60;
        for (HeldRelease.Reason reason : HeldRelease.Reason.values()) {
            new HeldReleases(fixture.store)
                    .release(
                            new HeldRelease(
                                    0,
                                    ONE,
                                    reason,
                                    -always / 900_000_000 * 900_000_000,
                                    always / 900_000_000 * 900_000_000,
                                    7,
                                    1,
                                    0),
                            "test");
        }
        assertThat(read().exporters().getFirst().held()).as("seed %d", seed).isZero();
        assertIdentity();
    }

    @Test
    void aDeletedDataFileIsNamedAndTheRestIsTold() throws IOException {
        commitTwoExporters("main", 30);
        Path deleted;
        try (Stream<Path> files = Files.walk(directory)) {
            deleted =
                    files.filter(file -> file.toString().endsWith(".parquet"))
                            .findFirst()
                            .orElseThrow();
        }
        Files.delete(deleted);
        CollectionStatus status = read();
        assertThat(status.troubles())
                .singleElement()
                .asString()
                .contains(deleted.getFileName().toString(), "is missing", "backup");
        assertThat(status.totals().records()).isPositive();
    }

    @Test
    void whatACollectorSaidLastIsTold() throws IOException {
        Home home = Home.open(directory.resolve("other"));
        try (Store store = Store.open(home);
                HealthFile health = HealthFile.open(home, "main")) {
            StreamHealth full =
                    new StreamHealth("main", true, 7, 3, 4096, "The disk C:\\x is full.");
            health.write(full);
            CollectionStatus status =
                    new CollectionStatuses(store, new CallArchive(home, store))
                            .read(Cancellation.none());
            assertThat(status.streams())
                    .containsExactly(new StreamHealth("main", false, 7, 3, 4096, full.trouble()));
            assertThat(status.troubles()).isEmpty();
        }
    }

    @Test
    void whatCameBeforeADecisionIsIgnoredAndNoLongerPending() {
        fixture.commit(
                "main",
                List.of(),
                List.of(),
                List.of(
                        new PendingSource(STRANGER, "IPFIX", 12, 3_000_000, new byte[] {1}),
                        new PendingSource(TWO, "IPFIX", 4, 3_000_000, new byte[] {1})));
        new Exporters(fixture.store).approve(STRANGER, "new", "test");
        new Exporters(fixture.store).refuse(TWO, "printer", "test");
        CollectionStatus status = read();
        assertThat(status.totals().pending()).isZero();
        assertThat(status.totals().ignored()).isEqualTo(16);
        assertThat(status.exporters().getLast().ignored()).isEqualTo(12);
    }

    @Test
    void countersOfAllStreamsAndProtocolsOfAnExporterAddUp() {
        fixture.commit(
                "main",
                List.of(),
                List.of(counters("NetFlow v5", 1), counters("IPFIX", 2)),
                List.of());
        fixture.commit("second", List.of(), List.of(counters("IPFIX", 4)), List.of());
        ExporterStatus status = read().exporters().getFirst();
        assertThat(status.protocol()).isEqualTo("IPFIX, NetFlow v5");
        assertThat(status.datagrams()).isEqualTo(7);
        assertThat(status.records()).isEqualTo(70);
        assertThat(status.withoutCounters()).isEqualTo(7 * 170);
        assertThat(status.lastSeen()).isEqualTo(Instant.ofEpochSecond(4));
        assertThat(read().totals())
                .usingRecursiveComparison()
                .ignoringFields("address", "protocol")
                .isEqualTo(status);
    }

    private CollectionStatus read() {
        return statuses.read(Cancellation.none());
    }

    private void assertIdentity() {
        long[] calls = new long[2];
        try (CallReader reader = fixture.archive.reader()) {
            reader.electedCalls(
                    Long.MIN_VALUE,
                    Long.MAX_VALUE,
                    Long.MAX_VALUE,
                    call -> {
                        calls[0] += call.bytesSent + call.bytesReceived;
                        calls[1] += call.records;
                    });
        }
        ExporterStatus totals = read().totals();
        assertThat(calls[0] + totals.duplicatesBytes() + totals.heldBytes() + totals.outsideBytes())
                .as("seed %d", seed)
                .isEqualTo(totals.bytes());
        assertThat(calls[1] + totals.duplicates() + totals.held() + totals.outside())
                .as("seed %d", seed)
                .isEqualTo(totals.records());
    }

    /// What two exporters on the way of the same flows send, some of it held, some outside.
    private void commitTwoExporters(String stream, int flows) {
        List<Slice> slices = new ArrayList<>();
        RandomSlices filler = new RandomSlices(random);
        long[][] sums = new long[2][4]; // records, bytes, held, held bytes
        for (int i = 0; i < flows; i++) {
            for (int exporter = 0; exporter < 2; exporter++) {
                if (exporter == 1 && random.nextInt(3) == 0) {
                    continue;
                }
                Slice slice = new Slice();
                if (exporter == 0 || slices.isEmpty()) {
                    filler.fill(slice);
                } else {
                    SliceBatch copy = new SliceBatch(1);
                    copy.accept(slices.getLast());
                    copy.get(0, slice);
                    slice.bytes -= random.nextInt(3) - 1L;
                }
                slice.bytes = Math.max(slice.bytes, 10);
                slice.exporterLo = exporter == 0 ? ONE.lo() : TWO.lo();
                slices.add(slice);
                long[] sum = sums[exporter];
                sum[0] += slice.records;
                sum[1] += slice.bytes;
                if (slice.held != Slice.NOT_HELD) {
                    sum[2] += slice.records;
                    sum[3] += slice.bytes;
                }
            }
        }
        List<ExporterCounters> counters = new ArrayList<>();
        for (int exporter = 0; exporter < 2; exporter++) {
            long[] sum = sums[exporter];
            long outside = random.nextInt(100);
            counters.add(
                    new ExporterCounters(
                            exporter == 0 ? ONE : TWO,
                            // one protocol for each commit: counters replace older ones
                            stream + fixture.archive.lastCommit(),
                            1,
                            sum[0] + outside,
                            sum[1] + outside * 1000,
                            0,
                            0,
                            0,
                            0,
                            0,
                            sum[2],
                            sum[3],
                            0,
                            0,
                            outside,
                            outside * 1000,
                            0,
                            0,
                            1));
        }
        fixture.commit(stream, slices, counters, List.of());
    }

    /// Writes what accounting writes of every quarter hour.
    private void account() {
        List<ExporterQuarter> sums = fixture.sums();
        fixture.store.write(connection -> {
            try (Statement clear = connection.createStatement();
                    PreparedStatement insert =
                            connection.prepareStatement(
                                    "INSERT INTO quarter_sum VALUES"
                                            + " (?, ?, ?, ?, ?, ?, ?, ?, 0)")) {
                clear.executeUpdate("DELETE FROM quarter_sum");
                clear.executeUpdate("DELETE FROM dirty_quarter");
                for (ExporterQuarter sum : sums) {
                    insert.setLong(1, sum.quarter());
                    insert.setBytes(2, sum.exporter().octets());
                    insert.setLong(3, sum.electedBytes());
                    insert.setLong(4, sum.electedPackets());
                    insert.setLong(5, sum.suppressedRecords());
                    insert.setLong(6, sum.suppressedBytes());
                    insert.setLong(7, sum.suppressedPackets());
                    insert.setLong(8, sum.heldBytes());
                    insert.executeUpdate();
                }
                return sums.size();
            }
        });
    }

    private static ExporterCounters counters(String protocol, long unit) {
        return new ExporterCounters(
                ONE,
                protocol,
                unit,
                10 * unit,
                20 * unit,
                30 * unit,
                40 * unit,
                50 * unit,
                60 * unit,
                70 * unit,
                80 * unit,
                90 * unit,
                100 * unit,
                110 * unit,
                120 * unit,
                130 * unit,
                140 * unit,
                170 * unit,
                unit * 1_000_000);
    }
}
