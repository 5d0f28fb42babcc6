package net.flowtally.app.widget;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Locale;
import net.flowtally.ledger.money.Amount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Currency EUR = Currency.getInstance("EUR");

    private final Figures figures = new Figures(Locale.ENGLISH, BERLIN, 1_000_000);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|0 B",
                "999|999 B",
                "1000|1.000 kB",
                "999949|999.9 kB",
                "999999|1.000 MB",
                "12345678|12.35 MB",
                "987654321012|987.7 GB",
                "9223372036854775807|9.223 EB"
            })
    void writesAVolumeToFourDigits(long bytes, String text) {
        assertThat(plain(figures.volume(bytes))).isEqualTo(text);
    }

    @Test
    void writesBinaryUnitsWhereTheSiteHasThem() {
        Figures binary = new Figures(Locale.ENGLISH, BERLIN, 1_048_576);

        assertThat(plain(binary.volume(1536))).isEqualTo("1.500 KiB");
        assertThat(binary.unit()).isEqualTo("MiB");
        assertThat(binary.units(1_572_864, 3)).isEqualTo("1.500");
    }

    @Test
    void roundsUnitsHalfUp() {
        assertThat(figures.units(1_500, 3)).isEqualTo("0.002");
        assertThat(figures.units(1_234_567_891, 6)).isEqualTo("1,234.567891");
    }

    @Test
    void writesMoneyWithTheDigitsOfItsCurrency() {
        assertThat(plain(figures.money(new Amount(123_456, EUR)))).isEqualTo("1,234.56 EUR");
        assertThat(plain(figures.money(new Amount(-5, EUR)))).isEqualTo("-0.05 EUR");
        assertThat(plain(figures.money(new Amount(1234, Currency.getInstance("JPY")))))
                .isEqualTo("1,234 JPY");
    }

    @Test
    void writesAPriceWithAllItsDigits() {
        assertThat(figures.price(new BigDecimal("0.00123"))).isEqualTo("0.00123");
        assertThat(figures.price(new BigDecimal("2"))).isEqualTo("2.00");
    }

    @Test
    void speaksTheUsersLanguage() {
        Figures german = new Figures(Locale.GERMAN, BERLIN, 1_000_000);

        assertThat(plain(german.money(new Amount(123_456, EUR)))).isEqualTo("1.234,56 EUR");
        assertThat(german.period("2026-03")).isEqualTo("März 2026");
    }

    @Test
    void writesTimesInTheAccountingZone() {
        assertThat(figures.minute(Instant.parse("2026-03-29T01:00:00Z")))
                .isEqualTo("2026-03-29 03:00");
    }

    @Test
    void tellsGrowthWithItsSign() {
        assertThat(plain(figures.change(150, 100))).isEqualTo("+50.0 %");
        assertThat(plain(figures.change(50, 100))).isEqualTo("−50.0 %");
        assertThat(figures.change(5, 0)).isEqualTo(Figures.NONE);
    }

    @Test
    void doesNotCallASmallShareNothing() {
        assertThat(plain(figures.share(1, 1_000_000))).isEqualTo("< 0.1 %");
        assertThat(plain(figures.share(0, 10))).isEqualTo("0.0 %");
        assertThat(figures.share(0, 0)).isEqualTo(Figures.NONE);
    }

    @Test
    void writesDurations() {
        assertThat(plain(figures.duration(Duration.ofMillis(1234)))).isEqualTo("1.23 s");
        assertThat(figures.duration(Duration.ofSeconds(62))).isEqualTo("1:02");
        assertThat(figures.duration(Duration.ofSeconds(3_723))).isEqualTo("1:02:03");
    }

    private static String plain(String text) {
        return text.replace('\u202f', ' ');
    }
}
