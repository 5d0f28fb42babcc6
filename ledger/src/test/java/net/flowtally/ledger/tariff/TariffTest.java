package net.flowtally.ledger.tariff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.settings.Payer;
import net.flowtally.ledger.time.AccountingZone;
import net.flowtally.ledger.time.Micros;
import net.flowtally.ledger.time.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TariffTest {
    private static final long INTERNET = 3;
    private static final Instant APRIL = Instant.parse("2026-03-31T22:00:00Z");

    private final PeakCalendar office = office("Europe/Berlin");
    private final Tariff tariff =
            new Tariff(
                    List.of(
                            new TariffVersion(
                                    1,
                                    "until March",
                                    new Span(Instant.MIN, APRIL),
                                    Payer.CALLER,
                                    List.of(
                                            rule(12, 2, INTERNET, "", Band.ANY, "Internet"),
                                            rule(11, 1, INTERNET, "", Band.PEAK, "Internet peak"),
                                            rule(10, 0, 0, "SSH", Band.ANY, "Remote")),
                                    List.of(),
                                    List.of(),
                                    List.of()),
                            new TariffVersion(
                                    2,
                                    "from April",
                                    Span.since(APRIL),
                                    Payer.RECEIVER,
                                    List.of(rule(20, 0, INTERNET, "", Band.ANY, "Everything")),
                                    List.of(),
                                    List.of(),
                                    List.of())),
                    office,
                    Payer.CALLEE);

    @Test
    void firstRuleInOrderThatMatchesPrices() {
        assertThat(tariff.rate(INTERNET, "SSH", at("2026-03-10T09:00:00Z")).rule()).isEqualTo(10);
        assertThat(tariff.rate(INTERNET, "HTTPS", at("2026-03-10T09:00:00Z")))
                .isEqualTo(new Rating(11, "Internet peak", Band.PEAK, new BigDecimal("0.0011")));
        assertThat(tariff.rate(INTERNET, "HTTPS", at("2026-03-10T20:00:00Z")).rule()).isEqualTo(12);
    }

    @Test
    void whatNoRuleMatchesIsUnrated() {
        assertThat(tariff.rate(1, "HTTPS", at("2026-03-10T09:00:00Z"))).isEqualTo(Rating.UNRATED);
        Tariff empty = new Tariff(List.of(), office, Payer.CALLEE);
        assertThat(empty.rate(INTERNET, "SSH", 0)).isEqualTo(Rating.UNRATED);
        assertThat(empty.payerAt(0)).isEqualTo(Payer.CALLEE);
    }

    @Test
    void aVersionHoldsFromItsFirstInstantOn() {
        assertThat(tariff.rate(INTERNET, "SSH", Micros.of(APRIL) - 1).rule()).isEqualTo(10);
        assertThat(tariff.rate(INTERNET, "SSH", Micros.of(APRIL)).rule()).isEqualTo(20);
        assertThat(tariff.payerAt(Micros.of(APRIL) - 1)).isEqualTo(Payer.CALLER);
        assertThat(tariff.payerAt(Micros.of(APRIL))).isEqualTo(Payer.RECEIVER);
    }

    @Test
    void versionsThatOverlapAreRefused() {
        TariffVersion one =
                new TariffVersion(
                        1,
                        "a",
                        Span.ALWAYS,
                        Payer.CALLER,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of());
        TariffVersion other =
                new TariffVersion(
                        2,
                        "b",
                        Span.since(APRIL),
                        Payer.CALLER,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of());
        assertThatThrownBy(() -> new Tariff(List.of(one, other), office, Payer.CALLER))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        // winter: Berlin is an hour ahead
        "Europe/Berlin, 2026-03-27T06:59:59Z, OFF_PEAK",
        "Europe/Berlin, 2026-03-27T07:00:00Z, PEAK",
        "Europe/Berlin, 2026-03-27T16:59:59Z, PEAK",
        "Europe/Berlin, 2026-03-27T17:00:00Z, OFF_PEAK",
        // Saturday
        "Europe/Berlin, 2026-03-28T10:00:00Z, OFF_PEAK",
        // Monday after the change to summer time: two hours ahead
        "Europe/Berlin, 2026-03-30T06:00:00Z, PEAK",
        "Europe/Berlin, 2026-03-30T16:00:00Z, OFF_PEAK",
        "Asia/Kolkata, 2026-03-27T02:30:00Z, PEAK",
        "Asia/Kolkata, 2026-03-27T02:29:59Z, OFF_PEAK",
        "Asia/Kathmandu, 2026-03-27T02:15:00Z, PEAK",
        "Australia/Lord_Howe, 2026-03-26T20:59:59Z, OFF_PEAK",
        "Australia/Lord_Howe, 2026-03-26T21:00:00Z, PEAK",
        "America/New_York, 2026-11-02T13:00:00Z, PEAK",
        "America/New_York, 2026-11-02T12:59:59Z, OFF_PEAK",
    })
    void peakHoursGoByTheClocksOfTheAccountingZone(String zone, String instant, Band band) {
        assertThat(office(zone).bandAt(at(instant))).isEqualTo(band);
    }

    @Test
    void peakHoursOffTheQuarterHoursAreRefused() {
        assertThatThrownBy(() -> new PeakSpan(1, 485, 1_080))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static PeakCalendar office(String zone) {
        List<PeakSpan> spans = new ArrayList<>();
        for (int weekday = 1; weekday <= 5; weekday++) {
            spans.add(new PeakSpan(weekday, 8 * 60, 18 * 60));
        }
        return new PeakCalendar(AccountingZone.of(zone), spans, List.of());
    }

    private static TariffRule rule(
            long id, int ordinal, long zone, String service, Band band, String category) {
        return new TariffRule(
                id,
                ordinal,
                zone,
                service,
                band,
                category,
                Pricing.perUnit(BigDecimal.valueOf(id, 4)));
    }

    private static long at(String instant) {
        return Micros.of(Instant.parse(instant));
    }
}
