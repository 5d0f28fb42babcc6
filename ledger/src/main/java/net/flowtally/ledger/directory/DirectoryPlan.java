package net.flowtally.ledger.directory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.rework.Rework;
import net.flowtally.ledger.time.Span;
import net.flowtally.ledger.time.Spans;

/// What has to change in the directory so that it says what the rows of a file say, and nothing
/// else. A row takes the place of the imported assignment with the same address and start;
/// memberships of the users concerned follow from all their assignments. For one import and one
/// thread.
final class DirectoryPlan {
    private final DirectorySnapshot before;
    private final List<Department> departments = new ArrayList<>();
    private final List<User> users = new ArrayList<>();
    private final List<Workstation> workstations = new ArrayList<>();
    private final List<Assignment> added = new ArrayList<>();
    private final List<Assignment> replaced = new ArrayList<>();
    private final List<Assignment> replacements = new ArrayList<>();
    private final List<Membership> joined = new ArrayList<>();
    private final List<Membership> left = new ArrayList<>();
    private final List<OwnershipConflict> conflicts = new ArrayList<>();
    private final int rows;

    private DirectoryPlan(DirectorySnapshot before, int rows) {
        this.before = before;
        this.rows = rows;
    }

    static DirectoryPlan of(Connection connection, List<DirectoryRow> rows) throws SQLException {
        DirectoryPlan plan =
                new DirectoryPlan(DirectoryTables.at(connection, Long.MAX_VALUE), rows.size());
        plan.assign(
                rows,
                new Names(
                        plan,
                        DirectoryTables.DEPARTMENTS.nextId(connection),
                        DirectoryTables.USERS.nextId(connection),
                        DirectoryTables.WORKSTATIONS.nextId(connection)),
                DirectoryTables.ASSIGNMENTS.nextId(connection));
        plan.join(DirectoryTables.MEMBERSHIPS.nextId(connection), rows);
        return plan;
    }

    boolean isEmpty() {
        return departments.isEmpty()
                && users.isEmpty()
                && workstations.isEmpty()
                && added.isEmpty()
                && replaced.isEmpty()
                && joined.isEmpty()
                && left.isEmpty();
    }

    void apply(Connection connection, long revision) throws SQLException {
        DirectoryTables.DEPARTMENTS.add(connection, revision, departments);
        DirectoryTables.USERS.add(connection, revision, users);
        DirectoryTables.WORKSTATIONS.add(connection, revision, workstations);
        DirectoryTables.ASSIGNMENTS.close(connection, revision, ids(replaced));
        DirectoryTables.ASSIGNMENTS.add(connection, revision, replacements);
        DirectoryTables.ASSIGNMENTS.add(connection, revision, added);
        DirectoryTables.MEMBERSHIPS.close(
                connection, revision, left.stream().map(Membership::id).toList());
        DirectoryTables.MEMBERSHIPS.add(connection, revision, joined);
        Rework.mark(connection, affected(), "directory import");
    }

    ImportOutcome outcome(List<RowError> warnings) {
        return new ImportOutcome.Applied(
                rows + warnings.size(),
                added.size(),
                replaced.size(),
                rows - added.size() - replaced.size(),
                departments.size(),
                users.size(),
                workstations.size(),
                warnings,
                conflicts);
    }

    private void assign(List<DirectoryRow> rowsToTake, Names names, long firstId) {
        record Key(Prefix prefix, Instant from) {}
        Map<Key, Assignment> known = new HashMap<>();
        for (Assignment assignment : before.assignments()) {
            if (assignment.evidence() == Evidence.IMPORT) {
                known.put(new Key(assignment.prefix(), assignment.span().from()), assignment);
            }
        }
        for (DirectoryRow row : rowsToTake) {
            Optional<Assignment> old =
                    Optional.ofNullable(known.get(new Key(row.prefix(), row.span().from())));
            Assignment wanted =
                    new Assignment(
                            old.map(Assignment::id).orElse(firstId + added.size()),
                            row.prefix(),
                            names.workstation(row.workstation()),
                            names.user(row.user()),
                            names.department(row.department()),
                            row.span(),
                            0,
                            Evidence.IMPORT);
            if (old.isEmpty()) {
                added.add(wanted);
            } else if (!old.get().equals(wanted)) {
                replaced.add(old.get());
                replacements.add(wanted);
            }
        }
    }

