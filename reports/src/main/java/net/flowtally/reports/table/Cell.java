package net.flowtally.reports.table;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import net.flowtally.ledger.money.Amount;

/// One value of a table, exact and unformatted.
public sealed interface Cell {
    /// Nothing to say: neither zero nor an empty text.
    record Empty() implements Cell {}

    record Text(String text) implements Cell {}

    record Count(long count) implements Cell {}

    /// Exact bytes.
    record Bytes(long bytes) implements Cell {}

    /// Bytes to be shown in the report's unit of volume with six decimals.
    record Volume(long bytes, long unitBytes) implements Cell {}

    record Money(Amount amount) implements Cell {}

    /// A unit price, exact.
    record Price(BigDecimal price) implements Cell {}

    /// A part of a whole; `whole` zero means there is no share.
    record Share(long part, long whole) implements Cell {}

    record Time(Instant instant) implements Cell {}

    record Day(LocalDate date) implements Cell {}

    record Span(Duration duration) implements Cell {}

    Cell EMPTY = new Empty();

    static Cell text(String text) {
        return new Text(text);
    }

    static Cell count(long count) {
        return new Count(count);
    }

    static Cell bytes(long bytes) {
        return new Bytes(bytes);
    }

    static Cell money(Amount amount) {
        return new Money(amount);
    }

    static Cell share(long part, long whole) {
        return new Share(part, whole);
    }
}
