package net.flowtally.ledger.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Currency;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.AccountingZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @TempDir private Path home;
    private Store store;
    private Settings settings;

    @BeforeEach
    void open() {
        store = Store.open(Home.open(home));
        settings = new Settings(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatNobodySetHasItsDefault() {
        SettingsSnapshot snapshot = settings.current();
        assertThat(snapshot.zone()).isEqualTo(AccountingZone.UTC);
        assertThat(snapshot.currency()).isEqualTo(Currency.getInstance("EUR"));
        assertThat(snapshot.unit()).isEqualTo(VolumeUnit.MB);
        assertThat(snapshot.payer()).isEqualTo(Payer.CALLER);
        assertThat(snapshot.get(Setting.ENGINE_MEMORY)).isEqualTo(512_000_000);
        assertThat(snapshot.get(Setting.ORGANISATION)).isEmpty();
    }

    @Test
    void everyDefaultIsAllowed() {
        for (Setting<?> setting : Setting.ALL) {
            assertThat(setting.parse(setting.otherwise())).isNotNull();
        }
    }

    @Test
    void whatWasSetIsReadAtTheRevisionThatIsAsked() {
        settings.set("accounting.zone", "Europe/Berlin", "anna");
        long berlin = store.revision();
        settings.set("accounting.zone", "Asia/Kolkata", "anna");
        settings.set("unit", "MiB", "anna");

        assertThat(settings.get(Setting.ACCOUNTING_ZONE))
                .isEqualTo(AccountingZone.of("Asia/Kolkata"));
        assertThat(settings.at(berlin).zone()).isEqualTo(AccountingZone.of("Europe/Berlin"));
        assertThat(settings.at(berlin).unit()).isEqualTo(VolumeUnit.MB);
        assertThat(settings.at(berlin - 1).zone()).isEqualTo(AccountingZone.UTC);
    }

    @Test
    void settingTheSameAgainMakesNoRevision() {
        settings.set("currency", "USD", "anna");
        long revision = store.revision();
        settings.set("currency", "USD", "anna");
        assertThat(store.revision()).isEqualTo(revision);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "acounting.zone; meant is perhaps accounting.zone.",
                "zone; meant is perhaps accounting.zone.",
                "curency; meant is perhaps currency.",
                "collector.idel; meant is perhaps collector.idle.",
            })
    void anUnknownKeyIsAnsweredWithNearOnes(String key, String suggestion) {
        assertThatThrownBy(() -> settings.set(key, "x", "anna"))
                .isInstanceOf(UnknownSetting.class)
                .hasMessage("There is no setting '" + key + "'; " + suggestion);
        assertThat(store.revision()).isZero();
    }

    @Test
    void aKeyThatIsLikeNoneIsAnsweredWithAllThereAre() {
        assertThatThrownBy(() -> settings.set("colour", "x", "anna"))
                .isInstanceOf(UnknownSetting.class)
                .hasMessageStartingWith(
                        "There is no setting 'colour'; settings are organisation,"
                                + " accounting.zone, currency,")
                .message()
                .contains(Setting.ALL.stream().map(Setting::key).toList());
        assertThat(store.revision()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "accounting.zone, Berlin",
        "currency, Euro",
        "currency, eur",
        "currency, XXX",
        "unit, mb",
        "payer, each",
        "memory.engine, 1MB",
        "memory.engine, lots",
        "memory.engine, 999999999GB",
        "collector.idle, 5",
        "collector.idle, 2.5",
        "collector.clocks, CORRECT",
    })
    void aBadValueIsAnsweredWithWhatIsAllowed(String key, String value) {
        assertThatThrownBy(() -> settings.set(key, value, "anna"))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith(
                        "'" + value + "' is no value for " + key + ", which takes ");
        assertThat(store.revision()).isZero();
    }
}
