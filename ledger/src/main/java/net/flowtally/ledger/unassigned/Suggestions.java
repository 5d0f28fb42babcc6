package net.flowtally.ledger.unassigned;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Mac;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.directory.Assignment;
import net.flowtally.ledger.directory.AssignmentKey;
import net.flowtally.ledger.directory.DirectorySnapshot;
import net.flowtally.ledger.directory.DirectoryWords;
import net.flowtally.ledger.directory.Evidence;
import net.flowtally.ledger.directory.Lease;
import net.flowtally.ledger.directory.Owner;
import net.flowtally.ledger.directory.User;
import net.flowtally.ledger.directory.Workstation;
import net.flowtally.ledger.time.Micros;
import net.flowtally.ledger.time.Span;
import net.flowtally.ledger.unassigned.Suggestion.Kind;

/// Looks in the directory for traces of who an address belongs to. Immutable once made.
final class Suggestions {
    private static final int V4_NETWORK = 96 + 24;
    private static final int V6_NETWORK = 64;

    /// A logon tells something of an address for so long before and after.
    private static final Duration NEAR = Duration.ofDays(1);

    /// So many traces of one kind are enough.
    private static final int MOST_OF_A_KIND = 3;

    private final DirectorySnapshot directory;
    private final Map<Address, String> names;
    private final Map<Address, List<Assignment>> byAddress = new HashMap<>();
    private final Map<Mac, List<Assignment>> byMac = new HashMap<>();
    private final Map<Prefix, List<Assignment>> byNetwork = new HashMap<>();
    private final Map<Long, List<Assignment>> byWorkstation = new HashMap<>();
    private final Map<Address, List<Lease>> leases = new HashMap<>();
    private final Map<String, Long> users = new HashMap<>();
    private final Map<String, Long> workstations = new HashMap<>();

    /// @param names that addresses have, as far as it was allowed to ask
    Suggestions(DirectorySnapshot directory, Map<Address, String> names) {
        this.directory = directory;
        this.names = names;
        for (Assignment each : directory.assignments()) {
            switch (each.key()) {
                case AssignmentKey.OfPrefix(Prefix prefix) when prefix.bits() == 128 -> {
                    add(byAddress, prefix.address(), each);
                    add(byNetwork, network(prefix.address()), each);
                }
                case AssignmentKey.OfMac(Mac mac) -> add(byMac, mac, each);
                case AssignmentKey.OfPrefix _, AssignmentKey.OfPort _ -> {}
            }
            if (each.workstation() != 0) {
                add(byWorkstation, each.workstation(), each);
            }
        }
        for (Lease lease : directory.leases()) {
            add(leases, lease.address(), lease);
        }
        for (User user : directory.users()) {
            users.put(user.name().toLowerCase(Locale.ROOT), user.id());
        }
        for (Workstation station : directory.workstations()) {
            workstations.put(host(station.name()), station.id());
        }
    }

    /// @param seen from the address's first call to its last
    List<Suggestion> of(Address address, Span seen) {
        Instant at = seen.to();
        List<Suggestion> found = new ArrayList<>();
        membership(address, at, found);
        leases(address, seen, found);
        logons(address, seen, found);
        name(address, at, found);
        previous(address, seen, found);
        neighbours(address, at, found);
        return found;
    }

    private void membership(Address address, Instant at, List<Suggestion> found) {
        Owner owner = directory.ownerOf(address, Micros.of(at));
        if (owner.user() != 0 && owner.department() == 0) {
            found.add(
                    new Suggestion(
                            Kind.MEMBERSHIP,
                            0,
                            owner.user(),
                            owner.workstation(),
                            "it belongs to "
                                    + directory.userName(owner.user())
                                    + ", who is in no department then"));
        }
    }

    private void leases(Address address, Span seen, List<Suggestion> found) {
        Set<Mac> told = new HashSet<>();
        leases.getOrDefault(address, List.of()).stream()
                .filter(lease -> lease.span().overlaps(seen))
                .sorted(Comparator.comparing((Lease lease) -> lease.span().from()).reversed())
                .filter(lease -> told.size() < MOST_OF_A_KIND && told.add(lease.mac()))
                .forEach(lease -> found.add(ofLease(lease, seen)));
    }

    private Suggestion ofLease(Lease lease, Span seen) {
        Instant at = lease.span().overlap(seen).from();
        String tie = "a lease ties it to " + lease.mac() + DirectoryWords.during(lease.span());
        Optional<Assignment> ofMac = nearest(byMac.getOrDefault(lease.mac(), List.of()), at);
        if (ofMac.isPresent()) {
            return of(
                    Kind.LEASE,
                    ofMac.get(),
                    at,
                    tie
                            + ", a MAC of "
                            + owner(ofMac.get(), at)
                            + DirectoryWords.during(ofMac.get().span()));
        }
        Optional<Suggestion> host =
                ofHost(Kind.LEASE, lease.host(), at, tie + ", and calls itself ");
        return host.orElseGet(() ->
                new Suggestion(
                        Kind.LEASE,
                        0,
                        0,
                        0,
                        tie
                                + (lease.host().isEmpty() ? "" : " (" + lease.host() + ")")
                                + ", a MAC that is assigned to nobody"));
    }

