package net.flowtally.ledger.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The time zone in which days, billing periods, tariffs and peak hours are meant. Periods and days
/// are half-open pairs of instants; a day has 23, 24 or 25 hours (or a half more). Every border
/// falls on a quarter hour of UTC, the unit of accounting: a zone and date whose midnight does not
/// is refused. Immutable as seen from outside; may be shared between threads.
public final class AccountingZone {
    public static final AccountingZone UTC = new AccountingZone(ZoneOffset.UTC);

    private static final Pattern PERIOD = Pattern.compile("\\d{4}-\\d{2}");
    private static final int QUARTER_SECONDS = 900;
    private static final long MICROS_PER_MINUTE = 60_000_000L;
    private static final long MINUTES_PER_DAY = 1_440;

    private final ZoneId id;

    /// The stretch of one offset that was asked for last. Unsynchronised: a thread that sees an old
    /// one only looks up again.
    private Offset recent = new Offset(0, 0, 0);

    public AccountingZone(ZoneId id) {
        this.id = id;
    }

    /// @throws MalformedTime if the time zone database has no such zone
    public static AccountingZone of(String id) {
        if (id.equals("UTC") || id.equals("Z")) {
            return UTC;
        }
        try {
            return new AccountingZone(ZoneId.of(id));
        } catch (DateTimeException e) {
            throw new MalformedTime(
                    "'" + id + "' is no time zone; write it as in Europe/Berlin or UTC.");
        }
    }

    public ZoneId id() {
        return id;
    }

    /// The billing period with this name, a calendar month.
    ///
    /// @param name `YYYY-MM`
    /// @throws MalformedTime if the name is no month, or a border is off the quarter hours
    public Span period(String name) {
        return period(month(name));
    }

    public Span period(YearMonth month) {
        return new Span(midnight(month.atDay(1)), midnight(month.plusMonths(1).atDay(1)));
    }

    /// The name of the billing period in which an instant lies.
    public String periodOf(Instant instant) {
        return YearMonth.from(instant.atZone(id)).toString();
    }

    public Span day(LocalDate day) {
        return new Span(midnight(day), midnight(day.plusDays(1)));
    }

    /// The days of a month, in order; together they are its period.
    public List<Span> days(YearMonth month) {
        List<Span> days = new ArrayList<>(31);
        for (int day = 1; day <= month.lengthOfMonth(); day++) {
            days.add(day(month.atDay(day)));
        }
        return days;
    }

    /// Reads a time as people give it: an ISO 8601 instant with `Z` or an offset, a local date and
    /// time of this zone, or a local date, which means its first instant.
    ///
    /// @throws MalformedTime if it is none of these, or a local time that the zone's clocks showed
    ///   twice or not at all
    public Instant parse(String text) {
        try {
            int time = text.indexOf('T');
            if (time < 0) {
                return LocalDate.parse(text).atStartOfDay(id).toInstant();
            }
            boolean offset = text.endsWith("Z") || text.indexOf('+', time) > 0;
            if (offset || text.indexOf('-', time) > 0) {
                return OffsetDateTime.parse(text).toInstant();
            }
            return local(LocalDateTime.parse(text));
        } catch (DateTimeException e) {
            throw new MalformedTime(
                    "'"
                            + text
                            + "' is no time; write a date as 2026-03-31, a local time as"
                            + " 2026-03-31T14:30 or an instant as 2026-03-31T14:30:00Z.");
        }
    }

    /// Refuses an instant that is no border between two quarter hours.
    ///
    /// @throws MalformedTime if it is none
    public void checkBorder(Instant border) {
        if (Math.floorMod(border.getEpochSecond(), QUARTER_SECONDS) != 0 || border.getNano() != 0) {
            throw new MalformedTime(
                    border.atZone(id).toLocalDateTime()
                            + " in "
                            + id
                            + " does not fall on a quarter hour of UTC, by which accounting goes.");
        }
    }

    /// The weekday on the zone's calendar: Monday is 1.
    public int weekday(long micros) {
        return (int) Math.floorMod(epochDay(micros) + 3, 7L) + 1;
    }

    /// The day on the zone's calendar, counted from 1970-01-01.
    public long epochDay(long micros) {
        return Math.floorDiv(localMinutes(micros), MINUTES_PER_DAY);
    }

    /// What the zone's clocks show, in minutes since 0:00: 0 to 1439.
    public int minuteOfDay(long micros) {
        return (int) Math.floorMod(localMinutes(micros), MINUTES_PER_DAY);
    }

    private long localMinutes(long micros) {
        Offset offset = recent;
        if (micros < offset.from || micros >= offset.to) {
            offset = offsetAt(micros);
            recent = offset;
        }
        return Math.floorDiv(micros + offset.micros, MICROS_PER_MINUTE);
    }

    private Offset offsetAt(long micros) {
        Instant instant = Micros.instant(micros);
        ZoneOffsetTransition next = id.getRules().nextTransition(instant);
        ZoneOffsetTransition last = id.getRules().previousTransition(instant.plusNanos(1));
        return new Offset(
                last == null ? Long.MIN_VALUE : Micros.of(last.getInstant()),
                next == null ? Long.MAX_VALUE : Micros.of(next.getInstant()),
                id.getRules().getOffset(instant).getTotalSeconds() * 1_000_000L);
    }

    private Instant midnight(LocalDate day) {
        Instant instant = day.atStartOfDay(id).toInstant();
        checkBorder(instant);
        return instant;
    }

    private Instant local(LocalDateTime time) {
        List<ZoneOffset> offsets = id.getRules().getValidOffsets(time);
        return switch (offsets.size()) {
            case 1 -> time.toInstant(offsets.getFirst());
            case 0 ->
                    throw new MalformedTime(
                            "The clocks of "
                                    + id
                                    + " never showed "
                                    + time
                                    + ": they were put"
                                    + " forward then.");
            default ->
                    throw new MalformedTime(
                            "The clocks of "
                                    + id
                                    + " showed "
                                    + time
                                    + " twice; add the offset, "
                                    + time
                                    + offsets.getFirst()
                                    + " or "
                                    + time
                                    + offsets.getLast()
                                    + ".");
        };
    }

    private static YearMonth month(String name) {
        try {
            if (PERIOD.matcher(name).matches()) {
                return YearMonth.parse(name);
            }
        } catch (DateTimeException _) {
            // a thirteenth month, say: told below
        }
        throw new MalformedTime("'" + name + "' is no billing period; write it as 2026-03.");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AccountingZone zone && zone.id.equals(id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return id.getId();
    }

    private record Offset(long from, long to, long micros) {}
}
