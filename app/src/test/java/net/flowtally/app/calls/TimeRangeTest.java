package net.flowtally.app.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import net.flowtally.app.calls.TimeRange.Preset;
import net.flowtally.ledger.time.AccountingZone;
import net.flowtally.ledger.time.MalformedTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeRangeTest {
    private static final AccountingZone BERLIN = AccountingZone.of("Europe/Berlin");
    private static final Clock NOON =
            Clock.fixed(Instant.parse("2026-03-18T11:07:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({
        "2026-03, 2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z",
        "2026-03-29, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
        "2026-03-01 08:00 - 2026-03-03, 2026-03-01T07:00:00Z, 2026-03-03T23:00:00Z",
        "2026-03-01 – 2026-03-02, 2026-02-28T23:00:00Z, 2026-03-02T23:00:00Z",
        "2026-03-01 08:07 .. 2026-03-01 08:20, 2026-03-01T07:00:00Z, 2026-03-01T07:30:00Z",
        "2026-03-01T00:00:00Z - 2026-03-01T01:00:00Z, 2026-03-01T00:00:00Z, 2026-03-01T01:00:00Z"
    })
    void readsWhatPeopleType(String text, Instant from, Instant to) {
        assertThat(TimeRange.parse(text, BERLIN)).isEqualTo(new TimeRange(from, to));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03", "2026-03-29", "2026-03-01 – 2026-03-02"})
    void writesARangeAsItReadsIt(String text) {
        assertThat(TimeRange.parse(text, BERLIN).text(BERLIN)).isEqualTo(text);
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void everyPresetCanBeWrittenAndReadBack(Preset preset) {
        TimeRange range = TimeRange.of(preset, BERLIN, NOON);

        assertThat(range.from()).isBefore(range.to());
        assertThat(TimeRange.parse(range.text(BERLIN), BERLIN)).isEqualTo(range);
    }

    @Test
    void yesterdayEndsWhereTodayBegins() {
        assertThat(TimeRange.of(Preset.YESTERDAY, BERLIN, NOON).to())
                .isEqualTo(TimeRange.of(Preset.TODAY, BERLIN, NOON).from())
                .isEqualTo(Instant.parse("2026-03-17T23:00:00Z"));
    }

    @Test
    void theDayOnWhichSummerTimeBeginsHas23Hours() {
        TimeRange day = TimeRange.parse("2026-03-29", BERLIN);

        assertThat(day.to().getEpochSecond() - day.from().getEpochSecond()).isEqualTo(23 * 3600);
    }

    @Test
    void saysWhatIsNoTime() {
        assertThatThrownBy(() -> TimeRange.parse("last tuesday", BERLIN))
                .isInstanceOf(MalformedTime.class);
    }
}
