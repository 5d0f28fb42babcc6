package net.flowtally.ledger.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionTest {
    private static final long FROM = Long.MIN_VALUE;
    private static final long TO = Long.MAX_VALUE;
    private static final long ALL = Long.MAX_VALUE;
    private static final long HOUR = 4 * QuarterHour.MICROS;

    private final long seed = System.nanoTime();
    private final RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);
    private Instant now = Instant.parse("2026-04-01T00:00:00Z");
    @TempDir Path directory;
    private ArchiveFixture fixture;
    private Compaction compaction;

    @BeforeEach
    void open() {
        fixture = new ArchiveFixture(directory.resolve("home"));
        InstantSource ticking = () -> now;
        compaction = new Compaction(fixture.home, fixture.store, ticking.withZone(ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void compactionLeavesAFileForEachHourAndChangesNoFigure() throws IOException {
        commitAtRandom("main", 30);
        commitAtRandom("branch", 10);
        fixture.archive.finish("main");
        fixture.archive.finish("branch");
        List<String> before = figures(ALL);

        CompactionRun run = run();

        assertThat(figures(ALL)).as("seed %d", seed).isEqualTo(before);
        assertThat(run.replaced()).as("seed %d", seed).isEqualTo(40);
        List<WrittenFile> files = fixture.archive.files(FROM, TO, ALL);
        assertThat(files)
                .as("seed %d", seed)
                .hasSize(run.written())
                .allSatisfy(file -> assertThat(hours(file)).hasSize(1))
                .extracting(file -> file.stream() + hours(file))
                .doesNotHaveDuplicates();
        try (CallReader reader = fixture.archive.reader()) {
            for (WrittenFile file : files) {
                assertThat(reader.check(file, Cancellation.none())).isEmpty();
            }
        }
        assertThat(run()).isEqualTo(new CompactionRun(0, 0, List.of()));
    }

    @Test
    void rowsThatDifferOnlyInWhatAddsUpBecomeOne() {
        Slice first = slice();
        Slice second = copy(first);
        second.bytes += 5;
        second.tcpFlags = ~first.tcpFlags & 255;
        second.end += 7;
        second.lastPosition += 9;
        Slice other = copy(first);
        other.tos = first.tos ^ 1;
        fixture.commit("main", List.of(first));
        fixture.commit("main", List.of(second));
        fixture.commit("main", List.of(other));
        fixture.archive.finish("main");
        List<String> before = figures(ALL);

        run();

        WrittenFile file = fixture.archive.files(FROM, TO, ALL).getFirst();
        assertThat(file.slices()).isEqualTo(2);
        assertThat(file.bytes()).isEqualTo(3 * first.bytes + 5);
        assertThat(file.lastPosition()).isEqualTo(second.lastPosition);
        assertThat(figures(ALL)).isEqualTo(before);
    }

    @Test
    void filesOnTheTwoSidesOfASealStayApart() {
        commitAtRandom("main", 6);
        long sealed = fixture.archive.lastCommit();
        seal(sealed);
        commitAtRandom("main", 6);
        fixture.archive.finish("main");
        List<String> asSealed = figures(sealed);
        List<String> all = figures(ALL);

        assertThat(run().replaced()).as("seed %d", seed).isEqualTo(12);

        assertThat(figures(sealed)).as("seed %d", seed).isEqualTo(asSealed);
        assertThat(figures(ALL)).as("seed %d", seed).isEqualTo(all);
    }

    @Test
    void anHourThatCanStillGetSlicesIsLeftAlone() {
        Slice slice = slice();
        long end = Math.floorDiv(slice.quarter, HOUR) * HOUR + HOUR;
        fixture.commit("main", List.of(slice), end);
        fixture.commit("main", List.of(copy(slice)), end + Settling.DELAY - 1);
        assertThat(run().replaced()).isZero();

        fixture.commit("main", List.of(), end + Settling.DELAY);
        assertThat(run().replaced()).isEqualTo(2);
    }

    @Test
    void aFileThatIsNotWhatWasWrittenIsNamedAndLeftAlone() throws IOException {
        Slice slice = slice();
        for (int i = 0; i < 3; i++) {
            fixture.commit("main", List.of(copy(slice)));
        }
        fixture.archive.finish("main");
        WrittenFile damaged = fixture.archive.files(FROM, TO, ALL).get(1);
        Path path = fixture.home.calls().resolve(damaged.name());
        byte[] octets = Files.readAllBytes(path);
        octets[octets.length / 2] ^= 1;
        Files.write(path, octets);

        CompactionRun run = run();

        assertThat(run.replaced()).isEqualTo(2);
        assertThat(run.damaged()).singleElement().asString().contains(damaged.name());
        assertThat(fixture.archive.files(FROM, TO, ALL)).contains(damaged).hasSize(2);
    }

    @Test
    void replacedFilesStayForAnHourAndThenGo() {
        commitAtRandom("main", 5);
        fixture.archive.finish("main");
        run();
        int kept = files().size();
        now = now.plus(Duration.ofMinutes(59));
        run();
        assertThat(files()).hasSize(kept);

        now = now.plus(Duration.ofMinutes(2));
        run();

        assertThat(files())
                .containsExactlyInAnyOrderElementsOf(
                        fixture.archive.files(FROM, TO, ALL).stream()
                                .map(WrittenFile::name)
                                .toList());
    }

    @Test
    void whatAKilledCompactionLeftBehindGoesAndAStartingCollectorLeavesItAlone()
            throws IOException {
        Path left = fixture.home.calls().resolve("_main.2026030100.000000000007.parquet.part");
        Files.createFile(left);
        fixture.archive.deleteOrphans("main");
        assertThat(left).exists();

        run();

        assertThat(left).doesNotExist();
    }

    private CompactionRun run() {
        return compaction.run(Cancellation.none(), Progress.NONE);
    }

    /// Everything that elections, accounting and seals read.
    private List<String> figures(long lastCommit) {
        List<String> figures = new ArrayList<>();
        try (CallReader reader = fixture.archive.reader()) {
            reader.electedCalls(FROM, TO, lastCommit, call -> figures.add(text(call)));
            reader.suppressed(
                    FROM, TO, lastCommit, Cancellation.none(), call -> figures.add("" + call));
            reader.sums(FROM, TO, lastCommit, Cancellation.none())
                    .forEach(sum -> figures.add("" + sum));
        }
        fixture.archive
                .canonical(FROM, TO, lastCommit, Cancellation.none())
                .forEach(quarter -> figures.add("" + quarter));
        return figures;
    }

    /// Commits files like a collector does: each has slices of some quarter hours, and the same
    /// call, direction and observation point comes back in many of them.
    private void commitAtRandom(String stream, int files) {
        List<Slice> seen = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            List<Slice> slices = new ArrayList<>();
            for (int j = 0; j < 40; j++) {
                boolean again = !seen.isEmpty() && random.nextInt(3) > 0;
                Slice slice = again ? copy(seen.get(random.nextInt(seen.size()))) : slice();
                if (again) {
                    slice.bytes = random.nextLong(1_000_000_000_000L);
                    slice.packets = random.nextLong(1_000_000_000L);
                    slice.tcpFlags = random.nextInt(256);
                    slice.end += random.nextInt(1000);
                    slice.records++;
                }
                seen.add(slice);
                slices.add(slice);
            }
            fixture.commit(stream, slices);
        }
    }

    private void seal(long lastCommit) {
        fixture.store.write(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute(
                        "INSERT INTO billing_period VALUES (1, '2026-02', 0, 900000000, 'UTC',"
                                + " 'sealed')");
                return statement.executeUpdate(
                        "INSERT INTO seal VALUES (1, 0, 0, "
                                + lastCommit
                                + ", '', '', '', '', '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)");
            }
        });
    }

    private Slice slice() {
        Slice slice = new Slice();
        new RandomSlices(random).fill(slice);
        return slice;
    }

    private static Slice copy(Slice slice) {
        SliceBatch one = new SliceBatch(1);
        one.accept(slice);
        Slice copy = new Slice();
        one.get(0, copy);
        return copy;
    }

    private static List<Long> hours(WrittenFile file) {
        TreeSet<Long> hours = new TreeSet<>();
        file.quarters().forEach(sum -> hours.add(Math.floorDiv(sum.quarter(), HOUR)));
        return List.copyOf(hours);
    }

    private List<String> files() {
        try (Stream<Path> files = Files.list(fixture.home.calls())) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(CallQuarter call) {
        StringBuilder text = new StringBuilder();
        try {
            for (Field field : CallQuarter.class.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    text.append(field.getName()).append('=').append(field.get(call)).append(' ');
                }
            }
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
        return text.toString();
    }
}
