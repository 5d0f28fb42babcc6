package net.flowtally.ledger.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExporterFactsTest {
    private static final Address ROUTER = Address.parse("192.0.2.1");
    private static final long NOON = 1_700_000_000_000_000L / 900_000_000 * 900_000_000;

    @TempDir private Path folder;
    private Store store;
    private ExporterFacts facts;

    @BeforeEach
    void open() {
        store = Store.open(Home.open(folder.resolve("home")));
        facts = new ExporterFacts(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void theLastReadingOfEachQuarterHourStaysWhateverTheOrderOfTelling() {
        put(reading(7, NOON + 20, 200), reading(7, NOON + 10, 100));
        put(reading(7, NOON + 900_000_000, 300), reading(8, NOON, 1));
        assertThat(facts.readings(NOON, NOON + 900_000_000))
                .containsExactly(reading(7, NOON + 20, 200), reading(8, NOON, 1));
        assertThat(facts.lastReadings())
                .containsExactly(reading(7, NOON + 900_000_000, 300), reading(8, NOON, 1));
    }

    @Test
    void ofNamesAndStatisticsTheLatestStays() {
        put(
                new ExporterFact.InterfaceName(ROUTER, 7, "Gi0/7", "uplink", NOON + 10),
                new ExporterFact.InterfaceName(ROUTER, 7, "old", "", NOON),
                new ExporterFact.ApplicationName(ROUTER, "13:80", "http", "web", NOON),
                new ExporterFact.ApplicationName(ROUTER, "13:80", "HTTP", "web", NOON + 1),
                new ExporterFact.Statistic(ROUTER, 3, "flows exported", 5, NOON),
                new ExporterFact.Statistic(ROUTER, 3, "flows exported", 9, NOON + 1));
        assertThat(facts.interfaceNames())
                .containsExactly(
                        new ExporterFact.InterfaceName(ROUTER, 7, "Gi0/7", "uplink", NOON + 10));
        assertThat(facts.applicationNames())
                .containsExactly(
                        new ExporterFact.ApplicationName(ROUTER, "13:80", "HTTP", "web", NOON + 1));
        assertThat(facts.statistics())
                .containsExactly(
                        new ExporterFact.Statistic(ROUTER, 3, "flows exported", 9, NOON + 1));
    }

    private void put(ExporterFact... what) {
        store.write(connection -> {
            ExporterFacts.put(connection, List.of(what));
            return what.length;
        });
    }

    private static ExporterFact.InterfaceReading reading(long index, long at, long octetsIn) {
        return new ExporterFact.InterfaceReading(
                ROUTER,
                index,
                at,
                1_000_000_000,
                octetsIn,
                ExporterFact.NOT_TOLD,
                0,
                0,
                5,
                6,
                ExporterFact.NOT_TOLD,
                8);
    }
}
