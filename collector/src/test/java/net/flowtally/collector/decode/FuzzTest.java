package net.flowtally.collector.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.flowtally.collector.simulate.Scenario;
import net.flowtally.collector.simulate.SimulatedDatagram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Mutates every datagram that is at hand (captures, simulated exporters, what was found before)
/// for as long as `flowtally.fuzz.seconds` says, some seconds by default. No decoder may throw
/// anything but the malformed one, take longer for a datagram than a second, or remember without
/// bound. What breaks a rule is printed as hexadecimal, to be kept in `fuzz/corpus`.
class FuzzTest {
    private static final Path CORPUS = Path.of("src/test/resources/fuzz/corpus");
    private static final long SECONDS = Long.getLong("flowtally.fuzz.seconds", 3);
    private static final long MOST_NANOS = 1_000_000_000L;

    /// A checkpoint of one exporter with everything full stays far below this.
    private static final int MOST_REMEMBERED = 64 << 20;

    private static final int DATAGRAMS_OF_A_RUN = 2_000;
    private static final int[] INTERESTING = {
        0, 1, 2, 3, 4, 5, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xfffe, 0xffff
    };

    @Test
    @Timeout(value = 3600, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void mutatedDatagramsAreReadOrMalformedInBoundedTimeAndMemory() throws IOException {
        long seed = Long.getLong("flowtally.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> seeds = seeds();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        long fed = 0;
        do {
            DecodingBench bench = new DecodingBench();
            for (int i = 0; i < DATAGRAMS_OF_A_RUN && System.nanoTime() < until; i++) {
                byte[] octets = seeds.get(random.nextInt(seeds.size()));
                if (random.nextInt(8) != 0) {
                    octets = mutated(octets, seeds, random);
                }
                feed(bench, octets, seed);
                fed++;
            }
            ByteArrayOutputStream saved = new ByteArrayOutputStream();
            bench.decoders.save(new DataOutputStream(saved));
            assertThat(saved.size()).as("seed %s", seed).isLessThan(MOST_REMEMBERED);
            bench.decoders.giveUpParked();
        } while (System.nanoTime() < until);
        assertThat(fed).isPositive();
    }

    @Test
    void whatBrokeADecoderOnceIsReadOrMalformed() throws IOException {
        DecodingBench bench = new DecodingBench();
        for (byte[] octets : corpus()) {
            feed(bench, octets, 0);
        }
    }

    private static void feed(DecodingBench bench, byte[] octets, long seed) {
        long before = System.nanoTime();
        try {
            bench.octets(octets);
        } catch (RuntimeException e) {
            throw new AssertionError(
                    "seed " + seed + ", octets " + HexFormat.of().formatHex(octets), e);
        }
        assertThat(System.nanoTime() - before)
                .as("seed %s, octets %s", seed, HexFormat.of().formatHex(octets))
                .isLessThan(MOST_NANOS);
        bench.sink.seen.clear();
        bench.troubles.clear();
    }

    /// One to eight small changes, mostly of numbers of two octets, which lengths, counts and ids
    /// are; now and then a piece of another datagram.
    private static byte[] mutated(byte[] octets, List<byte[]> seeds, SplittableRandom random) {
        byte[] changed = octets.clone();
        for (int times = random.nextInt(1, 9); times > 0 && changed.length > 4; times--) {
            int at = random.nextInt(changed.length - 1);
            switch (random.nextInt(7)) {
                case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> changed[at] = (byte) random.nextInt(256);
                case 2, 3 -> {
                    int value = INTERESTING[random.nextInt(INTERESTING.length)];
                    int even = at & ~1;
                    changed[even] = (byte) (value >>> 8);
                    changed[even + 1] = (byte) value;
                }
                case 4 -> changed = Arrays.copyOf(changed, random.nextInt(4, changed.length + 1));
                case 5 -> changed = repeated(changed, at, random);
                default -> {
                    byte[] other = seeds.get(random.nextInt(seeds.size()));
                    int length = Math.min(random.nextInt(1, 64), changed.length - at);
                    int from = random.nextInt(other.length);
                    System.arraycopy(
                            other, from, changed, at, Math.min(length, other.length - from));
                }
            }
        }
        return changed;
    }

    private static byte[] repeated(byte[] octets, int at, SplittableRandom random) {
        int length = Math.min(random.nextInt(1, 200), octets.length - at);
        byte[] longer = Arrays.copyOf(octets, Math.min(octets.length + length, 65_535));
        System.arraycopy(octets, at, longer, at + length, longer.length - at - length);
        return longer;
    }

    private static List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>(corpus());
        for (List<CapturedDatagrams.Payload> file : CapturedDatagrams.own()) {
            for (CapturedDatagrams.Payload payload : file) {
                seeds.add(payload.octets());
            }
        }
        Scenario scenario =
                Scenario.parse(
                        """
                        flows 30
                        ipv6 30%
                        exporter a 192.0.2.1 netflow1
                        exporter b 192.0.2.1 netflow5 sample=10
                        exporter c 192.0.2.1 netflow7
                        exporter d 192.0.2.1 netflow9 sample=10 nat=203.0.113.5
                        exporter e 192.0.2.1 ipfix sample=10 template=changed:5m
                        exporter f 192.0.2.1 sflow sample=10
                        """);
        for (SimulatedDatagram datagram : scenario.play()) {
            seeds.add(datagram.payload());
        }
        return seeds;
    }

    private static List<byte[]> corpus() throws IOException {
        List<byte[]> corpus = new ArrayList<>();
        try (Stream<Path> files = Files.list(CORPUS)) {
            for (Path file : files.sorted().toList()) {
                corpus.add(DecodingBench.bytes(Files.readString(file)));
            }
        }
        return corpus;
    }
}
