package net.flowtally.app.collectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateMeterTest {
    private final Instant start = Instant.parse("2026-03-01T00:00:00Z");
    private final RateMeter meter = new RateMeter();

    @Test
    void countsBetweenTwoChanges() {
        read(1_000, 0);
        read(1_000, 5);
        read(1_000, 10);
        read(2_500, 15);

        assertThat(meter.rate()).isEqualTo(100);
    }

    @Test
    void keepsItsRateUntilTheNextCommitIsOverdue() {
        read(0, 0);
        read(1_500, 15);
        read(1_500, 30);
        assertThat(meter.rate()).isEqualTo(100);

        read(1_500, 60);
        assertThat(meter.rate()).isZero();
        assertThat(meter.rates()).containsExactly(0, 100, 100, 0);
    }

    @Test
    void beginsAnewWhenTheCounterFalls() {
        read(5_000, 0);
        read(10, 15);
        read(160, 30);

        assertThat(meter.rate()).isEqualTo(10);
    }

    private void read(long value, int second) {
        meter.read(value, start.plusSeconds(second));
    }
}
