package net.flowtally.ledger.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Cancelled;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallReaderTest {
    private static final long FROM = Long.MIN_VALUE;
    private static final long TO = Long.MAX_VALUE;
    private static final long ALL = Long.MAX_VALUE;

    private final long seed = System.nanoTime();
    private final RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);
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
    void everyColumnOfASliceFileReadsBackAsItWasWritten() throws Exception {
        List<Slice> slices = slices(1 + random.nextInt(1000));
        fixture.commit("main", slices);
        SliceBatch named = new SliceBatch(1);
        int row = 0;
        try (Connection engine = DriverManager.getConnection("jdbc:duckdb:");
                Statement query = engine.createStatement();
                ResultSet rows =
                        query.executeQuery(
                                "SELECT * FROM read_parquet('"
                                        + fixture.home.calls()
                                        + "/*.parquet')")) {
            while (rows.next()) {
                named.clear();
                named.accept(slices.get(row++));
                for (Column column : named.columns()) {
                    Object expected =
                            switch (column) {
                                case Column.Longs(_, long[] values) -> values[0];
                                case Column.Ints(_, int[] values) -> values[0];
                                case Column.Booleans(_, boolean[] values) -> values[0];
                            };
                    assertThat(rows.getObject(column.name()))
                            .as("seed %d, row %d, %s", seed, row, column.name())
                            .isEqualTo(expected);
                }
            }
        }
        assertThat(row).as("seed %d", seed).isEqualTo(slices.size());
    }

    @Test
    void aBatchGivesBackEveryFieldOfASlice() throws ReflectiveOperationException {
        Slice slice = slices(1).getFirst();
        SliceBatch batch = new SliceBatch(1);
        batch.accept(slice);
        Slice copy = new Slice();
        batch.get(0, copy);
        for (Field field : Slice.class.getFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                assertThat(field.get(copy))
                        .as("seed %d, %s", seed, field.getName())
                        .isEqualTo(field.get(slice));
            }
        }
    }

    @Test
    void callsSumToTheSlicesThatAreNotHeldHoweverTheyAreCutIntoFiles() {
        List<Slice> slices = slices(3000);
        int at = 0;
        while (at < slices.size()) {
            int end = Math.min(slices.size(), at + 1 + random.nextInt(900));
            fixture.commit(random.nextBoolean() ? "main" : "second", slices.subList(at, end));
            at = end;
        }
        Map<Long, long[]> expected = new TreeMap<>();
        for (Slice slice : slices) {
            if (slice.held == Slice.NOT_HELD) {
                long[] sums = expected.computeIfAbsent(slice.quarter, _ -> new long[3]);
                sums[0] += slice.bytes;
                sums[1] += slice.packets;
                sums[2] += slice.records;
            }
        }
        Map<Long, long[]> read = new TreeMap<>();
        read(
                CallSelection.ALL,
                call -> {
                    long[] sums = read.computeIfAbsent(call.quarter, _ -> new long[3]);
                    sums[0] += call.bytesSent + call.bytesReceived;
                    sums[1] += call.packetsSent + call.packetsReceived;
                    sums[2] += call.records;
                });
        assertThat(read.keySet()).as("seed %d", seed).isEqualTo(expected.keySet());
        read.forEach((quarter, sums) ->
                assertThat(sums).as("seed %d, %d", seed, quarter).isEqualTo(expected.get(quarter)));
    }

    @Test
    void bothDirectionsOfACallAreOneAndSeenFromItsCaller() {
        Slice there = slices(1).getFirst();
        there.held = Slice.NOT_HELD;
        there.callerIsSource = true;
        there.rateNumerator = 1;
        there.callStart = there.start;
        there.exporterLo = Address.mapV4(0x0a000009);
        Slice back = copy(there);
        back.sourceHi = there.destinationHi;
        back.sourceLo = there.destinationLo;
        back.destinationHi = there.sourceHi;
        back.destinationLo = there.sourceLo;
        back.sourcePort = there.destinationPort;
        back.destinationPort = there.sourcePort;
        back.callerIsSource = false;
        back.exporterLo = Address.mapV4(0x0a000001);
        back.bytes = 77;
        back.packets = 7;
        back.rateNumerator = 11;
        back.start = there.start - 1;
        back.end = there.end + 1;
        fixture.commit("main", List.of(back, there));
        List<CallQuarter> calls = new ArrayList<>();
        read(CallSelection.ALL, calls::add);
        assertThat(calls).hasSize(1);
        CallQuarter call = calls.getFirst();
        assertThat(call.bytesSent).isEqualTo(there.bytes);
        assertThat(call.bytesReceived).isEqualTo(77);
        assertThat(call.packetsSent).isEqualTo(there.packets);
        assertThat(call.packetsReceived).isEqualTo(7);
        assertThat(call.callerLo).isEqualTo(there.sourceLo);
        assertThat(call.calleeHi).isEqualTo(there.destinationHi);
        assertThat(call.calleeLo).isEqualTo(there.destinationLo);
        assertThat(call.callerPort).isEqualTo(there.sourcePort);
        assertThat(call.calleePort).isEqualTo(there.destinationPort);
        assertThat(call.exporterLo).isEqualTo(there.exporterLo);
        assertThat(call.start).isEqualTo(there.start - 1);
        assertThat(call.end).isEqualTo(there.end + 1);
        assertThat(call.sampled).isEqualTo(CallQuarter.RECEIVED);
        assertThat(call.startsHere).isTrue();
        assertThat(call.records).isEqualTo(2L * there.records);
    }

    @Test
    void aSelectionTakesTheCallsThatMeetItAndNoOthers() {
        List<Slice> slices = slices(2000);
        fixture.commit("main", slices);
        Prefix wide = Prefix.of(new Address(0, Address.mapV4(0x80000000)), 97);
        Prefix v6 = Prefix.parse("2001:db8::/32");
        Prefix narrow =
                Prefix.of(
                        new Address(slices.getFirst().sourceHi, slices.getFirst().sourceLo),
                        60 + random.nextInt(69));
        for (Prefix prefix : List.of(wide, v6, narrow, Prefix.of(Address.NONE, 0))) {
            CallSelection selection =
                    new CallSelection(List.of(prefix), List.of(6), List.of(443, 17));
            long expected = 0;
            for (Slice slice : slices) {
                boolean meets =
                        slice.held == Slice.NOT_HELD
                                && slice.protocol == 6
                                && (port(slice.sourcePort) || port(slice.destinationPort))
                                && (prefix.contains(slice.sourceHi, slice.sourceLo)
                                        || prefix.contains(
                                                slice.destinationHi, slice.destinationLo));
                expected += meets ? slice.bytes : 0;
            }
            long[] sum = new long[1];
            read(selection, call -> sum[0] += call.bytesSent + call.bytesReceived);
            assertThat(sum[0]).as("seed %d, %s", seed, prefix).isEqualTo(expected);
        }
    }

    @Test
    void callsComeInTheOrderOfQuarterHourAndId() {
        fixture.commit("main", slices(500));
        List<long[]> keys = new ArrayList<>();
        read(
                CallSelection.ALL,
                call -> keys.add(new long[] {call.quarter, call.callHi, call.callLo}));
        assertThat(keys).as("seed %d", seed).isSortedAccordingTo(java.util.Arrays::compare);
    }

    @Test
    void laterCommitsCanBeLeftOut() {
        fixture.commit("main", slices(10));
        fixture.commit("main", slices(10));
        Map<Long, Integer> counts = new HashMap<>();
        for (long commit = 0; commit <= 2; commit++) {
            int entries = 0;
            for (CanonicalQuarter quarter :
                    fixture.archive.canonical(FROM, TO, commit, Cancellation.none())) {
                entries += (int) quarter.entries();
            }
            counts.put(commit, entries);
        }
        assertThat(counts).containsEntry(0L, 0).containsEntry(1L, 10).containsEntry(2L, 20);
    }

    @Test
    void canonicalFiguresStayTheSameWhenSlicesOfACallAreMergedOrMoved(@TempDir Path homes) {
        List<Slice> slices = slices(200);
        List<Slice> cut = new ArrayList<>();
        for (Slice slice : slices) {
            Slice first = copy(slice);
            Slice second = copy(slice);
            first.bytes = slice.bytes / 3;
            second.bytes -= first.bytes;
            first.packets = slice.packets / 3;
            second.packets -= first.packets;
            first.rawBytes = slice.rawBytes / 3;
            second.rawBytes -= first.rawBytes;
            first.rawPackets = slice.rawPackets / 3;
            second.rawPackets -= first.rawPackets;
            first.records = 0;
            cut.add(first);
            cut.addFirst(second);
        }
        fixture.commit("main", slices);
        List<CanonicalQuarter> whole = canonical(fixture);
        try (ArchiveFixture other = new ArchiveFixture(homes.resolve("other"))) {
            other.commit("main", cut.subList(0, 150));
            other.commit("main", cut.subList(150, cut.size()));
            assertThat(canonical(other)).as("seed %d", seed).isEqualTo(whole);
        }
        try (ArchiveFixture other = new ArchiveFixture(homes.resolve("changed"))) {
            slices.getFirst().sourcePort ^= 1;
            other.commit("main", slices);
            assertThat(canonical(other)).as("seed %d", seed).isNotEqualTo(whole);
        }
    }

    /// A hash of a seal is for ever: worked out the plain way from the slices themselves.
    @Test
    void theHashOfAQuarterHourIsTheSumOfTheMd5OfItsEntriesAsText() throws Exception {
        List<Slice> slices = slices(500);
        slices.getFirst().callHi = Long.MIN_VALUE;
        slices.getFirst().callLo = 0;
        slices.get(1).rateNumerator = slices.get(1).rateDenominator;
        fixture.commit("main", slices);
        Map<Long, BigInteger[]> sums = new TreeMap<>();
        for (Slice slice : slices) {
            byte[] md5 =
                    MessageDigest.getInstance("MD5")
                            .digest(text(slice).getBytes(StandardCharsets.UTF_8));
            ByteBuffer halves = ByteBuffer.wrap(md5).order(ByteOrder.LITTLE_ENDIAN);
            BigInteger[] sum =
                    sums.computeIfAbsent(
                            slice.quarter,
                            _ -> new BigInteger[] {BigInteger.ZERO, BigInteger.ZERO});
            for (int half = 0; half < 2; half++) {
                String unsigned = Long.toUnsignedString(halves.getLong());
                sum[half] = sum[half].add(new BigInteger(unsigned));
            }
        }
        BigInteger modulus = BigInteger.ONE.shiftLeft(64);
        Map<Long, String> expected = new TreeMap<>();
        sums.forEach((quarter, sum) ->
                expected.put(
                        quarter, "%016x%016x".formatted(sum[0].mod(modulus), sum[1].mod(modulus))));
        Map<Long, String> found = new TreeMap<>();
        canonical(fixture).forEach(quarter -> found.put(quarter.quarter(), quarter.hash()));
        assertThat(found).as("seed %d", seed).isEqualTo(expected);
    }

    private static String text(Slice slice) {
        return Stream.of(
                        slice.quarter,
                        slice.callHi,
                        slice.callLo,
                        slice.callerIsSource,
                        slice.exporterHi,
                        slice.exporterLo,
                        slice.inputInterface,
                        slice.outputInterface,
                        slice.direction,
                        slice.held,
                        slice.protocol,
                        slice.sourceHi,
                        slice.sourceLo,
                        slice.destinationHi,
                        slice.destinationLo,
                        slice.sourcePort,
                        slice.destinationPort,
                        slice.callStart,
                        slice.ownedAt,
                        slice.start,
                        slice.end,
                        slice.rateNumerator != slice.rateDenominator,
                        slice.records,
                        slice.bytes,
                        slice.packets,
                        slice.rawBytes,
                        slice.rawPackets)
                .map(String::valueOf)
                .collect(Collectors.joining(","));
    }

    @Test
    void readingStopsWhenItIsCancelled() {
        fixture.commit("main", slices(100));
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        try (CallReader reader = fixture.archive.reader()) {
            assertThatThrownBy(() ->
                            reader.electedCalls(
                                    FROM, TO, ALL, CallSelection.ALL, cancellation, _ -> {}))
                    .isInstanceOf(Cancelled.class);
        }
    }

    @Test
    void aReaderLeavesNothingInTheTemporaryFolder() {
        fixture.commit("main", slices(100));
        read(CallSelection.ALL, _ -> {});
        assertThat(fixture.home.tmp().toFile().list()).isEmpty();
    }

    private static boolean port(int port) {
        return port == 443 || port == 17;
    }

    private static List<CanonicalQuarter> canonical(ArchiveFixture fixture) {
        return fixture.archive.canonical(FROM, TO, ALL, Cancellation.none());
    }

    private void read(CallSelection selection, CallSink<RuntimeException> sink) {
        try (CallReader reader = fixture.archive.reader()) {
            reader.electedCalls(FROM, TO, ALL, selection, Cancellation.none(), sink);
        }
    }

    private List<Slice> slices(int count) {
        RandomSlices filler = new RandomSlices(random);
        List<Slice> slices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Slice slice = new Slice();
            filler.fill(slice);
            slices.add(slice);
        }
        return slices;
    }

    private static Slice copy(Slice slice) {
        SliceBatch batch = new SliceBatch(1);
        batch.accept(slice);
        Slice copy = new Slice();
        batch.get(0, copy);
        return copy;
    }
}
