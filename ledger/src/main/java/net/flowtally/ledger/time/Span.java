package net.flowtally.ledger.time;

import java.time.Instant;

/// A half-open stretch of time: `from` is inside, `to` is not. `Instant.MIN` and `Instant.MAX`
/// stand for "always" and "open end".
public record Span(Instant from, Instant to) {
    public static final Span ALWAYS = new Span(Instant.MIN, Instant.MAX);

    public Span {
        if (!from.isBefore(to)) {
            throw new MalformedTime("The end " + to + " is not after the start " + from + ".");
        }
    }

    public static Span since(Instant from) {
        return new Span(from, Instant.MAX);
    }

    public static Span ofMicros(long from, long to) {
        return new Span(Micros.instant(from), Micros.instant(to));
    }

    public long fromMicros() {
        return Micros.of(from);
    }

    public long toMicros() {
        return Micros.of(to);
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(to);
    }

    public boolean overlaps(Span other) {
        return from.isBefore(other.to) && other.from.isBefore(to);
    }

    /// What both have in common; they must overlap.
    public Span overlap(Span other) {
        return new Span(
                from.isAfter(other.from) ? from : other.from,
                to.isBefore(other.to) ? to : other.to);
    }

    /// From the earlier start to the later end.
    public Span hull(Span other) {
        return new Span(
                from.isBefore(other.from) ? from : other.from,
                to.isAfter(other.to) ? to : other.to);
    }

    @Override
    public String toString() {
        return (from.equals(Instant.MIN) ? "always" : from)
                + " .. "
                + (to.equals(Instant.MAX) ? "open end" : to);
    }
}
