package net.flowtally.ledger.period;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.start.Defaults;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodsTest {
    @TempDir Path directory;
    private Store store;
    private Periods periods;

    @BeforeEach
    void open() {
        store = Store.open(Home.open(directory.resolve("home")));
        Defaults.ensure(store);
        periods = new Periods(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin,       2026-03, 2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z, 2972",
        "Europe/Berlin,       2026-10, 2026-09-30T22:00:00Z, 2026-10-31T23:00:00Z, 2980",
        "America/New_York,    2026-03, 2026-03-01T05:00:00Z, 2026-04-01T04:00:00Z, 2972",
        "Asia/Kolkata,        2026-03, 2026-02-28T18:30:00Z, 2026-03-31T18:30:00Z, 2976",
        "Australia/Lord_Howe, 2026-04, 2026-03-31T13:00:00Z, 2026-04-30T13:30:00Z, 2882",
    })
    void aMonthHasTheQuarterHoursThatItsZoneGivesIt(
            String zone, String name, Instant from, Instant to, int quarterHours) {
        new Settings(store).set("accounting.zone", zone, "test");
        BillingPeriod period = periods.ensure(name);
        assertThat(period.from()).isEqualTo(from);
        assertThat(period.to()).isEqualTo(to);
        assertThat(period.quarterHours()).isEqualTo(quarterHours);
        assertThat(periods.ensure(from)).isEqualTo(period);
        assertThat(periods.ensure(to).from()).isEqualTo(to);
    }

    @Test
    void bordersAreDerivedOnceAndNeighboursMeetWhateverTheZoneBecomes() {
        BillingPeriod march = periods.ensure("2026-03");
        new Settings(store).set("accounting.zone", "America/New_York", "test");

        assertThat(periods.ensure("2026-03")).isEqualTo(march);
        BillingPeriod april = periods.ensure("2026-04");
        BillingPeriod february = periods.ensure("2026-02");
        assertThat(april.from()).isEqualTo(march.to());
        assertThat(april.to()).isEqualTo(Instant.parse("2026-05-01T04:00:00Z"));
        assertThat(february.to()).isEqualTo(march.from());
        assertThat(periods.ensure(Instant.parse("2026-04-01T01:00:00Z"))).isEqualTo(april);
        assertThat(periods.list()).containsExactly(february, march, april);
    }
}
