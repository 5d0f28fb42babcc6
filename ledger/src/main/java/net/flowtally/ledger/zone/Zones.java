package net.flowtally.ledger.zone;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.revision.RevisedTable;
import net.flowtally.ledger.rework.Rework;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.Span;

/// The zones as the ledger keeps them. Thread-safe.
public final class Zones {
    private static final RevisedTable<KeptZone> ZONES =
            new RevisedTable<>(
                    "zone",
                    List.of("id", "name", "side", "rest"),
                    row ->
                            new KeptZone(
                                    new Zone(
                                            row.getLong(1),
                                            row.getString(2),
                                            row.getString(3).equals("inside")),
                                    row.getInt(4) == 1),
                    (statement, kept) -> {
                        statement.setLong(1, kept.zone.id());
                        statement.setString(2, kept.zone.name());
                        statement.setString(3, kept.zone.inside() ? "inside" : "outside");
                        statement.setInt(4, kept.rest ? 1 : 0);
                    });

    private static final RevisedTable<ZonePrefix> PREFIXES =
            new RevisedTable<>(
                    "zone_prefix",
                    List.of("id", "zone", "prefix", "bits", "valid_from", "valid_to"),
                    row ->
                            new ZonePrefix(
                                    row.getLong(1),
                                    row.getLong(2),
                                    new Prefix(Address.of(row.getBytes(3)), row.getInt(4)),
                                    RevisedTable.span(row, 5)),
                    (statement, entry) -> {
                        statement.setLong(1, entry.id());
                        statement.setLong(2, entry.zone());
                        statement.setBytes(3, entry.prefix().address().octets());
                        statement.setInt(4, entry.prefix().bits());
                        RevisedTable.setSpan(statement, 5, entry.span());
                    });

    /// Private, shared only by convention, and never routed: RFC 1918, RFC 4193, and the
    /// link-local, loopback and "this network" blocks, with the multicast that stays inside a link
    /// or a site.
    private static final List<String> INTRANET =
            List.of(
                    "10.0.0.0/8",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                    "169.254.0.0/16",
                    "127.0.0.0/8",
                    "0.0.0.0/8",
                    "224.0.0.0/24",
                    "239.0.0.0/8",
                    "255.255.255.255",
                    "::",
                    "::1",
                    "fc00::/7",
                    "fe80::/10",
                    "ff01::/16",
                    "ff02::/16",
                    "ff05::/16");

    private final Store store;

    public Zones(Store store) {
        this.store = store;
    }

    public ZoneMap current() {
        return at(Long.MAX_VALUE);
    }

    /// As they were when a revision was the newest.
    public ZoneMap at(long revision) {
        return store.read(connection -> at(connection, revision));
    }

    /// As they were when a revision was the newest, read in a transaction that is under way.
    public static ZoneMap at(Connection connection, long revision) throws SQLException {
        List<KeptZone> kept = ZONES.at(connection, revision);
        Zone rest =
                kept.stream()
                        .filter(KeptZone::rest)
                        .map(KeptZone::zone)
                        .findFirst()
                        .orElse(new Zone(0, "Elsewhere", false));
        return new ZoneMap(
                kept.stream().map(KeptZone::zone).toList(),
                rest,
                PREFIXES.at(connection, revision));
    }

    /// Adds a zone that has no prefix yet.
    ///
    /// @throws BadZone if there is one with that name
    public void add(String name, boolean inside, String actor) {
        if (name.isBlank()) {
            throw new BadZone("A zone needs a name.");
        }
        store.edit(
                actor,
                "add zone " + name,
                (connection, revision) -> {
                    if (at(connection, revision).zone(name).isPresent()) {
                        throw new BadZone("There is a zone " + name + " already.");
                    }
                    Zone zone = new Zone(ZONES.nextId(connection), name, inside);
                    ZONES.add(connection, revision, List.of(new KeptZone(zone, false)));
                    return zone;
                });
    }

    /// Puts the addresses of a prefix in a zone for a time.
    ///
    /// @throws BadZone if there is no such zone, or if the same prefix is in a zone at that time
    public void addPrefix(String name, Prefix prefix, Span span, String actor) {
        store.edit(
                actor,
                "add " + prefix + " to zone " + name,
                (connection, revision) -> {
                    ZoneMap map = at(connection, revision);
                    Zone zone =
                            map.zone(name)
                                    .orElseThrow(
                                            () -> new BadZone("There is no zone " + name + "."));
                    for (ZonePrefix entry : PREFIXES.current(connection)) {
                        if (entry.prefix().equals(prefix) && entry.span().overlaps(span)) {
                            throw isTaken(map, entry);
                        }
                    }
                    ZonePrefix added =
                            new ZonePrefix(PREFIXES.nextId(connection), zone.id(), prefix, span);
                    PREFIXES.add(connection, revision, List.of(added));
                    Rework.mark(connection, List.of(span), "zone " + name);
                    return added;
                });
    }

    /// Makes these the prefixes of a zone from the beginning of time, and takes all others from it.
    ///
    /// @throws BadZone if there is no such zone, or if one of the prefixes is in another zone
    public void setPrefixes(String name, Collection<Prefix> prefixes, String actor) {
        store.edit(
                actor,
                "set the prefixes of zone " + name,
                (connection, revision) -> {
                    ZoneMap map = at(connection, revision);
                    Zone zone =
                            map.zone(name)
                                    .orElseThrow(
                                            () -> new BadZone("There is no zone " + name + "."));
                    Set<Prefix> wanted = new LinkedHashSet<>(prefixes);
                    List<Long> leaving = new ArrayList<>();
                    for (ZonePrefix entry : PREFIXES.current(connection)) {
                        if (entry.zone() == zone.id()) {
                            boolean stays =
                                    entry.span().equals(Span.ALWAYS)
                                            && wanted.remove(entry.prefix());
                            if (!stays) {
                                leaving.add(entry.id());
                            }
                        } else if (wanted.contains(entry.prefix())) {
                            throw isTaken(map, entry);
                        }
                    }
                    long id = PREFIXES.nextId(connection);
                    List<ZonePrefix> added = new ArrayList<>();
                    for (Prefix prefix : wanted) {
                        added.add(new ZonePrefix(id++, zone.id(), prefix, Span.ALWAYS));
                    }
                    PREFIXES.close(connection, revision, leaving);
                    PREFIXES.add(connection, revision, added);
                    Rework.mark(connection, List.of(Span.ALWAYS), "zone " + name);
                    return added;
                });
    }

    private static BadZone isTaken(ZoneMap map, ZonePrefix entry) {
        return new BadZone(
                entry.prefix()
                        + " is in zone "
                        + map.zone(entry.zone()).map(Zone::name).orElse("?")
                        + " already ("
                        + entry.span()
                        + ").");
    }

    /// Gives a ledger without zones those that a site begins with.
    public static void addDefaults(Connection connection, long revision) throws SQLException {
        if (!ZONES.current(connection).isEmpty()) {
            return;
        }
        ZONES.add(
                connection,
                revision,
                List.of(
                        new KeptZone(new Zone(1, "Intranet", true), false),
                        new KeptZone(new Zone(2, "WAN", true), false),
                        new KeptZone(new Zone(3, "Internet", false), true)));
        long id = PREFIXES.nextId(connection);
        for (String prefix : INTRANET) {
            PREFIXES.add(
                    connection,
                    revision,
                    List.of(new ZonePrefix(id++, 1, Prefix.parse(prefix), Span.ALWAYS)));
        }
    }

    /// @param rest takes every address that no prefix names
    private record KeptZone(Zone zone, boolean rest) {}
}
