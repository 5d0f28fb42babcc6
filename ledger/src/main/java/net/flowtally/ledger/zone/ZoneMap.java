package net.flowtally.ledger.zone;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.DatedPrefixes;

/// The zones as they were known at one revision. Every address lies in exactly one zone at an
/// instant: that of the most specific prefix, else the one that takes the rest. Immutable; may be
/// shared between threads; asking for a zone allocates nothing.
public final class ZoneMap {
    private final List<Zone> zones;
    private final Zone rest;
    private final DatedPrefixes<Zone> prefixes;

    /// @param rest takes every address that no prefix names; one of the zones
    public ZoneMap(Collection<Zone> zones, Zone rest, Collection<ZonePrefix> prefixes) {
        this.zones = List.copyOf(zones);
        this.rest = rest;
        Map<Long, Zone> byId = new HashMap<>();
        zones.forEach(zone -> byId.put(zone.id(), zone));
        DatedPrefixes.Builder<Zone> builder = new DatedPrefixes.Builder<>();
        for (ZonePrefix entry : prefixes) {
            builder.add(
                    entry.prefix(),
                    entry.span().fromMicros(),
                    entry.span().toMicros(),
                    Optional.ofNullable(byId.get(entry.zone())).orElseThrow());
        }
        this.prefixes = builder.build();
    }

    /// @param micros the instant, in microseconds
    public Zone zoneOf(long hi, long lo, long micros) {
        return prefixes.find(hi, lo, micros, rest);
    }

    public Zone zoneOf(Address address, long micros) {
        return zoneOf(address.hi(), address.lo(), micros);
    }

    public List<Zone> zones() {
        return zones;
    }

    public Optional<Zone> zone(String name) {
        return zones.stream().filter(zone -> zone.name().equals(name)).findFirst();
    }

    public Optional<Zone> zone(long id) {
        return zones.stream().filter(zone -> zone.id() == id).findFirst();
    }
}
