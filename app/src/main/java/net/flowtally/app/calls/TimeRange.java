package net.flowtally.app.calls;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.flowtally.ledger.time.AccountingZone;
import net.flowtally.ledger.time.MalformedTime;

/// A half-open interval whose ends fall on quarter hours.
public record TimeRange(Instant from, Instant to) {
    private static final long QUARTER_SECONDS = 900;
    private static final Pattern TWO_ENDS =
            Pattern.compile("(.+?)(?:\\s+[-–]\\s+|\\s*\\.\\.\\s*|–)(.+)");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d{2}");

    /// Ranges that need no typing.
    public enum Preset {
        LAST_HOUR,
        TODAY,
        YESTERDAY,
        THIS_WEEK,
        LAST_WEEK,
        THIS_PERIOD,
        LAST_PERIOD,
        THIS_YEAR
    }

    /// The quarter hours that an interval touches.
    static TimeRange covering(Instant from, Instant to) {
        long first = Math.floorDiv(from.getEpochSecond(), QUARTER_SECONDS);
        long last =
                -Math.floorDiv(-to.getEpochSecond() - (to.getNano() > 0 ? 1 : 0), QUARTER_SECONDS);
        return new TimeRange(
                Instant.ofEpochSecond(first * QUARTER_SECONDS),
                Instant.ofEpochSecond(Math.max(last, first + 1) * QUARTER_SECONDS));
    }

    static TimeRange of(Preset preset, AccountingZone zone, Clock clock) {
        Instant now = clock.instant();
        LocalDate today = now.atZone(zone.id()).toLocalDate();
        LocalDate monday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        YearMonth month = YearMonth.from(today);
        return switch (preset) {
            case LAST_HOUR -> covering(now.minusSeconds(3600), now);
            case TODAY -> days(zone, today, today.plusDays(1));
            case YESTERDAY -> days(zone, today.minusDays(1), today);
            case THIS_WEEK -> days(zone, monday, monday.plusWeeks(1));
            case LAST_WEEK -> days(zone, monday.minusWeeks(1), monday);
            case THIS_PERIOD -> days(zone, month.atDay(1), month.plusMonths(1).atDay(1));
            case LAST_PERIOD -> days(zone, month.minusMonths(1).atDay(1), month.atDay(1));
            case THIS_YEAR ->
                    days(
                            zone,
                            LocalDate.of(today.getYear(), 1, 1),
                            LocalDate.of(today.getYear() + 1, 1, 1));
        };
    }

    /// Reads what a user typed: a month, a date or a time, or two of them with a dash between. A
    /// last date is meant whole.
    ///
    /// @throws MalformedTime if it is none of these
    static TimeRange parse(String text, AccountingZone zone) {
        Matcher two = TWO_ENDS.matcher(text.strip());
        String first = two.matches() ? two.group(1).strip() : text.strip();
        String last = two.matches() ? two.group(2).strip() : first;
        return covering(start(first, zone), end(last, zone));
    }

    /// As `parse` reads it.
    String text(AccountingZone zone) {
        LocalDateTime start = from.atZone(zone.id()).toLocalDateTime();
        LocalDateTime end = to.atZone(zone.id()).toLocalDateTime();
        if (!isMidnight(start) || !isMidnight(end)) {
            return word(start) + " – " + word(end);
        }
        LocalDate day = start.toLocalDate();
        LocalDate lastDay = end.toLocalDate().minusDays(1);
        if (day.getDayOfMonth() == 1 && day.plusMonths(1).equals(lastDay.plusDays(1))) {
            return YearMonth.from(day).toString();
        }
        return day.equals(lastDay) ? day.toString() : day + " – " + lastDay;
    }

    /// The range of the same kind that ends where this one begins: the month before a month, else
    /// one of the same length.
    TimeRange before(AccountingZone zone) {
        return moved(zone, -1);
    }

    /// The range of the same kind that begins where this one ends.
    TimeRange after(AccountingZone zone) {
        return moved(zone, 1);
    }

    private TimeRange moved(AccountingZone zone, int steps) {
        String text = text(zone);
        if (MONTH.matcher(text).matches()) {
            return parse(YearMonth.parse(text).plusMonths(steps).toString(), zone);
        }
        LocalDateTime start = from.atZone(zone.id()).toLocalDateTime();
        LocalDateTime end = to.atZone(zone.id()).toLocalDateTime();
        if (isMidnight(start) && isMidnight(end)) {
            long days = steps * ChronoUnit.DAYS.between(start, end);
            return days(zone, start.toLocalDate().plusDays(days), end.toLocalDate().plusDays(days));
        }
        Duration length = Duration.between(from, to).multipliedBy(steps);
        return new TimeRange(from.plus(length), to.plus(length));
    }

    private static boolean isMidnight(LocalDateTime time) {
        return time.toLocalTime().equals(LocalTime.MIDNIGHT);
    }

    private static String word(LocalDateTime time) {
        return time.toLocalDate() + " " + time.toLocalTime();
    }

    private static Instant start(String text, AccountingZone zone) {
        return MONTH.matcher(text).matches() ? zone.period(text).from() : zone.parse(iso(text));
    }

    private static Instant end(String text, AccountingZone zone) {
        if (MONTH.matcher(text).matches()) {
            return zone.period(text).to();
        }
        if (DATE.matcher(text).matches()) {
            Instant dayStart = zone.parse(text);
            return zone.day(dayStart.atZone(zone.id()).toLocalDate()).to();
        }
        return zone.parse(iso(text));
    }

    private static String iso(String text) {
        return text.strip().replaceFirst("\\s+", "T").toUpperCase(Locale.ROOT);
    }

    private static TimeRange days(AccountingZone zone, LocalDate first, LocalDate end) {
        return new TimeRange(zone.day(first).from(), end.atStartOfDay(zone.id()).toInstant());
    }
}
