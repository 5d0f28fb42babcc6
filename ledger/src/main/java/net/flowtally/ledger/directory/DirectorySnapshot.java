package net.flowtally.ledger.directory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.DatedPrefixes;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.time.Micros;
import net.flowtally.ledger.time.Span;

/// The directory as it was known at one revision. At any instant an address has one owner: the most
/// specific prefix wins, then the higher priority, then the later start. A user belongs to the
/// department of the membership valid at that instant (the later start wins). Immutable; may be
/// shared between threads; asking for an owner allocates nothing.
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
    private final DatedPrefixes<Owner> owners;

    public DirectorySnapshot(
            Collection<Department> departments,
            Collection<User> users,
            Collection<Workstation> workstations,
            Collection<Membership> memberships,
            Collection<Assignment> assignments) {
        departments.forEach(department -> this.departments.put(department.id(), department));
        departments.forEach(
                department -> departmentsByPath.put(pathOf(department.id()), department));
        users.forEach(user -> this.users.put(user.id(), user));
        workstations.forEach(station -> this.workstations.put(station.id(), station));
        this.memberships = List.copyOf(memberships);
        this.assignments = List.copyOf(assignments);
        departmentsByUser = settle(this.memberships);
        owners = settleOwners();
    }

    /// Who answers for an address at an instant, in microseconds.
    public Owner ownerOf(long hi, long lo, long micros) {
        return owners.find(hi, lo, micros, Owner.UNASSIGNED);
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

    private DatedPrefixes<Owner> settleOwners() {
        Map<Prefix, List<Assignment>> byPrefix = new HashMap<>();
        for (Assignment assignment : assignments) {
            byPrefix.computeIfAbsent(assignment.prefix(), _ -> new ArrayList<>(1)).add(assignment);
        }
        DatedPrefixes.Builder<Owner> builder = new DatedPrefixes.Builder<>();
        byPrefix.forEach((prefix, claims) -> {
            for (Prevailing<Assignment> stretch :
                    Prevailing.among(claims, Assignment::span, Assignment.STRONGEST_FIRST)) {
                addOwners(builder, stretch.winner(), stretch.span());
            }
        });
        return builder.build();
    }

    private void addOwners(
            DatedPrefixes.Builder<Owner> builder, Assignment assignment, Span valid) {
        Instant at = valid.from();
        for (Prevailing<Membership> stretch : departmentsOf(assignment.user())) {
            if (!stretch.span().overlaps(valid)) {
                continue;
            }
            Span member = stretch.span().overlap(valid);
            addOwner(builder, assignment, at, member.from(), assignment.department());
            addOwner(
                    builder, assignment, member.from(), member.to(), stretch.winner().department());
            at = member.to();
        }
        addOwner(builder, assignment, at, valid.to(), assignment.department());
    }

    private static void addOwner(
            DatedPrefixes.Builder<Owner> builder,
            Assignment assignment,
            Instant from,
            Instant to,
            long department) {
        if (from.isBefore(to)) {
            builder.add(
                    assignment.prefix(),
                    Micros.of(from),
                    Micros.of(to),
                    new Owner(
                            department,
                            assignment.user(),
                            assignment.workstation(),
                            assignment.id()));
        }
    }

    private List<Prevailing<Membership>> departmentsOf(long user) {
        return departmentsByUser.getOrDefault(user, List.of());
    }
}
