package net.flowtally.ledger.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountingZoneTest {
    private static final AccountingZone BERLIN = AccountingZone.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03, PT743H",
        "Europe/Berlin, 2026-10, PT745H",
        "America/New_York, 2026-03, PT743H",
        "America/New_York, 2026-11, PT721H",
        "Asia/Kolkata, 2026-03, PT744H",
        "Asia/Kathmandu, 2026-02, PT672H",
        "Australia/Lord_Howe, 2026-04, PT720H30M",
        "Australia/Lord_Howe, 2026-10, PT743H30M",
        "UTC, 2024-02, PT696H",
    })
    void daysOfAMonthSumToTheMonth(String zone, YearMonth month, Duration length) {
        AccountingZone accounting = AccountingZone.of(zone);
        Span period = accounting.period(month.toString());
        assertThat(Duration.between(period.from(), period.to())).isEqualTo(length);

        Instant at = period.from();
        for (Span day : accounting.days(month)) {
            assertThat(day.from()).isEqualTo(at);
            at = day.to();
        }
        assertThat(at).isEqualTo(period.to());
    }

    @Test
    void aPeriodBeginsAtLocalMidnight() {
        assertThat(BERLIN.period("2026-03"))
                .isEqualTo(
                        new Span(
                                Instant.parse("2026-02-28T23:00:00Z"),
                                Instant.parse("2026-03-31T22:00:00Z")));
    }

    @Test
    void dayOfTheClockChangeHas23Or25Hours() {
        Span spring = BERLIN.day(LocalDate.parse("2026-03-29"));
        Span autumn = BERLIN.day(LocalDate.parse("2026-10-25"));
        assertThat(Duration.between(spring.from(), spring.to())).hasHours(23);
        assertThat(Duration.between(autumn.from(), autumn.to())).hasHours(25);
    }

    @Test
    void periodsFollowOneAnotherWithoutGapOrOverlap() {
        for (String id : new String[] {"Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe"}) {
            AccountingZone zone = AccountingZone.of(id);
            for (YearMonth month = YearMonth.of(2020, 1);
                    month.isBefore(YearMonth.of(2031, 1));
                    month = month.plusMonths(1)) {
                Span period = zone.period(month);
                assertThat(zone.period(month.plusMonths(1)).from()).isEqualTo(period.to());
                assertThat(zone.periodOf(period.from())).isEqualTo(month.toString());
                assertThat(zone.periodOf(period.to().minusNanos(1))).isEqualTo(month.toString());
            }
        }
    }

    @Test
    void aBorderOffTheQuarterHoursIsRefused() {
        assertThatThrownBy(() -> BERLIN.period("1890-01"))
                .isInstanceOf(MalformedTime.class)
                .hasMessage(
                        "1890-01-01T00:00 in Europe/Berlin does not fall on a quarter hour of UTC,"
                                + " by which accounting goes.");
        assertThatThrownBy(() -> BERLIN.checkBorder(Instant.parse("2026-03-01T10:20:00Z")))
                .isInstanceOf(MalformedTime.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-13", "2026-3", "March", "2026-03-01", "", "-2026-03"})
    void whatIsNoMonthIsNoPeriod(String name) {
        assertThatThrownBy(() -> BERLIN.period(name))
                .isInstanceOf(MalformedTime.class)
                .hasMessage("'" + name + "' is no billing period; write it as 2026-03.");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T10:00:00Z, 2026-03-01T10:00:00Z",
        "2026-03-01T10:00:00.123456Z, 2026-03-01T10:00:00.123456Z",
        "2026-03-01T10:00+05:45, 2026-03-01T04:15:00Z",
        "2026-03-01T10:00:00-03:00, 2026-03-01T13:00:00Z",
        "2026-03-01T10:00, 2026-03-01T09:00:00Z",
        "2026-07-01T10:00:30, 2026-07-01T08:00:30Z",
        "2026-03-01, 2026-02-28T23:00:00Z",
    })
    void timesAreReadAsPeopleGiveThem(String text, Instant instant) {
        assertThat(BERLIN.parse(text)).isEqualTo(instant);
    }

    @Test
    void aLocalTimeShownTwiceOrNeverIsRefusedWithItsReason() {
        assertThatThrownBy(() -> BERLIN.parse("2026-10-25T02:30"))
                .hasMessage(
                        "The clocks of Europe/Berlin showed 2026-10-25T02:30 twice; add the offset,"
                                + " 2026-10-25T02:30+02:00 or 2026-10-25T02:30+01:00.");
        assertThatThrownBy(() -> BERLIN.parse("2026-03-29T02:30"))
                .hasMessage(
                        "The clocks of Europe/Berlin never showed 2026-03-29T02:30: they were put"
                                + " forward then.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "01.03.2026",
                "2026-02-30",
                "2026-03-01 10:00",
                "T",
                "2026"
            })
    void whatIsNoTimeIsRefused(String text) {
        assertThatThrownBy(() -> BERLIN.parse(text))
                .isInstanceOf(MalformedTime.class)
                .hasMessageStartingWith("'" + text + "' is no time;");
    }

    @Test
    void anUnknownZoneIsRefused() {
        assertThatThrownBy(() -> AccountingZone.of("Mars/Olympus"))
                .hasMessage("'Mars/Olympus' is no time zone; write it as in Europe/Berlin or UTC.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "Europe/Berlin",
                "America/New_York",
                "Asia/Kolkata",
                "Asia/Kathmandu",
                "Australia/Lord_Howe"
            })
    void weekdayAndMinuteAreWhatTheCalendarSays(String id) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        AccountingZone zone = AccountingZone.of(id);
        for (int i = 0; i < 20_000; i++) {
            long micros = random.nextLong(0, 4_000_000_000_000_000L);
            ZonedDateTime local = Micros.instant(micros).atZone(ZoneId.of(id));
            assertThat(zone.weekday(micros))
                    .as("weekday of %s, seed %d", local, seed)
                    .isEqualTo(local.getDayOfWeek().getValue());
            assertThat(zone.minuteOfDay(micros))
                    .as("minute of %s, seed %d", local, seed)
                    .isEqualTo(local.getHour() * 60 + local.getMinute());
        }
    }

    @Test
    void weekdayIsRightOnBothSidesOfAClockChange() {
        long change = Micros.of(Instant.parse("2026-03-29T01:00:00Z"));
        assertThat(BERLIN.minuteOfDay(change - 1)).isEqualTo(119);
        assertThat(BERLIN.minuteOfDay(change)).isEqualTo(180);
        assertThat(BERLIN.minuteOfDay(change - 1)).isEqualTo(119);
    }
}
