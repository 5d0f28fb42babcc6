package net.flowtally.ledger.tariff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import net.flowtally.ledger.start.Defaults;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.MalformedTime;
import net.flowtally.ledger.time.Micros;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TariffsTest {
    private static final long INTERNET = 3;
    private static final Instant APRIL = Instant.parse("2026-04-01T00:00:00Z");
    private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
    private static final List<RuleDraft> FLAT = rules("Flat", "0.0100");

    @TempDir private Path home;
    private Store store;
    private Tariffs tariffs;

    @BeforeEach
    void open() {
        store = Store.open(Home.open(home));
        Defaults.ensure(store);
        tariffs = new Tariffs(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aNewVersionEndsTheOneBefore() {
        long before = store.revision();
        tariffs.replace("April", APRIL, FLAT, "anna");
        assertThat(category(tariffs.current(), APRIL.minusNanos(1_000)))
                .isEqualTo("Internet off-peak");
        assertThat(category(tariffs.current(), APRIL)).isEqualTo("Flat");
        assertThat(category(tariffs.at(before), APRIL)).isEqualTo("Internet off-peak");
        assertThat(tariffs.at(before).versions()).hasSize(1);
    }

    @Test
    void aVersionInBetweenHoldsUntilTheNext() {
        tariffs.replace("June", JUNE, rules("Summer", "0.0300"), "anna");
        tariffs.replace("April", APRIL, FLAT, "anna");
        Tariff tariff = tariffs.current();
        assertThat(tariff.versions())
                .extracting(TariffVersion::name)
                .containsExactly("Starter tariff", "April", "June");
        assertThat(category(tariff, JUNE.minusSeconds(1))).isEqualTo("Flat");
        assertThat(category(tariff, JUNE)).isEqualTo("Summer");
    }

    @Test
    void aVersionOfTheSameStartIsReplaced() {
        tariffs.replace("April", APRIL, FLAT, "anna");
        tariffs.replace("April, corrected", APRIL, rules("Corrected", "0.0200"), "anna");
        tariffs.replace("Always", Instant.MIN, rules("Early", "0.0001"), "anna");
        Tariff tariff = tariffs.current();
        assertThat(tariff.versions())
                .extracting(TariffVersion::name)
                .containsExactly("Always", "April, corrected");
        assertThat(category(tariff, APRIL)).isEqualTo("Corrected");
        assertThat(category(tariff, Instant.EPOCH)).isEqualTo("Early");
    }

    @Test
    void rulesKeepTheirExactPriceAndOrder() {
        tariffs.replace(
                "Ordered",
                Instant.MIN,
                List.of(
                        new RuleDraft("", "SSH", Band.ANY, "Remote", new BigDecimal("0.123456789")),
                        new RuleDraft("Internet", "", Band.PEAK, "Day", new BigDecimal("1")),
                        new RuleDraft("", "", Band.ANY, "Rest", new BigDecimal("0.00"))),
                "anna");
        Tariff tariff = tariffs.current();
        long peak = Micros.of(Instant.parse("2026-03-10T10:00:00Z"));
        assertThat(tariff.rate(INTERNET, "SSH", peak).pricePerUnit())
                .isEqualTo(new BigDecimal("0.123456789"));
        assertThat(tariff.rate(INTERNET, "HTTP", peak).category()).isEqualTo("Day");
        assertThat(tariff.rate(1, "HTTP", peak).category()).isEqualTo("Rest");
    }

    @Test
    void peakHoursAreReplacedAsAWhole() {
        long before = store.revision();
        tariffs.setPeaks(List.of(new PeakSpan(7, 0, 1_440)), "anna");
        long sunday = Micros.of(Instant.parse("2026-03-15T12:00:00Z"));
        long monday = Micros.of(Instant.parse("2026-03-16T12:00:00Z"));
        assertThat(tariffs.current().bandAt(sunday)).isEqualTo(Band.PEAK);
        assertThat(tariffs.current().bandAt(monday)).isEqualTo(Band.OFF_PEAK);
        assertThat(tariffs.at(before).bandAt(monday)).isEqualTo(Band.PEAK);
    }

    @Test
    void whatCannotHoldIsRefusedWithItsReason() {
        long revision = store.revision();
        assertThatThrownBy(() -> tariffs.replace("x", APRIL.plusSeconds(60), FLAT, "anna"))
                .isInstanceOf(MalformedTime.class);
        refused("There is no zone Mars.", new RuleDraft("Mars", "", Band.ANY, "x", BigDecimal.ONE));
        refused(
                "There is no service Gopher.",
                new RuleDraft("", "Gopher", Band.ANY, "x", BigDecimal.ONE));
        refused(
                "A rule needs a cost category.",
                new RuleDraft("", "", Band.ANY, " ", BigDecimal.ONE));
        refused(
                "The price of x must be 0 or more, with at most 9 decimals.",
                new RuleDraft("", "", Band.ANY, "x", new BigDecimal("-0.01")));
        assertThat(store.revision()).isEqualTo(revision);
    }

    private void refused(String message, RuleDraft draft) {
        assertThatThrownBy(() -> tariffs.replace("x", APRIL, List.of(draft), "anna"))
                .isInstanceOf(BadTariff.class)
                .hasMessage(message);
    }

    private static List<RuleDraft> rules(String category, String price) {
        return List.of(new RuleDraft("", "", Band.ANY, category, new BigDecimal(price)));
    }

    private static String category(Tariff tariff, Instant at) {
        return tariff.rate(INTERNET, "HTTPS", Micros.of(at)).category();
    }
}
