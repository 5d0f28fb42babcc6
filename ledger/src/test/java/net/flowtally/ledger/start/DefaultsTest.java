package net.flowtally.ledger.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.exporter.Exporters;
import net.flowtally.ledger.service.ServiceTable;
import net.flowtally.ledger.service.Services;
import net.flowtally.ledger.settings.Payer;
import net.flowtally.ledger.settings.Setting;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.settings.SettingsSnapshot;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.tariff.Band;
import net.flowtally.ledger.tariff.Rating;
import net.flowtally.ledger.tariff.Tariff;
import net.flowtally.ledger.tariff.Tariffs;
import net.flowtally.ledger.time.Micros;
import net.flowtally.ledger.time.Span;
import net.flowtally.ledger.zone.Zone;
import net.flowtally.ledger.zone.ZoneMap;
import net.flowtally.ledger.zone.Zones;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultsTest {
    /// A Tuesday.
    private static final long PEAK = Micros.of(Instant.parse("2026-03-10T08:00:00Z"));

    private static final long NIGHT = Micros.of(Instant.parse("2026-03-10T18:00:00Z"));

    @TempDir private Path home;
    private Store store;

    @BeforeEach
    void open() {
        store = Store.open(Home.open(home));
        Defaults.ensure(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void nothingIsAddedTwice() {
        long revision = store.revision();
        Defaults.ensure(store);
        assertThat(store.revision()).isEqualTo(revision);
        assertThat(new Zones(store).current().zones()).hasSize(3);
    }

    @Test
    void settingsThatMoneyDependsOnAreWrittenDown() {
        SettingsSnapshot settings = new Settings(store).current();
        assertThat(settings.isSet(Setting.ACCOUNTING_ZONE)).isTrue();
        assertThat(settings.isSet(Setting.CURRENCY)).isTrue();
        assertThat(settings.isSet(Setting.UNIT)).isTrue();
        assertThat(settings.isSet(Setting.PAYER)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "10.255.0.1, Intranet, true",
        "172.31.255.255, Intranet, true",
        "172.32.0.0, Internet, false",
        "192.168.1.1, Intranet, true",
        "169.254.10.1, Intranet, true",
        "127.0.0.1, Intranet, true",
        "224.0.0.251, Intranet, true",
        "233.1.1.1, Internet, false",
        "255.255.255.255, Intranet, true",
        "100.64.0.1, Internet, false",
        "198.51.100.1, Internet, false",
        "::1, Intranet, true",
        "fd00::1, Intranet, true",
        "fe80::1, Intranet, true",
        "ff02::fb, Intranet, true",
        "2001:db8::1, Internet, false",
    })
    void everyAddressHasAZoneFromTheStart(String address, String name, boolean inside) {
        Zone zone = new Zones(store).current().zoneOf(Address.parse(address), PEAK);
        assertThat(zone.name()).isEqualTo(name);
        assertThat(zone.inside()).isEqualTo(inside);
    }

    @Test
    void aPrefixFromTheWanIsPricedAsWanAtOnce() {
        new Zones(store).addPrefix("WAN", Prefix.parse("10.20.0.0/16"), Span.ALWAYS, "anna");
        ZoneMap zones = new Zones(store).current();
        Zone zone = zones.zoneOf(Address.parse("10.20.3.4"), PEAK);
        assertThat(zone).isEqualTo(new Zone(2, "WAN", true));
        assertThat(new Tariffs(store).current().rate(zone.id(), "HTTPS", PEAK).category())
                .isEqualTo("WAN peak");
    }

    @ParameterizedTest
    @CsvSource({
        "6, 443, HTTPS",
        "17, 443, QUIC",
        "17, 53, DNS",
        "6, 53, DNS",
        "6, 1521, Oracle",
        "17, 123, NTP",
        "6, 445, SMB",
        "6, 3389, RDP",
        "6, 5432, PostgreSQL",
        "1, 0, ICMP",
        "50, 0, ESP",
        "89, 0, OSPF",
        "6, 47000, TCP other",
    })
    void wellKnownServicesAreNamed(int protocol, int port, String name) {
        ServiceTable services = new Services(store).current();
        assertThat(services.serviceOf(protocol, port, 50_000)).isEqualTo(name);
        assertThat(services.services()).hasSizeGreaterThan(80);
    }

    @Test
    void theStarterTariffPricesEveryZone() {
        Tariff tariff = new Tariffs(store).current();
        assertThat(tariff.rate(3, "HTTPS", PEAK))
                .isEqualTo(new Rating(1, "Internet peak", Band.PEAK, new BigDecimal("0.0020")));
        assertThat(tariff.rate(3, "HTTPS", NIGHT).category()).isEqualTo("Internet off-peak");
        assertThat(tariff.rate(2, "HTTPS", NIGHT).category()).isEqualTo("WAN off-peak");
        assertThat(tariff.rate(1, "HTTPS", PEAK))
                .isEqualTo(new Rating(5, "Intranet", Band.ANY, new BigDecimal("0.0000")));
        assertThat(tariff.payerAt(PEAK)).isEqualTo(Payer.CALLER);
    }

    @Test
    void theSitesPayerIsTheStarterTariffsPayer() {
        new Settings(store).set("payer", "receiver", "anna");
        assertThat(new Tariffs(store).current().payerAt(PEAK)).isEqualTo(Payer.RECEIVER);
    }

    @Test
    void peakHoursFollowTheAccountingZone() {
        new Settings(store).set("accounting.zone", "Asia/Kolkata", "anna");
        Tariff tariff = new Tariffs(store).current();
        assertThat(tariff.bandAt(Micros.of(Instant.parse("2026-03-10T02:30:00Z"))))
                .isEqualTo(Band.PEAK);
        assertThat(tariff.bandAt(Micros.of(Instant.parse("2026-03-10T12:30:00Z"))))
                .isEqualTo(Band.OFF_PEAK);
    }

    @Test
    void loopbackMaySendFromTheStart() {
        assertThat(new Exporters(store).collectorSettings().allowed())
                .contains(Prefix.parse("127.0.0.0/8"), Prefix.parse("::1"));
    }
}