    /// Works out the memberships of every user whose assignments change.
    private void join(long firstId, List<DirectoryRow> rowsTaken) {
        List<Assignment> after = after();
        Set<Long> concerned = new HashSet<>();
        for (List<Assignment> changed : List.of(added, replaced, replacements)) {
            changed.forEach(assignment -> concerned.add(assignment.user()));
        }
        concerned.remove(0L);
        Map<Long, Map<Long, List<Span>>> wanted = new HashMap<>();
        for (Assignment assignment : after) {
            if (concerned.contains(assignment.user()) && assignment.evidence() == Evidence.IMPORT) {
                wanted.computeIfAbsent(assignment.user(), _ -> new HashMap<>())
                        .computeIfAbsent(assignment.department(), _ -> new ArrayList<>())
                        .add(assignment.span());
            }
        }
        List<Membership> kept = new ArrayList<>();
        Set<Membership> asWanted = new HashSet<>();
        wanted.forEach((user, byDepartment) ->
                byDepartment.forEach((department, spans) -> {
                    for (Span span : Spans.union(spans)) {
                        asWanted.add(new Membership(0, user, department, span));
                    }
                }));
        for (Membership membership : before.memberships()) {
            Membership anyId =
                    new Membership(
                            0, membership.user(), membership.department(), membership.span());
            if (!concerned.contains(membership.user()) || asWanted.remove(anyId)) {
                kept.add(membership);
            } else {
                left.add(membership);
            }
        }
        List<Membership> fresh = new ArrayList<>(asWanted);
        fresh.sort(
                Comparator.comparingLong(Membership::user)
                        .thenComparing(membership -> membership.span().from())
                        .thenComparingLong(Membership::department));
        for (Membership membership : fresh) {
            joined.add(
                    new Membership(
                            firstId + joined.size(),
                            membership.user(),
                            membership.department(),
                            membership.span()));
        }
        kept.addAll(joined);
        listConflicts(after, kept, rowsTaken);
    }

    private void listConflicts(
            List<Assignment> after, List<Membership> memberships, List<DirectoryRow> rowsTaken) {
        Set<Prefix> prefixes = new HashSet<>();
        rowsTaken.forEach(row -> prefixes.add(row.prefix()));
        Set<Long> usersTaken = new HashSet<>();
        after.stream()
                .filter(assignment -> prefixes.contains(assignment.prefix()))
                .forEach(assignment -> usersTaken.add(assignment.user()));
        conflicts.addAll(
                Conflicts.among(
                        after.stream()
                                .filter(assignment -> prefixes.contains(assignment.prefix()))
                                .toList(),
                        DirectorySnapshot.settle(
                                memberships.stream()
                                        .filter(member -> usersTaken.contains(member.user()))
                                        .toList())));
    }

    private List<Assignment> after() {
        Set<Assignment> gone = new HashSet<>(replaced);
        List<Assignment> after = new ArrayList<>(before.assignments().size() + added.size());
        for (Assignment assignment : before.assignments()) {
            if (!gone.contains(assignment)) {
                after.add(assignment);
            }
        }
        after.addAll(replacements);
        after.addAll(added);
        return after;
    }

    private List<Span> affected() {
        List<Span> spans = new ArrayList<>();
        for (List<Assignment> changed : List.of(added, replaced, replacements)) {
            changed.forEach(assignment -> spans.add(assignment.span()));
        }
        joined.forEach(membership -> spans.add(membership.span()));
        left.forEach(membership -> spans.add(membership.span()));
        return spans;
    }

    private static List<Long> ids(Collection<Assignment> assignments) {
        return assignments.stream().map(Assignment::id).toList();
    }

    /// Finds the ids of names and adds those that are new.
    private static final class Names {
        private final DirectoryPlan plan;
        private final Map<String, Long> departments = new HashMap<>();
        private final Map<String, Long> users = new HashMap<>();
        private final Map<String, Long> workstations = new HashMap<>();
        private final long firstDepartment;
        private final long firstUser;
        private final long firstWorkstation;

        Names(DirectoryPlan plan, long firstDepartment, long firstUser, long firstWorkstation) {
            this.plan = plan;
            this.firstDepartment = firstDepartment;
            this.firstUser = firstUser;
            this.firstWorkstation = firstWorkstation;
            for (Department department : plan.before.departments()) {
                departments.put(plan.before.pathOf(department.id()), department.id());
            }
            plan.before.users().forEach(user -> users.put(user.name(), user.id()));
            plan.before
                    .workstations()
                    .forEach(station -> workstations.put(station.name(), station.id()));
        }

        long department(String path) {
            Long known = departments.get(path);
            if (known != null) {
                return known;
            }
            int slash = path.lastIndexOf('/');
            long parent = slash < 0 ? 0 : department(path.substring(0, slash));
            long id = firstDepartment + plan.departments.size();
            plan.departments.add(new Department(id, parent, path.substring(slash + 1)));
            departments.put(path, id);
            return id;
        }

        long user(String name) {
            if (name.isEmpty()) {
                return 0;
            }
            return users.computeIfAbsent(
                    name,
                    _ -> {
                        long id = firstUser + plan.users.size();
                        plan.users.add(new User(id, name));
                        return id;
                    });
        }

        long workstation(String name) {
            if (name.isEmpty()) {
                return 0;
            }
            return workstations.computeIfAbsent(
                    name,
                    _ -> {
                        long id = firstWorkstation + plan.workstations.size();
                        plan.workstations.add(new Workstation(id, name));
                        return id;
                    });
        }
    }
}
