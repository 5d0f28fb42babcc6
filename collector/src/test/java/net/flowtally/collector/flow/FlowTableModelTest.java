package net.flowtally.collector.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.ledger.calls.Slice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The flow table against a slow and obvious model of it, over random streams.
class FlowTableModelTest {
    private static final long QUARTER = 900_000_000L;

    private final long base = new Random().nextLong();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void slicesSumToTheUpdatesPerDirectionObservationPointAndQuarterHour(int round) {
        long seed = base + round;
        RandomStream stream = new RandomStream(seed, 300, 3, 6, 60_000_000);

        compare(seed, stream, FlowTable.DEFAULT_MOST_CALLS, false);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void callsThatNeverIdleHaveTheCallerAndTheStartOfTheirFirstUpdate(int round) {
        long seed = base + 100 + round;
        RandomStream stream = new RandomStream(seed, 200, 2, 5, 140_000);
        stream.datagrams.forEach(
                datagram -> datagram.flows().forEach(flow -> flow.tcpFlags &= ~(1 | 4)));

        compare(seed, stream, FlowTable.DEFAULT_MOST_CALLS, true);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void aTableThatIsTooSmallLosesNothing(int round) {
        long seed = base + 200 + round;
        RandomStream stream = new RandomStream(seed, 200, 2, 12, 5_000_000);

        compare(seed, stream, 50, false);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void aTableThatIsSavedAndLoadedGoesOnExactly(int round) throws IOException {
        long seed = base + 300 + round;
        Random random = new Random(seed);
        int count = 200;
        RandomStream stream = new RandomStream(seed, count, 3, 4 + random.nextInt(10), 20_000_000);
        int most = random.nextBoolean() ? 40 : 100_000;
        int cut = random.nextInt(count);

        List<ExporterTally> tallies = stream.tallies();
        List<String> series = new ArrayList<>();
        byte[] checkpoint;
        List<ExporterTally> counted = new ArrayList<>();
        byte[] end;
        try (FlowTable table = table(series, most)) {
            FlowIntake intake = new FlowIntake(FlowFixture.settings(), table);
            stream.feed(0, cut, intake, tallies);
            checkpoint = save(table);
            for (ExporterTally tally : tallies) {
                counted.add(copy(tally));
            }
            stream.feed(cut, count, intake, tallies);
            table.drain(false);
            end = save(table);
        }
        List<String> resumed = new ArrayList<>();
        try (FlowTable table = table(resumed, most)) {
            table.load(in(checkpoint), counted);
            long emitted = table.emitted();
            assertThat(save(table)).as("seed %d", seed).isEqualTo(checkpoint);

            FlowIntake intake = new FlowIntake(FlowFixture.settings(), table);
            for (int i = cut; i < count; i++) {
                stream.feed(i, i + 1, intake, counted);
                if (random.nextInt(4) == 0) {
                    assertThat(table.emitted()).isEqualTo(emitted + resumed.size());
                }
            }
            table.drain(false);

            assertThat(resumed)
                    .as("seed %d", seed)
                    .isEqualTo(series.subList((int) emitted, series.size()));
            assertThat(save(table)).as("seed %d", seed).isEqualTo(end);
        }
        for (int i = 0; i < tallies.size(); i++) {
            assertThat(text(counted.get(i))).as("seed %d", seed).isEqualTo(text(tallies.get(i)));
        }
    }

    @Test
    void anEmptyTableIsSavedAndLoaded() throws IOException {
        try (FlowTable table = table(new ArrayList<>(), 10);
                FlowTable loaded = table(new ArrayList<>(), 10)) {
            byte[] saved = save(table);

            loaded.load(in(saved), List.of());

            assertThat(save(loaded)).isEqualTo(saved);
        }
    }

    @Test
    void aCheckpointOfAnotherStreamOrWithoutItsCountersIsRefused() throws IOException {
        RandomStream stream = new RandomStream(base, 1, 1, 2, 1000);
        byte[] saved;
        try (FlowTable table = table(new ArrayList<>(), 10)) {
            stream.feed(0, 1, new FlowIntake(FlowFixture.settings(), table), stream.tallies());
            saved = save(table);
        }
        try (FlowTable other = new FlowTable("other", slice -> {});
                FlowTable same = new FlowTable("model", slice -> {})) {
            assertThatThrownBy(() -> other.load(in(saved), stream.tallies()))
                    .isInstanceOf(UnusableCheckpoint.class)
                    .hasMessageContaining("'model', not of 'other'");
            assertThatThrownBy(() -> same.load(in(saved), List.of()))
                    .isInstanceOf(UnusableCheckpoint.class)
                    .hasMessageContaining("no counters");
        }
    }

    private static DataInputStream in(byte[] saved) {
        return new DataInputStream(new ByteArrayInputStream(saved));
    }

    @Test
    void splitsConserveEveryCounterForAnyCut() {
        Random random = new Random(base);
        QuarterSplit split = new QuarterSplit();
        FlowUpdate update = new FlowUpdate();
        Part part = new Part();
        for (int i = 0; i < 2000; i++) {
            update.start = random.nextLong(QUARTER * 3);
            update.end = update.start + 1 + random.nextLong(QUARTER << random.nextInt(6));
            update.rawBytes = random.nextLong(1L << (1 + random.nextInt(56)));
            update.rawPackets = random.nextLong(1L << (1 + random.nextInt(40)));
            update.bytes = update.rawBytes * 3;
            update.packets = update.rawPackets * 7;

            List<long[]> model =
                    new ArrayList<>(
                            spread(
                                    update.start,
                                    update.end,
                                    update.rawBytes,
                                    update.rawPackets,
                                    update.bytes,
                                    update.packets));
            int count = split.split(update);
            assertThat(count).as("seed %d", base).isEqualTo(model.size());
            for (int n = 0; n < count; n++) {
                boolean full = split.part(n, part);
                assertThat(
                                new long[] {
                                    part.quarter * QUARTER,
                                    part.rawBytes,
                                    part.rawPackets,
                                    part.bytes,
                                    part.packets
                                })
                        .as("seed %d", base)
                        .isEqualTo(model.get(n));
                assertThat(full || part.rawBytes + part.rawPackets == 0).isTrue();
            }
        }
    }

    private static void compare(long seed, RandomStream stream, int mostCalls, boolean withCalls) {
        List<Slice> slices = new ArrayList<>();
        List<ExporterTally> tallies = stream.tallies();
        try (FlowTable table =
                new FlowTable("model", slice -> slices.add(FlowFixture.copy(slice)), mostCalls)) {
            FlowIntake intake = new FlowIntake(FlowFixture.settings(), table);
            stream.feed(0, stream.datagrams.size(), intake, tallies);
            table.drain(true);
            assertThat(table.activeCalls()).isZero();
            assertThat(table.emitted()).isEqualTo(slices.size());
        }
        Map<String, long[]> model = new HashMap<>();
        Map<String, String> calls = new HashMap<>();
        long[] totals = new long[4];
        for (RandomStream.Received received : stream.datagrams) {
            for (FlowRecord flow : received.flows()) {
                model(received, flow, model, calls, totals);
            }
        }

        Map<String, long[]> found = new HashMap<>();
        Map<String, Set<String>> foundCalls = new HashMap<>();
        for (Slice slice : slices) {
            assertThat(slice.start).isBetween(slice.quarter, slice.quarter + QUARTER - 1);
            assertThat(slice.end).isBetween(slice.start, slice.quarter + QUARTER);
            assertThat(slice.ownedAt).isBetween(slice.quarter, slice.quarter + QUARTER - 1);
            String key = key(slice);
            add(
                    found,
                    key,
                    slice.rawBytes,
                    slice.rawPackets,
                    slice.bytes,
                    slice.packets,
                    slice.records);
            String caller =
                    slice.callerIsSource
                            ? end(slice.sourceHi, slice.sourceLo, slice.sourcePort)
                            : end(slice.destinationHi, slice.destinationLo, slice.destinationPort);
            foundCalls
                    .computeIfAbsent(
                            call(
                                    slice.protocol,
                                    slice.sourceHi,
                                    slice.sourceLo,
                                    slice.sourcePort,
                                    slice.destinationHi,
                                    slice.destinationLo,
                                    slice.destinationPort),
                            k -> new HashSet<>())
                    .add(slice.callStart + " " + caller);
        }
        assertThat(texts(found)).as("seed %d", seed).isEqualTo(texts(model));
        if (withCalls) {
            Map<String, Set<String>> modelCalls = new HashMap<>();
            calls.forEach((key, value) -> modelCalls.put(key, Set.of(value)));
            assertThat(foundCalls).as("seed %d", seed).isEqualTo(modelCalls);
        }

        long records = 0;
        long bytes = 0;
        long packets = 0;
        long counted = 0;
        for (ExporterTally tally : tallies) {
            records += tally.records - tally.withoutCounters;
            bytes += tally.bytes;
            packets += tally.packets;
            counted += tally.slices;
        }
        assertThat(new long[] {records, bytes, packets, counted})
                .as("seed %d", seed)
                .isEqualTo(new long[] {totals[0], totals[1], totals[2], slices.size()});
    }

    private static void model(
            RandomStream.Received received,
            FlowRecord flow,
            Map<String, long[]> model,
            Map<String, String> calls,
            long[] totals) {
        if (flow.bytes == 0 && flow.packets == 0) {
            return;
        }
        boolean portless = flow.protocol == 1 || flow.protocol == 58;
        int sourcePort = portless ? 0 : flow.sourcePort;
        int destinationPort = portless ? 0 : flow.destinationPort;
        String source = end(flow.sourceHi, flow.sourceLo, sourcePort);
        String destination = end(flow.destinationHi, flow.destinationLo, destinationPort);
        boolean callerIsSource;
        if (flow.protocol == 6 && (flow.tcpFlags & 2) != 0 && (flow.tcpFlags & 16) == 0) {
            callerIsSource = true;
        } else if (sourcePort < 1024 && destinationPort >= 1024) {
            callerIsSource = false;
        } else if (sourcePort >= 1024 && destinationPort < 1024) {
            callerIsSource = true;
        } else {
            callerIsSource = sourcePort >= destinationPort;
        }
        calls.putIfAbsent(
                call(
                        flow.protocol,
                        flow.sourceHi,
                        flow.sourceLo,
                        sourcePort,
                        flow.destinationHi,
                        flow.destinationLo,
                        destinationPort),
                flow.start + " " + (callerIsSource ? source : destination));
        long bytes = scaled(flow.bytes, flow);
        long packets = scaled(flow.packets, flow);
        totals[0]++;
        totals[1] += bytes;
        totals[2] += packets;
        int held = flow.samplesAtUnknownRate && flow.rateSource == 0 ? 2 : 0;
        int records = 1;
        for (long[] part : spread(flow.start, flow.end, flow.bytes, flow.packets, bytes, packets)) {
            if (records == 1 || part[1] + part[2] + part[3] + part[4] != 0) {
                add(
                        model,
                        flow.protocol
                                + " "
                                + source
                                + " "
                                + destination
                                + " by "
                                + (received.exporter() + 1)
                                + " "
                                + flow.inputInterface
                                + " "
                                + flow.outputInterface
                                + " "
                                + flow.direction
                                + " "
                                + flow.tos
                                + " rate "
                                + flow.rateNumerator
                                + "/"
                                + flow.rateDenominator
                                + " "
                                + flow.rateSource
                                + " held "
                                + held
                                + " at "
                                + part[0],
                        part[1],
                        part[2],
                        part[3],
                        part[4],
                        records);
            }
            records = 0;
        }
    }

    private static String key(Slice slice) {
        return slice.protocol
                + " "
                + end(slice.sourceHi, slice.sourceLo, slice.sourcePort)
                + " "
                + end(slice.destinationHi, slice.destinationLo, slice.destinationPort)
                + " by "
                + (slice.exporterLo & 0xff)
                + " "
                + slice.inputInterface
                + " "
                + slice.outputInterface
                + " "
                + slice.direction
                + " "
                + slice.tos
                + " rate "
                + slice.rateNumerator
                + "/"
                + slice.rateDenominator
                + " "
                + slice.rateSource
                + " held "
                + slice.held
                + " at "
                + slice.quarter;
    }

    private static long scaled(long value, FlowRecord flow) {
        return BigDecimal.valueOf(value)
                .multiply(BigDecimal.valueOf(flow.rateNumerator))
                .divide(BigDecimal.valueOf(flow.rateDenominator), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    /// Quarter hour and shares of each part.
    private static List<long[]> spread(long start, long end, long... totals) {
        List<long[]> parts = new ArrayList<>();
        for (long quarter = Math.floorDiv(start, QUARTER) * QUARTER;
                parts.isEmpty() || quarter < end;
                quarter += QUARTER) {
            long[] part = new long[1 + totals.length];
            part[0] = quarter;
            parts.add(part);
        }
        BigInteger whole = BigInteger.valueOf(Math.max(1, end - start));
        for (int counter = 0; counter < totals.length; counter++) {
            List<Integer> order = new ArrayList<>();
            BigInteger[] remainders = new BigInteger[parts.size()];
            long left = totals[counter];
            for (int i = 0; i < parts.size(); i++) {
                long quarter = parts.get(i)[0];
                long length = Math.min(end, quarter + QUARTER) - Math.max(start, quarter);
                BigInteger[] exact =
                        BigInteger.valueOf(totals[counter])
                                .multiply(BigInteger.valueOf(parts.size() == 1 ? 1 : length))
                                .divideAndRemainder(parts.size() == 1 ? BigInteger.ONE : whole);
                parts.get(i)[1 + counter] = exact[0].longValueExact();
                remainders[i] = exact[1];
                left -= exact[0].longValueExact();
                order.add(i);
            }
            order.sort((a, b) -> remainders[b].compareTo(remainders[a]));
            for (int i = 0; i < left; i++) {
                parts.get(order.get(i))[1 + counter]++;
            }
        }
        return parts;
    }

    private static String end(long hi, long lo, int port) {
        return Long.toHexString(hi) + ":" + Long.toHexString(lo) + "#" + port;
    }

    private static String call(
            int protocol, long aHi, long aLo, int aPort, long bHi, long bLo, int bPort) {
        String[] ends = {end(aHi, aLo, aPort), end(bHi, bLo, bPort)};
        Arrays.sort(ends);
        return ends[0] + " " + ends[1] + " " + protocol;
    }

    private static void add(Map<String, long[]> sums, String key, long... values) {
        long[] sum = sums.computeIfAbsent(key, k -> new long[values.length]);
        for (int i = 0; i < values.length; i++) {
            sum[i] += values[i];
        }
    }

    private static Map<String, String> texts(Map<String, long[]> sums) {
        Map<String, String> texts = new HashMap<>();
        sums.forEach((key, value) -> texts.put(key, Arrays.toString(value)));
        return texts;
    }

    private static FlowTable table(List<String> series, int most) {
        return new FlowTable("model", slice -> series.add(FlowFixture.text(slice)), most);
    }

    private static byte[] save(FlowTable table) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        table.save(new DataOutputStream(octets));
        return octets.toByteArray();
    }

    private static ExporterTally copy(ExporterTally tally) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        tally.save(new DataOutputStream(octets));
        return ExporterTally.load(
                new DataInputStream(new ByteArrayInputStream(octets.toByteArray())));
    }

    private static String text(ExporterTally tally) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        tally.save(new DataOutputStream(octets));
        return Arrays.toString(octets.toByteArray());
    }
}
