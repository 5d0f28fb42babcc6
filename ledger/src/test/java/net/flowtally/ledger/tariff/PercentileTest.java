package net.flowtally.ledger.tariff;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.BitSet;
import java.util.SplittableRandom;
import net.flowtally.ledger.tariff.Percentile.Direction;
import net.flowtally.ledger.tariff.Percentile.Method;
import net.flowtally.ledger.tariff.Percentile.Missing;
import net.flowtally.ledger.tariff.Percentile.Result;
import net.flowtally.ledger.tariff.Percentile.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentileTest {
    /// The published example: kbit/s, means of five minutes.
    private static final long[] IN = {
        139, 653, 201, 116, 84, 32, 47, 185, 198, 203, 276, 370, 971, 233, 218, 182, 169, 126, 131,
        157
    };

    private static final long[] OUT = {
        1347, 1435, 1229, 523, 438, 231, 347, 689, 940, 1248, 1385, 1427, 3988, 1265, 1221, 1013,
        992, 874, 896, 1002
    };

    @ParameterizedTest
    @CsvSource({"MERGED, 1.427", "SEPARATE, 1.435", "INTERPOLATED, 1.563", "SUMMED, 2.088"})
    void theMethodsGiveThePublishedResults(Method method, BigDecimal published) {
        Result result = Percentile.of(method, Missing.ZERO, IN, OUT, all(20));
        assertThat(result.value().movePointLeft(3).setScale(3, RoundingMode.HALF_UP))
                .isEqualTo(published);
    }

    @Test
    void theSamplesSayWhichWereDiscarded() {
        Result merged = Percentile.of(Method.MERGED, Missing.ZERO, IN, OUT, all(20));
        assertThat(merged.samples()).hasSize(40);
        assertThat(merged.samples().subList(0, 3))
                .containsExactly(
                        new Sample(12, Direction.OUT, 3988, true),
                        new Sample(1, Direction.OUT, 1435, true),
                        new Sample(11, Direction.OUT, 1427, false));
        Result summed = Percentile.of(Method.SUMMED, Missing.ZERO, IN, OUT, all(20));
        assertThat(summed.samples().stream().filter(Sample::isDiscarded))
                .containsExactly(new Sample(12, Direction.BOTH, 4959, true));
    }

    @Test
    void windowsWithoutAnyDataCountAsThePolicySays() {
        long[] in = {10, 0, 0, 40, 0};
        long[] out = new long[5];
        BitSet present = new BitSet();
        present.set(0);
        present.set(3);
        assertThat(values(Missing.ZERO, in, out, present)).containsExactly(40, 10, 0, 0, 0);
        assertThat(values(Missing.SKIP, in, out, present)).containsExactly(40, 10);
        assertThat(values(Missing.INTERPOLATE, in, out, present))
                .containsExactly(40, 40, 30, 20, 10);
    }

    @Test
    void noSamplesAreNoRate() {
        for (Method method : Method.values()) {
            assertThat(
                            Percentile.of(
                                            method,
                                            Missing.SKIP,
                                            new long[3],
                                            new long[3],
                                            new BitSet())
                                    .value())
                    .isEqualTo(BigDecimal.ZERO);
        }
    }

    @Test
    void aTwentiethLiesAboveWhateverTheSamples() {
        long seed = System.nanoTime();
        System.out.println("percentile: seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            int windows = random.nextInt(1, 3_000);
            long[] in = random.longs(windows, 0, 1_000).toArray();
            long[] out = random.longs(windows, 0, 1_000).toArray();
            Result summed = Percentile.of(Method.SUMMED, Missing.ZERO, in, out, all(windows));
            long above = 0;
            for (int i = 0; i < windows; i++) {
                above += in[i] + out[i] > summed.value().longValueExact() ? 1 : 0;
            }
            assertThat(above).isLessThanOrEqualTo(windows / 20);
            assertThat(summed.samples().stream().filter(Sample::isDiscarded).count())
                    .isEqualTo(windows / 20);
        }
    }

    private static long[] values(Missing missing, long[] in, long[] out, BitSet present) {
        return Percentile.of(Method.SUMMED, missing, in, out, present).samples().stream()
                .mapToLong(Sample::value)
                .toArray();
    }

    private static BitSet all(int windows) {
        BitSet present = new BitSet();
        present.set(0, windows);
        return present;
    }
}
