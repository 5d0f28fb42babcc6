package net.flowtally.ledger.directory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;

/// The directory as it was known at one revision. At any instant an address has one owner: the most
/// specific key wins (see [AssignmentKey]), then the higher priority, then the later start. A user
/// belongs to the department of the membership valid at that instant (the later start wins).
/// Immutable; may be shared between threads; asking for an owner allocates nothing.
public final class DirectorySnapshot {
    /// What a path shows for department 0.
    public static final String UNASSIGNED = "Unassigned";

    private final Map<Long, Department> departments = new HashMap<>();
    private final Map<String, Department> departmentsByPath = new HashMap<>();
    private final Map<Long, User> users = new HashMap<>();
    private final Map<Long, Workstation> workstations = new HashMap<>();
    private final List<Membership> memberships;
    private final List<Assignment> assignments;
    private final Map<Long, List<Prevailing<Membership>>> departmentsByUser;
    private final List<Lease> leases;
    private final Ownership owners;

    public DirectorySnapshot(
            Collection<Department> departments,
            Collection<User> users,
            Collection<Workstation> workstations,
            Collection<Membership> memberships,
            Collection<Assignment> assignments,
            Collection<Lease> leases) {
        departments.forEach(department -> this.departments.put(department.id(), department));
        departments.forEach(
                department -> departmentsByPath.put(pathOf(department.id()), department));
        users.forEach(user -> this.users.put(user.id(), user));
        workstations.forEach(station -> this.workstations.put(station.id(), station));
        this.memberships = List.copyOf(memberships);
        this.assignments = List.copyOf(assignments);
        this.leases = List.copyOf(leases);
        departmentsByUser = settle(this.memberships);
        owners = Ownership.of(this.assignments, this.leases, departmentsByUser);
    }

    /// Who answers for an address at an instant, in microseconds.
    public Owner ownerOf(long hi, long lo, long micros) {
        return owners.of(hi, lo, micros);
    }

    /// Who answers for an address that an exporter saw behind one of its interfaces.
    ///
    /// @param port index of the interface, an unsigned number
    public Owner ownerOf(
            long hi, long lo, long micros, long exporterHi, long exporterLo, int port) {
        return owners.of(hi, lo, micros, exporterHi, exporterLo, port);
    }

    public Owner ownerOf(Address address, long micros) {
        return ownerOf(address.hi(), address.lo(), micros);
    }

    public Collection<Department> departments() {
        return Collections.unmodifiableCollection(departments.values());
    }

    public Collection<User> users() {
        return Collections.unmodifiableCollection(users.values());
    }

    public Collection<Workstation> workstations() {
        return Collections.unmodifiableCollection(workstations.values());
    }

    public List<Membership> memberships() {
        return memberships;
    }

    public List<Assignment> assignments() {
        return assignments;
    }

    public List<Lease> leases() {
        return leases;
    }

    /// What is said about an address at an instant, the strongest first, which is the one that
    /// counts. Interfaces are not among it: only a call tells behind which one it was seen.
    public List<Claim> claimsOn(Address address, Instant at) {
        Map<Prefix, List<Claim>> byPrefix =
                Ownership.claims(
                        assignments.stream()
                                .filter(each -> each.span().contains(at))
                                .filter(each -> mayBeOf(address, each.key()))
                                .toList(),
                        leases.stream()
                                .filter(lease -> lease.address().equals(address))
                                .filter(lease -> lease.span().contains(at))
                                .toList());
        List<Prefix> narrowFirst = new ArrayList<>(byPrefix.keySet());
        narrowFirst.sort(Comparator.comparingInt(Prefix::bits).reversed());
        List<Claim> claims = new ArrayList<>();
        for (Prefix prefix : narrowFirst) {
            byPrefix.getOrDefault(prefix, List.of()).stream()
                    .sorted(Claim.STRONGEST_FIRST)
                    .forEach(claims::add);
        }
        return claims;
    }

    private static boolean mayBeOf(Address address, AssignmentKey key) {
        return switch (key) {
            case AssignmentKey.OfPrefix(Prefix prefix) -> prefix.contains(address);
            case AssignmentKey.OfMac _ -> true;
            case AssignmentKey.OfPort _ -> false;
        };
    }

    /// The department that a user is in at an instant; 0 for none.
    public long departmentOf(long user, Instant at) {
        for (Prevailing<Membership> stretch : departmentsByUser.getOrDefault(user, List.of())) {
            if (stretch.span().contains(at)) {
                return stretch.winner().department();
            }
        }
        return 0;
    }

    /// The departments that answer for workstations at an instant, by workstation: of several
    /// assignments that name one, the strongest counts. One without a department is not among them.
    public Map<Long, Long> departmentsOfWorkstations(Instant at) {
        Map<Long, Assignment> strongest = new HashMap<>();
        for (Assignment assignment : assignments) {
            if (assignment.workstation() != 0 && assignment.span().contains(at)) {
                strongest.merge(
                        assignment.workstation(),
                        assignment,
                        BinaryOperator.minBy(Assignment.STRONGEST_FIRST));
            }
        }
        Map<Long, Long> departments = new TreeMap<>();
        strongest.forEach((workstation, assignment) -> {
            long ofUser = departmentOf(assignment.user(), at);
            long department = ofUser == 0 ? assignment.department() : ofUser;
            if (department != 0) {
                departments.put(workstation, department);
            }
        });
        return departments;
    }

    /// The user with this name.
    public Optional<User> user(String name) {
        return users.values().stream().filter(user -> user.name().equals(name)).findFirst();
    }

    /// The workstation with this name.
    public Optional<Workstation> workstation(String name) {
        return workstations.values().stream()
                .filter(station -> station.name().equals(name))
                .findFirst();
    }

    /// Contradictions, worked out anew with each call: those of addresses first, in their order,
    /// then those of users.
    public List<OwnershipConflict> conflicts() {
        return Conflicts.among(assignments, departmentsByUser);
    }

    public Optional<Department> department(long id) {
        return Optional.ofNullable(departments.get(id));
    }

    /// The department with this path, written as [#pathOf(long)] writes it.
    public Optional<Department> department(String path) {
        return Optional.ofNullable(departmentsByPath.get(path));
    }

    /// The names from the top of the tree down, joined by `/`; `Unassigned` for 0.
    public String pathOf(long department) {
        if (department == 0) {
            return UNASSIGNED;
        }
        StringBuilder path = new StringBuilder();
        long id = department;
        // a tree that were a ring would end here, too
        for (int depth = 0; id != 0 && depth <= departments.size(); depth++) {
            Department node = departments.get(id);
            if (node == null) {
                break;
            }
            path.insert(0, depth == 0 ? node.name() : node.name() + "/");
            id = node.parent();
        }
        return path.toString();
    }

    /// Empty for 0.
    public String userName(long user) {
        User known = users.get(user);
        return known == null ? "" : known.name();
    }

    /// Empty for 0.
    public String workstationName(long workstation) {
        Workstation known = workstations.get(workstation);
        return known == null ? "" : known.name();
    }

    static Map<Long, List<Prevailing<Membership>>> settle(List<Membership> memberships) {
        Map<Long, List<Membership>> byUser = new HashMap<>();
        for (Membership membership : memberships) {
            byUser.computeIfAbsent(membership.user(), _ -> new ArrayList<>(1)).add(membership);
        }
        Map<Long, List<Prevailing<Membership>>> settled = HashMap.newHashMap(byUser.size());
        byUser.forEach((user, claims) ->
                settled.put(
                        user,
                        Prevailing.among(claims, Membership::span, Membership.STRONGEST_FIRST)));
        return settled;
    }
}
