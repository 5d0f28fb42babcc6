package net.flowtally.ledger.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.time.Span;
import org.junit.jupiter.api.Test;

class ZoneMapTest {
    private static final Zone INTRANET = new Zone(1, "Intranet", true);
    private static final Zone WAN = new Zone(2, "WAN", true);
    private static final Zone INTERNET = new Zone(3, "Internet", false);

    private final ZoneMap map =
            new ZoneMap(
                    List.of(INTRANET, WAN, INTERNET),
                    INTERNET,
                    List.of(
                            new ZonePrefix(1, 1, Prefix.parse("10.0.0.0/8"), Span.ALWAYS),
                            new ZonePrefix(
                                    2, 2, Prefix.parse("10.20.0.0/16"), Span.ofMicros(100, 200)),
                            new ZonePrefix(3, 1, Prefix.parse("fc00::/7"), Span.ALWAYS)));

    @Test
    void everyAddressLiesInOneZone() {
        assertThat(zone("10.1.1.1", 0)).isEqualTo(INTRANET);
        assertThat(zone("fd12::1", 0)).isEqualTo(INTRANET);
        assertThat(zone("198.51.100.7", 0)).isEqualTo(INTERNET);
        assertThat(zone("2001:db8::1", 0)).isEqualTo(INTERNET);
    }

    @Test
    void aPrefixCountsWhileItIsValid() {
        assertThat(zone("10.20.0.1", 99)).isEqualTo(INTRANET);
        assertThat(zone("10.20.0.1", 100)).isEqualTo(WAN);
        assertThat(zone("10.20.0.1", 200)).isEqualTo(INTRANET);
    }

    private Zone zone(String address, long at) {
        return map.zoneOf(Address.parse(address), at);
    }
}
