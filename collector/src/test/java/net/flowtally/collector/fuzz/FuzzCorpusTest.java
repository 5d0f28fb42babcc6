package net.flowtally.collector.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every input that is kept: what once led a fuzzer to something new, and what it found.
/// `benchmarks/fuzz` looks for more.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzCorpusTest {
    @ParameterizedTest
    @EnumSource
    void whatIsKeptIsReadOrRefused(FuzzTarget target) throws IOException {
        List<Path> kept = kept(target);
        assertThat(kept).isNotEmpty();
        for (Path file : kept) {
            byte[] octets = Files.readAllBytes(file);
            assertThatCode(() -> target.take(octets)).as("%s", file).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @EnumSource
    void andWhatIsLikeItToo(FuzzTarget target) throws IOException {
        long seed = Long.getLong("flowtally.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (Path file : kept(target)) {
            byte[] octets = Files.readAllBytes(file);
            if (octets.length == 0) {
                continue;
            }
            for (int times = random.nextInt(1, 5); times > 0; times--) {
                octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
            }
            byte[] changed = Arrays.copyOf(octets, random.nextInt(octets.length + 1));
            assertThatCode(() -> target.take(changed))
                    .as("seed %s, like %s", seed, file)
                    .doesNotThrowAnyException();
        }
    }

    private static List<Path> kept(FuzzTarget target) throws IOException {
        try (Stream<Path> files = Files.list(target.corpus())) {
            return files.sorted().toList();
        }
    }
}
