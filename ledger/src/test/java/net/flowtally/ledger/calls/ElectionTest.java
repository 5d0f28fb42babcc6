package net.flowtally.ledger.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.Approval;
import net.flowtally.ledger.exporter.ExporterRule;
import net.flowtally.ledger.exporter.Exporters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElectionTest {
    private static final int ONE = 0x0a000001;
    private static final int TWO = 0x0a000002;
    private static final long QUARTER = RandomSlices.MARCH;

    @TempDir Path directory;
    private ArchiveFixture fixture;

    @BeforeEach
    void open() {
        fixture = new ArchiveFixture(directory);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aCallSeenOnceIsElected() {
        fixture.commit("main", List.of(seen(ONE, 1, 2, Slice.INGRESS, 100)));
        assertThat(fixture.sums()).containsExactly(quarter(ONE, 100, 0));
        assertThat(fixture.suppressed()).isEmpty();
    }

    @Test
    void theExporterThatSawMoreBytesWins() {
        assertWinner(seen(TWO, 5, 5, Slice.EGRESS, 101), seen(ONE, 1, 1, Slice.INGRESS, 100));
    }

    @Test
    void unsampledWinsOverSampledThatSawMore() {
        Slice sampled = seen(ONE, 1, 1, Slice.INGRESS, 5000);
        sampled.rateNumerator = 100;
        assertWinner(seen(TWO, 1, 1, Slice.INGRESS, 100), sampled);
    }

    @Test
    void preferenceWinsOverEverything() {
        new Exporters(fixture.store)
                .put(
                        new ExporterRule(
                                Address.v4(TWO), "two", Approval.APPROVED, List.of(), 0, 0, 1),
                        "test");
        Slice sampled = seen(TWO, 9, 9, Slice.EGRESS, 1);
        sampled.rateNumerator = 100;
        assertWinner(sampled, seen(ONE, 1, 1, Slice.INGRESS, 5000));
    }

    @Test
    void ofEqualsTheLowerExporterAddressWins() {
        assertWinner(seen(ONE, 9, 9, Slice.EGRESS, 100), seen(TWO, 1, 1, Slice.INGRESS, 100));
        Slice high = seen(ONE, 1, 1, Slice.INGRESS, 100);
        high.exporterHi = 0xfe80_0000_0000_0000L;
        high.quarter += QuarterHour.MICROS;
        Slice low = seen(TWO, 1, 1, Slice.INGRESS, 100);
        low.quarter += QuarterHour.MICROS;
        assertWinner(low, high);
    }

    @Test
    void ofEqualsTheLowerInterfacesWin() {
        assertWinner(seen(ONE, 1, 9, Slice.EGRESS, 100), seen(ONE, 2, 1, Slice.INGRESS, 100));
        Slice low = seen(ONE, 3, 1, Slice.EGRESS, 100);
        low.quarter += QuarterHour.MICROS;
        Slice high = seen(ONE, 3, -1, Slice.INGRESS, 100);
        high.quarter += QuarterHour.MICROS;
        assertWinner(low, high);
    }

    @Test
    void ofEqualsIngressWinsAndUnknownComesBeforeEgress() {
        assertWinner(
                seen(ONE, 1, 2, Slice.INGRESS, 100), seen(ONE, 1, 2, Slice.UNKNOWN_DIRECTION, 100));
        Slice unknown = seen(ONE, 1, 2, Slice.UNKNOWN_DIRECTION, 100);
        unknown.quarter += QuarterHour.MICROS;
        Slice egress = seen(ONE, 1, 2, Slice.EGRESS, 100);
        egress.quarter += QuarterHour.MICROS;
        assertWinner(unknown, egress);
    }

    @Test
    void allSlicesOfTheWinnerCountWhateverTheirStream() {
        fixture.commit(
                "main",
                List.of(
                        seen(ONE, 1, 2, Slice.INGRESS, 60),
                        seen(ONE, 1, 2, Slice.INGRESS, 70),
                        seen(TWO, 1, 2, Slice.INGRESS, 100)));
        Slice other = seen(ONE, 1, 2, Slice.INGRESS, 5);
        other.callLo++;
        fixture.commit("second", List.of(other));
        assertThat(fixture.sums()).containsExactly(quarter(ONE, 135, 0), quarter(TWO, 0, 100));
    }

    @Test
    void theOtherDirectionAndOtherPortsAreNoDuplicates() {
        Slice there = seen(ONE, 1, 2, Slice.INGRESS, 60);
        Slice back = seen(TWO, 2, 1, Slice.INGRESS, 90);
        back.sourceLo = there.destinationLo;
        back.destinationLo = there.sourceLo;
        Slice port = seen(TWO, 2, 1, Slice.INGRESS, 90);
        port.sourcePort++;
        fixture.commit("main", List.of(there, back, port));
        assertThat(fixture.sums()).containsExactly(quarter(ONE, 60, 0), quarter(TWO, 180, 0));
    }

    @Test
    void whatIsHeldTakesNoPart() {
        Slice held = seen(ONE, 1, 2, Slice.INGRESS, 1000);
        held.held = Slice.HELD_FUTURE;
        fixture.commit("main", List.of(held, seen(TWO, 1, 2, Slice.INGRESS, 100)));
        assertThat(fixture.sums())
                .containsExactly(
                        new ExporterQuarter(QUARTER, Address.v4(ONE), 0, 0, 0, 0, 0, 0, 1, 1000, 1),
                        quarter(TWO, 100, 0));
        assertThat(fixture.suppressed()).isEmpty();
    }

    @Test
    void oneTwoOrThreeExportersOfTheSameFlowsGiveTheSameTotals(@TempDir Path homes) {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);
        List<Slice> flows = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < 300; i++) {
            Slice slice = seen(ONE, random.nextInt(3), random.nextInt(3), Slice.INGRESS, 0);
            slice.callLo = i;
            slice.sourcePort = i;
            slice.quarter = QUARTER + random.nextInt(3) * QuarterHour.MICROS;
            slice.bytes = random.nextInt(100_000);
            bytes += slice.bytes;
            flows.add(slice);
        }
        for (int exporters = 1; exporters <= 3; exporters++) {
            try (ArchiveFixture home = new ArchiveFixture(homes.resolve("home" + exporters))) {
                for (int exporter = 0; exporter < exporters; exporter++) {
                    for (Slice slice : flows) {
                        slice.exporterLo = Address.mapV4(ONE + exporter);
                    }
                    home.commit("stream" + exporter, flows);
                }
                long elected = 0;
                long suppressed = 0;
                for (ExporterQuarter sum : home.sums()) {
                    elected += sum.electedBytes();
                    suppressed += sum.suppressedBytes();
                }
                assertThat(elected).as("seed %d", seed).isEqualTo(bytes);
                assertThat(suppressed).as("seed %d", seed).isEqualTo(bytes * (exporters - 1));
                long listed = 0;
                for (SuppressedCall call : home.suppressed()) {
                    listed += call.bytes();
                    assertThat(call.winner().exporter()).isEqualTo(Address.v4(ONE));
                }
                assertThat(listed).as("seed %d", seed).isEqualTo(suppressed);
            }
        }
    }

    @Test
    void theElectionIsWhatTheRulesSayForAnySlices() {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);
        List<Slice> slices = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            Slice slice =
                    seen(
                            ONE + random.nextInt(3),
                            random.nextInt(2),
                            random.nextInt(2),
                            (byte) (random.nextInt(3) - 1),
                            random.nextInt(3));
            slice.sourcePort = random.nextInt(200);
            slice.callLo = random.nextInt(5);
            slice.rateNumerator = random.nextInt(8) == 0 ? 2 : 1;
            slice.held = random.nextInt(10) == 0 ? Slice.HELD_UNKNOWN_RATE : Slice.NOT_HELD;
            slices.add(slice);
        }
        for (int i = 0; i < slices.size(); i += 400) {
            fixture.commit("main", slices.subList(i, i + 400));
        }
        Map<Integer, Map<ObservationPoint, long[]>> byKey = new HashMap<>();
        for (Slice slice : slices) {
            if (slice.held == Slice.NOT_HELD) {
                long[] sums =
                        byKey.computeIfAbsent(slice.sourcePort, _ -> new HashMap<>())
                                .computeIfAbsent(point(slice), _ -> new long[2]);
                sums[0] += slice.bytes;
                sums[1] |= slice.rateNumerator != 1 ? 1 : 0;
            }
        }
        Map<Integer, ObservationPoint> winners = new HashMap<>();
        byKey.forEach((key, points) ->
                winners.put(
                        key,
                        points.entrySet().stream()
                                .min((a, b) ->
                                        compare(a.getKey(), a.getValue(), b.getKey(), b.getValue()))
                                .orElseThrow()
                                .getKey()));
        List<SuppressedCall> suppressed = fixture.suppressed();
        int losers = 0;
        for (Map<ObservationPoint, long[]> points : byKey.values()) {
            losers += points.size() - 1;
        }
        assertThat(suppressed).as("seed %d", seed).hasSize(losers);
        for (SuppressedCall call : suppressed) {
            assertThat(call.winner()).as("seed %d", seed).isEqualTo(winners.get(call.sourcePort()));
        }
    }

    private static int compare(ObservationPoint a, long[] sumsA, ObservationPoint b, long[] sumsB) {
        long[] left = {
            sumsA[1],
            -sumsA[0],
            a.exporter().lo(),
            a.inputInterface(),
            a.outputInterface(),
            order(a)
        };
        long[] right = {
            sumsB[1],
            -sumsB[0],
            b.exporter().lo(),
            b.inputInterface(),
            b.outputInterface(),
            order(b)
        };
        return java.util.Arrays.compare(left, right);
    }

    private static long order(ObservationPoint point) {
        return point.direction() == Slice.INGRESS ? 0 : point.direction() == Slice.EGRESS ? 2 : 1;
    }

    private void assertWinner(Slice winner, Slice loser) {
        String stream = "s" + winner.quarter;
        fixture.commit(stream, List.of(loser, winner));
        SuppressedCall suppressed = fixture.suppressed().getLast();
        assertThat(suppressed.winner()).isEqualTo(point(winner));
        assertThat(suppressed.loser()).isEqualTo(point(loser));
        assertThat(suppressed.bytes()).isEqualTo(loser.bytes);
        assertThat(suppressed.records()).isEqualTo(loser.records);
    }

    private static ObservationPoint point(Slice slice) {
        return new ObservationPoint(
                new Address(slice.exporterHi, slice.exporterLo),
                slice.inputInterface,
                slice.outputInterface,
                slice.direction);
    }

    private static ExporterQuarter quarter(int exporter, long elected, long suppressed) {
        return new ExporterQuarter(
                QUARTER,
                Address.v4(exporter),
                count(elected),
                elected,
                count(elected),
                count(suppressed),
                suppressed,
                count(suppressed),
                0,
                0,
                0);
    }

    /// The figures in these tests are such that every slice is told by its bytes.
    private static long count(long bytes) {
        return bytes == 0 ? 0 : bytes == 135 ? 3 : bytes == 180 ? 2 : 1;
    }

    private static Slice seen(int exporter, int input, int output, byte direction, long bytes) {
        Slice slice = new Slice();
        slice.quarter = QUARTER;
        slice.callHi = 1;
        slice.callLo = 1;
        slice.callStart = QUARTER;
        slice.ownedAt = QUARTER;
        slice.start = QUARTER;
        slice.end = QUARTER + 1;
        slice.exporterLo = Address.mapV4(exporter);
        slice.inputInterface = input;
        slice.outputInterface = output;
        slice.direction = direction;
        slice.sourceLo = Address.mapV4(0xc0a80001);
        slice.destinationLo = Address.mapV4(0xc0a80002);
        slice.sourcePort = 40_000;
        slice.destinationPort = 443;
        slice.protocol = 6;
        slice.callerIsSource = true;
        slice.rawBytes = bytes;
        slice.bytes = bytes;
        slice.rawPackets = 1;
        slice.packets = 1;
        slice.records = 1;
        slice.rateNumerator = 1;
        slice.rateDenominator = 1;
        return slice;
    }
}