    private void logons(Address address, Span seen, List<Suggestion> found) {
        Span near = new Span(minus(seen.from(), NEAR), seen.to().plus(NEAR));
        Set<Long> told = new HashSet<>();
        byAddress.getOrDefault(address, List.of()).stream()
                .filter(each -> each.evidence() == Evidence.LOGON && each.span().overlaps(near))
                .sorted(Comparator.comparing((Assignment each) -> each.span().from()).reversed())
                .filter(each -> told.size() < MOST_OF_A_KIND && told.add(each.user()))
                .forEach(each ->
                        found.add(
                                of(
                                        Kind.LOGON,
                                        each,
                                        seen.to(),
                                        directory.userName(each.user())
                                                + " was logged on there"
                                                + DirectoryWords.during(each.span()))));
    }

    private void name(Address address, Instant at, List<Suggestion> found) {
        String name = names.getOrDefault(address, "");
        if (!name.isEmpty()) {
            found.add(
                    ofHost(Kind.REVERSE_NAME, name, at, "its name is ")
                            .orElseGet(() ->
                                    new Suggestion(
                                            Kind.REVERSE_NAME, 0, 0, 0, "its name is " + name)));
        }
    }

    /// Of a machine's name the first part, which may be that of a workstation or a user.
    private Optional<Suggestion> ofHost(Kind kind, String name, Instant at, String words) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        String host = host(name);
        Long station = workstations.get(host);
        if (station != null) {
            Optional<Assignment> known =
                    nearest(byWorkstation.getOrDefault(station, List.of()), at);
            if (known.isPresent()) {
                return Optional.of(
                        of(
                                kind,
                                known.get(),
                                at,
                                words + name + ", a workstation of " + owner(known.get(), at)));
            }
        }
        Long user = users.get(host);
        if (user == null) {
            return Optional.empty();
        }
        return Optional.of(
                new Suggestion(
                        kind,
                        directory.departmentOf(user, at),
                        user,
                        0,
                        words + name + ", as a user is called"));
    }

    private void previous(Address address, Span seen, List<Suggestion> found) {
        List<Assignment> others =
                byAddress.getOrDefault(address, List.of()).stream()
                        .filter(each -> each.evidence() != Evidence.LOGON)
                        .filter(each -> !each.span().contains(seen.to()))
                        .toList();
        nearest(others, seen.to())
                .ifPresent(each -> {
                    boolean before = !each.span().to().isAfter(seen.to());
                    found.add(
                            of(
                                    Kind.PREVIOUS_OWNER,
                                    each,
                                    seen.to(),
                                    owner(each, before ? each.span().from() : seen.to())
                                            + (before ? " had it until " : " has it from ")
                                            + (before ? each.span().to() : each.span().from())));
                });
    }

    private void neighbours(Address address, Instant at, List<Suggestion> found) {
        Prefix network = network(address);
        Map<Long, Integer> counts = new TreeMap<>();
        Set<Address> asked = new HashSet<>();
        for (Assignment each : byNetwork.getOrDefault(network, List.of())) {
            if (each.span().contains(at)
                    && each.key() instanceof AssignmentKey.OfPrefix(Prefix prefix)
                    && asked.add(prefix.address())) {
                long department = directory.ownerOf(prefix.address(), Micros.of(at)).department();
                if (department != 0) {
                    counts.merge(department, 1, Integer::sum);
                }
            }
        }
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .filter(most -> most.getValue() > 1 && 2 * most.getValue() > all)
                .ifPresent(most ->
                        found.add(
                                new Suggestion(
                                        Kind.NEIGHBOURS,
                                        most.getKey(),
                                        0,
                                        0,
                                        most.getValue()
                                                + " of "
                                                + all
                                                + " assigned addresses in "
                                                + network
                                                + " are of "
                                                + directory.pathOf(most.getKey()))));
    }

    private Suggestion of(Kind kind, Assignment assignment, Instant at, String evidence) {
        return new Suggestion(
                kind,
                departmentOf(assignment, at),
                assignment.user(),
                assignment.workstation(),
                evidence);
    }

    private long departmentOf(Assignment assignment, Instant at) {
        long ofUser = assignment.user() == 0 ? 0 : directory.departmentOf(assignment.user(), at);
        return ofUser == 0 ? assignment.department() : ofUser;
    }

    private String owner(Assignment assignment, Instant at) {
        return DirectoryWords.owner(
                directory,
                departmentOf(assignment, at),
                assignment.user(),
                assignment.workstation());
    }

    /// The one that holds at an instant, else the one that ended last before, else the first after.
    private static Optional<Assignment> nearest(List<Assignment> assignments, Instant at) {
        Optional<Assignment> holding =
                assignments.stream().filter(each -> each.span().contains(at)).findFirst();
        if (holding.isPresent()) {
            return holding;
        }
        Optional<Assignment> before =
                assignments.stream()
                        .filter(each -> !each.span().to().isAfter(at))
                        .max(Comparator.comparing(each -> each.span().to()));
        return before.isPresent()
                ? before
                : assignments.stream().min(Comparator.comparing(each -> each.span().from()));
    }

    private static Instant minus(Instant instant, Duration duration) {
        return instant.isBefore(Instant.EPOCH) ? instant : instant.minus(duration);
    }

    private static Prefix network(Address address) {
        return Prefix.of(address, address.isV4() ? V4_NETWORK : V6_NETWORK);
    }

    /// The first part of a machine's name, in small letters.
    private static String host(String name) {
        int dot = name.indexOf('.');
        return (dot < 0 ? name : name.substring(0, dot)).toLowerCase(Locale.ROOT);
    }

    private static <K, V> void add(Map<K, List<V>> lists, K key, V value) {
        lists.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(value);
    }
}
