package net.flowtally.ledger.directory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.DatedPrefixes;
import net.flowtally.ledger.address.Mac;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.time.Micros;
import net.flowtally.ledger.time.Span;

/// Who owns what at an instant, settled beforehand so that a look-up allocates nothing: single
/// addresses (their own assignments, then those of the MAC that a lease ties them to), then
/// interfaces of exporters, then wider prefixes. Immutable; may be shared between threads.
final class Ownership {
    private static final int ALL_BITS = 128;
    private static final Integer NO_PLACE = -1;

    private final DatedPrefixes<Owner> addresses;

    /// Each exporter that has interfaces with owners, by its place among these.
    private final DatedPrefixes<Integer> exporters;

    /// By (place of the exporter, interface).
    private final DatedPrefixes<Owner> ports;

    private final DatedPrefixes<Owner> prefixes;
    private final boolean noPorts;

    private Ownership(Settling settling) {
        addresses = settling.addresses.build();
        exporters = settling.exporters.build();
        ports = settling.ports.build();
        prefixes = settling.prefixes.build();
        noPorts = settling.places.isEmpty();
    }

    static Ownership of(
            List<Assignment> assignments,
            List<Lease> leases,
            Map<Long, List<Prevailing<Membership>>> departments) {
        Map<Prefix, List<Claim>> claims = claims(assignments, leases);
        Map<AssignmentKey.OfPort, List<Claim>> onPorts = new HashMap<>();
        for (Assignment assignment : assignments) {
            if (assignment.key() instanceof AssignmentKey.OfPort port) {
                onPorts.computeIfAbsent(port, _ -> new ArrayList<>(1))
                        .add(new Claim(assignment, 0, assignment.span()));
            }
        }
        Settling settling = new Settling(departments);
        claims.forEach((prefix, ofPrefix) ->
                settling.settle(
                        prefix.bits() == ALL_BITS ? settling.addresses : settling.prefixes,
                        prefix,
                        ofPrefix));
        onPorts.forEach((port, ofPort) ->
                settling.settle(
                        settling.ports,
                        Prefix.of(new Address(settling.place(port.exporter()), port.index()), 128),
                        ofPort));
        return new Ownership(settling);
    }

    /// What assignments and leases say about each address and prefix.
    static Map<Prefix, List<Claim>> claims(List<Assignment> assignments, List<Lease> leases) {
        Map<Prefix, List<Claim>> claims = new HashMap<>();
        Map<Mac, List<Assignment>> byMac = new HashMap<>();
        for (Assignment assignment : assignments) {
            switch (assignment.key()) {
                case AssignmentKey.OfPrefix(Prefix prefix) ->
                        claims.computeIfAbsent(prefix, _ -> new ArrayList<>(1))
                                .add(new Claim(assignment, 0, assignment.span()));
                case AssignmentKey.OfMac(Mac mac) ->
                        byMac.computeIfAbsent(mac, _ -> new ArrayList<>(1)).add(assignment);
                case AssignmentKey.OfPort _ -> {}
            }
        }
        for (Lease lease : leases) {
            for (Assignment assignment : byMac.getOrDefault(lease.mac(), List.of())) {
                if (assignment.span().overlaps(lease.span())) {
                    Span both = assignment.span().overlap(lease.span());
                    claims.computeIfAbsent(
                                    new Prefix(lease.address(), ALL_BITS), _ -> new ArrayList<>(1))
                            .add(new Claim(assignment, lease.id(), both));
                }
            }
        }
        return claims;
    }

    Owner of(long hi, long lo, long micros) {
        Owner owner = addresses.find(hi, lo, micros, Owner.UNASSIGNED);
        return owner.assignment() != 0 ? owner : prefixes.find(hi, lo, micros, Owner.UNASSIGNED);
    }

    Owner of(long hi, long lo, long micros, long exporterHi, long exporterLo, int port) {
        if (noPorts) {
            return of(hi, lo, micros);
        }
        Owner owner = addresses.find(hi, lo, micros, Owner.UNASSIGNED);
        if (owner.assignment() != 0) {
            return owner;
        }
        int place = exporters.find(exporterHi, exporterLo, micros, NO_PLACE);
        if (place >= 0) {
            owner = ports.find(place, port & 0xffff_ffffL, micros, Owner.UNASSIGNED);
        }
        return owner.assignment() != 0 ? owner : prefixes.find(hi, lo, micros, Owner.UNASSIGNED);
    }

    /// The tables in the making.
    private static final class Settling {
        private final Map<Long, List<Prevailing<Membership>>> departments;
        private final DatedPrefixes.Builder<Owner> addresses = new DatedPrefixes.Builder<>();
        private final DatedPrefixes.Builder<Integer> exporters = new DatedPrefixes.Builder<>();
        private final DatedPrefixes.Builder<Owner> ports = new DatedPrefixes.Builder<>();
        private final DatedPrefixes.Builder<Owner> prefixes = new DatedPrefixes.Builder<>();
        private final Map<Address, Integer> places = new HashMap<>();

        Settling(Map<Long, List<Prevailing<Membership>>> departments) {
            this.departments = departments;
        }

        int place(Address exporter) {
            Integer known = places.get(exporter);
            if (known != null) {
                return known;
            }
            int place = places.size();
            places.put(exporter, place);
            exporters.add(new Prefix(exporter, ALL_BITS), Long.MIN_VALUE, Long.MAX_VALUE, place);
            return place;
        }

        void settle(DatedPrefixes.Builder<Owner> into, Prefix prefix, List<Claim> claims) {
            for (Prevailing<Claim> stretch :
                    Prevailing.among(claims, Claim::span, Claim.STRONGEST_FIRST)) {
                addOwners(into, prefix, stretch.winner().assignment(), stretch.span());
            }
        }

        private void addOwners(
                DatedPrefixes.Builder<Owner> into,
                Prefix prefix,
                Assignment assignment,
                Span valid) {
            Instant at = valid.from();
            for (Prevailing<Membership> stretch :
                    departments.getOrDefault(assignment.user(), List.of())) {
                if (!stretch.span().overlaps(valid)) {
                    continue;
                }
                Span member = stretch.span().overlap(valid);
                add(into, prefix, assignment, at, member.from(), assignment.department());
                add(
                        into,
                        prefix,
                        assignment,
                        member.from(),
                        member.to(),
                        stretch.winner().department());
                at = member.to();
            }
            add(into, prefix, assignment, at, valid.to(), assignment.department());
        }

        private static void add(
                DatedPrefixes.Builder<Owner> into,
                Prefix prefix,
                Assignment assignment,
                Instant from,
                Instant to,
                long department) {
            if (from.isBefore(to)) {
                into.add(
                        prefix,
                        Micros.of(from),
                        Micros.of(to),
                        new Owner(
                                department,
                                assignment.user(),
                                assignment.workstation(),
                                assignment.id()));
            }
        }
    }
}
