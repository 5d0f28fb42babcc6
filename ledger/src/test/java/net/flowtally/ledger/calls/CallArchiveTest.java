package net.flowtally.ledger.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.ExporterCounters;
import net.flowtally.ledger.exporter.PendingSource;
import net.flowtally.ledger.exporter.QuarterLoss;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallArchiveTest {
    private static final Address ROUTER = Address.parse("10.0.0.1");

    @TempDir Path directory;
    private Home home;
    private Store store;
    private CallArchive archive;

    @BeforeEach
    void open() {
        home = Home.open(directory);
        store = Store.open(home);
        archive = new CallArchive(home, store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aCommitIsTheNewStateOfItsStream() {
        archive.commit(commit("main", 100, 10, write("main", 0, 10)));
        archive.commit(commit("main", 200, 25, write("main", 10, 15)));
        assertThat(archive.stream("main"))
                .contains(new StreamState("main", StreamKind.COLLECT, 200, 25, 77, false));
        archive.finish("main");
        assertThat(archive.streams())
                .containsExactly(new StreamState("main", StreamKind.COLLECT, 200, 25, 77, true));
        assertThat(archive.stream("other")).isEmpty();
    }

    @Test
    void theCatalogSaysOfAFileWhatIsInIt() {
        WrittenFile file = write("main", 0, 500);
        archive.commit(commit("main", 100, 500, file));
        assertThat(number("SELECT slices FROM slice_file")).isEqualTo(500);
        assertThat(number("SELECT sum(slices) FROM slice_file_quarter")).isEqualTo(500);
        assertThat(number("SELECT sum(bytes) FROM slice_file_quarter")).isEqualTo(file.bytes());
        assertThat(number("SELECT raw_bytes FROM slice_file")).isEqualTo(file.rawBytes());
        assertThat(number("SELECT octets_on_disk FROM slice_file"))
                .isEqualTo(home.calls().resolve(file.name()).toFile().length());
        assertThat(number("SELECT count(*) FROM dirty_quarter")).isEqualTo(file.quarters().size());
    }

    @Test
    void aCommitThatFailsLeavesNothing() {
        WrittenFile first = write("main", 0, 10);
        PendingSource broken = new PendingSource(ROUTER, "IPFIX", -1, 0, new byte[0]);
        store.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(
                        "CREATE TRIGGER refuse BEFORE INSERT ON pending_source"
                                + " WHEN new.datagrams < 0"
                                + " BEGIN SELECT raise(ABORT, 'negative'); END");
            }
        });
        StreamCommit commit =
                new StreamCommit(
                        "main",
                        StreamKind.COLLECT,
                        100,
                        10,
                        77,
                        List.of(first),
                        List.of(counters(1)),
                        List.of(new QuarterLoss(ROUTER, RandomSlices.MARCH, 10, 1)),
                        List.of(broken));
        assertThatThrownBy(() -> archive.commit(commit)).hasMessageContaining("negative");
        for (String table :
                List.of(
                        "slice_file",
                        "slice_file_quarter",
                        "stream",
                        "exporter_counter",
                        "exporter_loss",
                        "pending_source",
                        "dirty_quarter")) {
            assertThat(number("SELECT count(*) FROM " + table)).as(table).isZero();
        }
    }

    @Test
    void countersLossesAndPendingSourcesAreReplacedByNewerOnes() {
        for (int i = 1; i <= 2; i++) {
            archive.commit(
                    new StreamCommit(
                            "main",
                            StreamKind.COLLECT,
                            100L * i,
                            0,
                            77,
                            List.of(),
                            List.of(counters(i)),
                            List.of(new QuarterLoss(ROUTER, RandomSlices.MARCH, 10L * i, i)),
                            List.of(new PendingSource(ROUTER, "IPFIX", i, i, new byte[] {1}))));
        }
        assertThat(number("SELECT sum(datagrams) FROM exporter_counter")).isEqualTo(2);
        assertThat(number("SELECT sum(expected) FROM exporter_loss")).isEqualTo(20);
        assertThat(number("SELECT sum(datagrams) FROM pending_source")).isEqualTo(2);
    }

    @Test
    void slicesCannotBeCommittedTwiceOrLeftOut() {
        WrittenFile file = write("main", 0, 10);
        archive.commit(commit("main", 100, 10, file));
        assertThatThrownBy(() -> archive.commit(commit("main", 110, 10, file)))
                .isInstanceOf(ArchiveException.class);
        WrittenFile gap = write("main", 11, 10);
        assertThatThrownBy(() -> archive.commit(commit("main", 110, 21, gap)))
                .isInstanceOf(ArchiveException.class);
        assertThatThrownBy(() ->
                        archive.commit(
                                new StreamCommit(
                                        "main",
                                        StreamKind.COLLECT,
                                        99,
                                        10,
                                        77,
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        List.of())))
                .hasMessageContaining("goes back");
        assertThat(number("SELECT count(*) FROM slice_file")).isOne();
    }

    @Test
    void onlyOrphansOfTheStreamItselfAreDeleted() throws Exception {
        WrittenFile kept = write("main", 0, 10);
        archive.commit(commit("main", 100, 10, kept));
        WrittenFile orphan = write("main", 10, 10);
        WrittenFile other = write("main-2", 0, 10);
        Path unfinished =
                Files.createFile(home.calls().resolve("main.000000000000000020.parquet.part"));
        archive.deleteOrphans("main");
        assertThat(home.calls().resolve(kept.name())).exists();
        assertThat(home.calls().resolve(other.name())).exists();
        assertThat(home.calls().resolve(orphan.name())).doesNotExist();
        assertThat(unfinished).doesNotExist();
    }

    @Test
    void aDiscardedFileLeavesNothingBehind() {
        try (SliceFile file = archive.begin("main", 0)) {
            file.append(RandomSlicesFixture.batch(5, 1));
        }
        assertThat(home.calls().toFile().list()).isEmpty();
    }

    @Test
    void aReplayedFileIsRemembered() {
        assertThat(archive.replayed("abc")).isEmpty();
        archive.recordReplay("abc", "a.pcap", "replay-1");
        archive.recordReplay("abc", "a.pcap", "replay-2");
        assertThat(archive.replayed("abc"))
                .extracting(ReplayedFile::stream)
                .containsExactlyInAnyOrder("replay-1", "replay-2");
    }

    private WrittenFile write(String stream, long firstEmission, int slices) {
        try (SliceFile file = archive.begin(stream, firstEmission)) {
            file.append(RandomSlicesFixture.batch(slices, firstEmission));
            return file.finish();
        }
    }

    private static StreamCommit commit(
            String stream, long position, long emission, WrittenFile file) {
        return new StreamCommit(
                stream,
                StreamKind.COLLECT,
                position,
                emission,
                77,
                List.of(file),
                List.of(),
                List.of(),
                List.of());
    }

    private static ExporterCounters counters(long datagrams) {
        return new ExporterCounters(
                ROUTER, "IPFIX", datagrams, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17);
    }

    private long number(String sql) {
        return store.read(connection -> {
            try (Statement query = connection.createStatement();
                    ResultSet row = query.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /// Batches of random slices with a fixed seed: what is in them does not matter here.
    private static final class RandomSlicesFixture {
        static SliceBatch batch(int size, long seed) {
            RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            RandomSlices slices = new RandomSlices(random);
            Slice slice = new Slice();
            SliceBatch batch = new SliceBatch(size);
            for (int i = 0; i < size; i++) {
                slices.fill(slice);
                batch.accept(slice);
            }
            return batch;
        }
    }
}
