package net.flowtally.ledger.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SpanTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant ONE = Instant.parse("2026-03-01T13:00:00Z");
    private static final Instant TWO = Instant.parse("2026-03-01T14:00:00Z");

    @Test
    void startIsInsideAndEndIsNot() {
        Span span = new Span(NOON, ONE);
        assertThat(span.contains(NOON)).isTrue();
        assertThat(span.contains(ONE.minusNanos(1))).isTrue();
        assertThat(span.contains(ONE)).isFalse();
        assertThat(span.overlaps(new Span(ONE, TWO))).isFalse();
    }

    @Test
    void anEndNotAfterTheStartIsRefused() {
        assertThatThrownBy(() -> new Span(ONE, ONE)).isInstanceOf(MalformedTime.class);
        assertThatThrownBy(() -> new Span(TWO, ONE)).isInstanceOf(MalformedTime.class);
    }

    @Test
    void unboundedEndsSurviveMicroseconds() {
        assertThat(Span.ALWAYS.fromMicros()).isEqualTo(Long.MIN_VALUE);
        assertThat(Span.ALWAYS.toMicros()).isEqualTo(Long.MAX_VALUE);
        assertThat(Span.ofMicros(Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo(Span.ALWAYS);
        assertThat(Span.ofMicros(Micros.of(NOON), Long.MAX_VALUE)).isEqualTo(Span.since(NOON));
        assertThat(Span.ALWAYS).hasToString("always .. open end");
    }

    @Test
    void overlapAndHullAreSmallestAndLargest() {
        Span first = new Span(NOON, TWO);
        assertThat(first.overlap(Span.since(ONE))).isEqualTo(new Span(ONE, TWO));
        assertThat(first.hull(Span.since(ONE))).isEqualTo(Span.since(NOON));
    }
}
