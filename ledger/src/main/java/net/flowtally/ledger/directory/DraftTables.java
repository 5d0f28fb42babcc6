package net.flowtally.ledger.directory;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tables of the directory while they are edited, and their rows by name. Whoever adds, renames
/// or removes a department, user or workstation does it here; rows of the other tables have no name
/// and may be put into them directly. For one thread.
final class DraftTables {
    private record Place(long parent, String name) {}

    final DraftRows<Department> departments;
    final DraftRows<User> users;
    final DraftRows<Workstation> workstations;
    final DraftRows<Membership> memberships;
    final DraftRows<Assignment> assignments;
    final DraftRows<Lease> leases;
    private final Map<Place, Long> departmentsByPlace = new HashMap<>();
    private final Map<String, Long> usersByName = new HashMap<>();
    private final Map<String, Long> workstationsByName = new HashMap<>();

    private DraftTables(Connection connection) throws SQLException {
        departments = DraftRows.read(connection, DirectoryTables.DEPARTMENTS, Department::id);
        users = DraftRows.read(connection, DirectoryTables.USERS, User::id);
        workstations = DraftRows.read(connection, DirectoryTables.WORKSTATIONS, Workstation::id);
        memberships = DraftRows.read(connection, DirectoryTables.MEMBERSHIPS, Membership::id);
        assignments = DraftRows.read(connection, DirectoryTables.ASSIGNMENTS, Assignment::id);
        leases = DraftRows.read(connection, DirectoryTables.LEASES, Lease::id);
        index();
    }

    static DraftTables read(Connection connection) throws SQLException {
        return new DraftTables(connection);
    }

    /// The department at a path; none for an unknown one.
    Optional<Department> department(String path) {
        Optional<Department> found = Optional.empty();
        long parent = 0;
        for (String part : DirectoryName.normalPath(path).split("/", -1)) {
            found = department(parent, part);
            if (found.isEmpty()) {
                return found;
            }
            parent = found.get().id();
        }
        return found;
    }

    Optional<User> user(String name) {
        return Optional.ofNullable(usersByName.get(DirectoryName.normal(name)))
                .flatMap(users::find);
    }

    Optional<Workstation> workstation(String name) {
        return Optional.ofNullable(workstationsByName.get(DirectoryName.normal(name)))
                .flatMap(workstations::find);
    }

    /// The department of a name right under another, or at the top for 0.
    Optional<Department> department(long parent, String name) {
        return Optional.ofNullable(departmentsByPlace.get(new Place(parent, name)))
                .flatMap(departments::find);
    }

    /// Puts back what a revision changed.
    void revert(Connection connection, long revision) throws SQLException {
        List<String> contested = new ArrayList<>();
        departments.revert(connection, revision, row -> contested.add(row.name()));
        users.revert(connection, revision, row -> contested.add(row.name()));
        workstations.revert(connection, revision, row -> contested.add(row.name()));
        memberships.revert(connection, revision, _ -> contested.add("a membership"));
        assignments.revert(connection, revision, row -> contested.add(row.key().toString()));
        leases.revert(connection, revision, row -> contested.add(row.address().toString()));
        if (!contested.isEmpty()) {
            throw new BadDirectoryEdit(
                    "Edit "
                            + revision
                            + " cannot be taken back: later ones have changed "
                            + contested.getFirst()
                            + (contested.size() > 1
                                    ? " and " + (contested.size() - 1) + " more."
                                    : "."));
        }
        index();
        requireWhole(revision);
    }

    /// An edit that others go on from stays: nothing may name what is gone, nor be there twice.
    private void requireWhole(long revision) {
        boolean whole =
                departmentsByPlace.size() == departments.now().size()
                        && usersByName.size() == users.now().size()
                        && workstationsByName.size() == workstations.now().size()
                        && departments.now().stream()
                                .allMatch(each -> isKnown(departments, each.parent()))
                        && memberships.now().stream()
                                .allMatch(each ->
                                        isKnown(departments, each.department())
                                                && isKnown(users, each.user()))
                        && assignments.now().stream()
                                .allMatch(each ->
                                        isKnown(departments, each.department())
                                                && isKnown(users, each.user())
                                                && isKnown(workstations, each.workstation()));
        if (!whole) {
            throw new BadDirectoryEdit(
                    "Edit "
                            + revision
                            + " cannot be taken back: later ones use a name that it added, or one"
                            + " that it freed.");
        }
    }

    private static boolean isKnown(DraftRows<?> rows, long id) {
        return id == 0 || rows.find(id).isPresent();
    }

    DirectoryChanges changes() {
        DirectoryChanges.Collector changes =
                new DirectoryChanges.Collector(
                        new DirectorySnapshot(
                                departments.before(),
                                users.before(),
                                workstations.before(),
                                memberships.before(),
                                assignments.before(),
                                leases.before()),
                        new DirectorySnapshot(
                                departments.now(),
                                users.now(),
                                workstations.now(),
                                memberships.now(),
                                assignments.now(),
                                leases.now()));
        departments.forEachChange(changes::department);
        users.forEachChange(changes::user);
        workstations.forEachChange(changes::workstation);
        memberships.forEachChange(changes::membership);
        assignments.forEachChange(changes::assignment);
        leases.forEachChange(changes::lease);
        return changes.collected();
    }

    void write(Connection connection, long revision) throws SQLException {
        departments.write(connection, revision);
        users.write(connection, revision);
        workstations.write(connection, revision);
        memberships.write(connection, revision);
        assignments.write(connection, revision);
        leases.write(connection, revision);
    }

    private void index() {
        departmentsByPlace.clear();
        usersByName.clear();
        workstationsByName.clear();
        departments
                .now()
                .forEach(each ->
                        departmentsByPlace.put(new Place(each.parent(), each.name()), each.id()));
        users.now().forEach(each -> usersByName.put(each.name(), each.id()));
        workstations.now().forEach(each -> workstationsByName.put(each.name(), each.id()));
    }

    void put(Department department) {
        departments.put(department);
        departmentsByPlace.put(new Place(department.parent(), department.name()), department.id());
    }

    void put(User user) {
        users.put(user);
        usersByName.put(user.name(), user.id());
    }

    void put(Workstation station) {
        workstations.put(station);
        workstationsByName.put(station.name(), station.id());
    }

    void remove(Department department) {
        departments.remove(department.id());
        departmentsByPlace.remove(new Place(department.parent(), department.name()));
    }

    void remove(User user) {
        users.remove(user.id());
        usersByName.remove(user.name());
    }

    void remove(Workstation station) {
        workstations.remove(station.id());
        workstationsByName.remove(station.name());
    }

    /// Puts a department under a parent and a name of its own choice.
    ///
    /// @throws BadDirectoryEdit if that place is taken
    void place(Department department, long parent, String name) {
        if (departmentsByPlace.containsKey(new Place(parent, name))) {
            throw new BadDirectoryEdit("There is a department " + name + " in that place already.");
        }
        departmentsByPlace.remove(new Place(department.parent(), department.name()));
        put(department.at(parent, name));
    }
}
