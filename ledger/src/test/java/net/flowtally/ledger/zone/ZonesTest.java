package net.flowtally.ledger.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.Span;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZonesTest {
    private static final Prefix LINK = Prefix.parse("10.20.0.0/16");

    @TempDir private Path home;
    private Store store;
    private Zones zones;

    @BeforeEach
    void open() {
        store = Store.open(Home.open(home));
        store.edit(
                "test",
                "defaults",
                (connection, revision) -> {
                    Zones.addDefaults(connection, revision);
                    return revision;
                });
        zones = new Zones(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aZoneIsReadAsItWasAtARevision() {
        long before = store.revision();
        zones.add("Partner", false, "anna");
        zones.addPrefix("Partner", LINK, Span.ofMicros(100, 200), "anna");

        assertThat(name(zones.current(), 150)).isEqualTo("Partner");
        assertThat(name(zones.current(), 200)).isEqualTo("Intranet");
        assertThat(name(zones.at(before), 150)).isEqualTo("Intranet");
        assertThat(zones.at(before).zone("Partner")).isEmpty();
    }

    @Test
    void onePrefixIsInOneZoneAtATime() {
        zones.addPrefix("WAN", LINK, Span.ofMicros(100, 200), "anna");
        zones.addPrefix("Internet", LINK, Span.ofMicros(200, 300), "anna");
        long revision = store.revision();
        assertThatThrownBy(() -> zones.addPrefix("WAN", LINK, Span.ofMicros(299, 400), "anna"))
                .isInstanceOf(BadZone.class)
                .hasMessage(
                        "10.20.0.0/16 is in zone Internet already (1970-01-01T00:00:00.000200Z .."
                                + " 1970-01-01T00:00:00.000300Z).");
        assertThat(store.revision()).isEqualTo(revision);
    }

    @Test
    void anUnknownZoneAndATakenNameAreRefused() {
        assertThatThrownBy(() -> zones.addPrefix("LAN", LINK, Span.ALWAYS, "anna"))
                .hasMessage("There is no zone LAN.");
        assertThatThrownBy(() -> zones.add("WAN", true, "anna"))
                .hasMessage("There is a zone WAN already.");
    }

    @Test
    void thePrefixesOfAZoneAreSetAsAWhole() {
        zones.addPrefix("WAN", Prefix.parse("10.30.0.0/16"), Span.ALWAYS, "anna");
        long before = store.revision();

        zones.setPrefixes("WAN", List.of(LINK, LINK), "anna");

        assertThat(name(zones.current(), 150)).isEqualTo("WAN");
        Address former = Address.parse("10.30.0.1");
        assertThat(zones.current().zoneOf(former, 150).name()).isEqualTo("Intranet");
        assertThat(zones.at(before).zoneOf(former, 150).name()).isEqualTo("WAN");
        assertThatThrownBy(() -> zones.setPrefixes("Internet", List.of(LINK), "anna"))
                .hasMessageStartingWith("10.20.0.0/16 is in zone WAN already");
    }

    private static String name(ZoneMap map, long at) {
        return map.zoneOf(Address.parse("10.20.3.4"), at).name();
    }
}
