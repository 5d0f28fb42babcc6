package net.flowtally.collector.decode;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whatever octets come, the decoders return or throw `MalformedDatagram` (which the bench catches,
/// and nothing else), and they end.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileDatagramsTest {
    private static final int FLIPPED_RUNS = 60;

    @Test
    void everyTruncationOfEveryDatagramIsReadOrMalformed() {
        for (List<CapturedDatagrams.Payload> file : CapturedDatagrams.own()) {
            for (CapturedDatagrams.Payload payload : file) {
                DecodingBench bench = new DecodingBench();
                for (CapturedDatagrams.Payload before : file) {
                    bench.octets(before.octets());
                }
                for (int length = 0; length <= payload.octets().length; length++) {
                    byte[] cut = Arrays.copyOf(payload.octets(), length);
                    assertThatCode(() -> bench.octets(cut))
                            .as("%s octets of %s", length, Arrays.toString(payload.octets()))
                            .doesNotThrowAnyException();
                }
            }
        }
    }

    @Test
    void flippedOctetsAreReadOrMalformed() {
        long seed = Long.getLong("flowtally.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (List<CapturedDatagrams.Payload> file : CapturedDatagrams.own()) {
            for (int run = 0; run < FLIPPED_RUNS; run++) {
                DecodingBench bench = new DecodingBench();
                for (CapturedDatagrams.Payload payload : file) {
                    byte[] flipped = flip(payload.octets(), random);
                    assertThatCode(() -> bench.octets(flipped))
                            .as("seed %s: %s", seed, Arrays.toString(flipped))
                            .doesNotThrowAnyException();
                }
                bench.decoders.giveUpParked();
            }
        }
    }

    @Test
    void noiseBehindAHeaderIsReadOrMalformed() {
        long seed = Long.getLong("flowtally.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        DecodingBench bench = new DecodingBench();
        for (int run = 0; run < 20_000; run++) {
            byte[] noise = new byte[random.nextInt(200)];
            // small numbers, so that ids, lengths and counts are often ones that mean something
            for (int i = 1; i < noise.length; i += 2) {
                noise[i] = (byte) random.nextInt(random.nextInt(1, 40));
                noise[i - 1] = (byte) (random.nextInt(8) == 0 ? random.nextInt(3) : 0);
            }
            if (noise.length > 4) {
                noise[1] = new byte[] {0, 1, 5, 7, 8, 9, 10}[random.nextInt(7)];
                noise[0] = 0;
                if (noise[1] == 0 && noise.length > 30) {
                    noise[2] = 0;
                    noise[3] = 5;
                    noise[7] = (byte) random.nextInt(1, 3);
                }
                if (noise[1] == 10) {
                    noise[3] = (byte) noise.length;
                }
            }
            assertThatCode(() -> bench.octets(noise))
                    .as("seed %s: %s", seed, Arrays.toString(noise))
                    .doesNotThrowAnyException();
        }
    }

    private static byte[] flip(byte[] octets, SplittableRandom random) {
        byte[] flipped = octets.clone();
        int times = random.nextInt(1, 12);
        for (int i = 0; i < times; i++) {
            // half of them where headers and templates are
            int bound = random.nextBoolean() ? Math.min(100, flipped.length) : flipped.length;
            flipped[random.nextInt(2, bound)] = (byte) random.nextInt(256);
        }
        return flipped;
    }
}
