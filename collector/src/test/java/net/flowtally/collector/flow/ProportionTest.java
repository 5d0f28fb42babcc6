package net.flowtally.collector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProportionTest {
    @ParameterizedTest
    @CsvSource({
        "10632, 256, 1, 2721792",
        "1, 1, 2, 1",
        "1, 1, 3, 0",
        "2, 1, 3, 1",
        "7, 3, 2, 11",
        "5, 5, 5, 5",
        "0, 1000, 1, 0",
        "9223372036854775807, 3, 3, 9223372036854775807",
        "9223372036854775807, 2, 3, 6148914691236517205",
        "9223372036854775807, 1, 2, 4611686018427387904",
        "9223372036854775807, 2, 1, 9223372036854775807",
        "4294967296, 4294967296, 4294967296, 4294967296",
        "4294967296, 4294967296, 4294967295, 4294967297",
    })
    void scalesRoundedHalfUp(long value, long numerator, long denominator, long expected) {
        assertThat(Proportion.scale(value, numerator, denominator)).isEqualTo(expected);
    }

    @Test
    void spreadsByLargestRemainderTiesToTheEarlier() {
        assertThat(spread(10, 1, 1, 1)).containsExactly(4, 3, 3);
        assertThat(spread(2, 1, 1, 1)).containsExactly(1, 1, 0);
        assertThat(spread(5, 3, 7)).containsExactly(2, 3);
        assertThat(spread(1, 1, 999)).containsExactly(0, 1);
        assertThat(spread(0, 1, 2)).containsExactly(0, 0);
        assertThat(spread(7, 5)).containsExactly(7);
        assertThat(spread(Long.MAX_VALUE, 900_000_000, 900_000_000))
                .containsExactly(Long.MAX_VALUE / 2 + 1, Long.MAX_VALUE / 2);
    }

    private static long[] spread(long total, long... weights) {
        long[] shares = new long[weights.length];
        Proportion.spread(total, weights, weights.length, shares, new long[weights.length]);
        return shares;
    }
}
