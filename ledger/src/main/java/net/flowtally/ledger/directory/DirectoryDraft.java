package net.flowtally.ledger.directory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.flowtally.ledger.time.Span;

/// The current directory while an edit is made to it; what came of it is written as a whole, or
/// looked at and dropped. Paths are written with `/`; names are matched in normal form. Every
/// method that edits throws [BadDirectoryEdit] where it cannot. For one thread.
public final class DirectoryDraft {
    private final DraftTables tables;
    private final DraftRows<Department> departments;
    private final DraftRows<Workstation> workstations;
    private final DraftRows<Membership> memberships;
    private final DraftRows<Assignment> assignments;
    private final DraftRows<Lease> leases;

    private DirectoryDraft(DraftTables tables) {
        this.tables = tables;
        departments = tables.departments;
        workstations = tables.workstations;
        memberships = tables.memberships;
        assignments = tables.assignments;
        leases = tables.leases;
    }

    static DirectoryDraft of(Connection connection) throws SQLException {
        return new DirectoryDraft(DraftTables.read(connection));
    }

    // What there is

    public Collection<Assignment> assignments() {
        return Collections.unmodifiableCollection(assignments.now());
    }

    public Collection<Membership> memberships() {
        return Collections.unmodifiableCollection(memberships.now());
    }

    public Collection<Lease> leases() {
        return Collections.unmodifiableCollection(leases.now());
    }

    /// The department at a path; none for an unknown one.
    public Optional<Department> department(String path) {
        return tables.department(path);
    }

    public Optional<User> user(String name) {
        return tables.user(name);
    }

    public Optional<Workstation> workstation(String name) {
        return tables.workstation(name);
    }

    // What is added

    /// A new department; its parents are added where they are missing.
    public Department addDepartment(String path) {
        if (department(path).isPresent()) {
            throw new BadDirectoryEdit("There is a department " + path + " already.");
        }
        return ensureDepartment(path);
    }

    /// The department at a path, added where it is missing; billed as the one above it.
    public Department ensureDepartment(String path) {
        String checked = DirectoryName.checkedPath(path);
        Optional<Department> above = Optional.empty();
        for (String part : checked.split("/", -1)) {
            long parent = above.map(Department::id).orElse(0L);
            Billing billing = above.map(Department::billing).orElse(Billing.CHARGEBACK);
            above =
                    tables.department(parent, part)
                            .or(() -> Optional.of(add(parent, part, billing)));
        }
        return above.orElseThrow();
    }

    /// The department that others call so, put at a path and named by it; without one, the
    /// department at the path is called so from now on.
    public Department refer(String reference, String path) {
        String checked = DirectoryName.checkedPath(path);
        int slash = checked.lastIndexOf('/');
        Optional<Department> known =
                departments.now().stream()
                        .filter(each -> each.reference().equals(reference))
                        .findFirst();
        if (known.isEmpty()) {
            Department there = ensureDepartment(checked);
            tables.put(there.called(reference));
        } else if (department(checked).map(Department::id).orElse(0L) != known.get().id()) {
            long parent = slash < 0 ? 0 : ensureDepartment(checked.substring(0, slash)).id();
            tables.place(known.get(), parent, checked.substring(slash + 1));
        }
        return department(checked).orElseThrow();
    }

    private Department add(long parent, String name, Billing billing) {
        Department fresh = Department.of(departments.newId(), parent, name).billed(billing);
        tables.put(fresh);
        return fresh;
    }

    public User addUser(String name) {
        if (user(name).isPresent()) {
            throw new BadDirectoryEdit("There is a user " + name + " already.");
        }
        return ensureUser(name);
    }

    /// The user of a name, added if there is none.
    public User ensureUser(String name) {
        return user(name)
                .orElseGet(() -> {
                    User fresh = new User(tables.users.newId(), DirectoryName.checked(name));
                    tables.put(fresh);
                    return fresh;
                });
    }

    /// @param shared whether it is a server that several departments use
    public Workstation addWorkstation(String name, boolean shared) {
        if (workstation(name).isPresent()) {
            throw new BadDirectoryEdit("There is a workstation " + name + " already.");
        }
        Workstation fresh =
                new Workstation(workstations.newId(), DirectoryName.checked(name), shared);
        tables.put(fresh);
        return fresh;
    }

    /// The workstation of a name, added if there is none.
    public Workstation ensureWorkstation(String name) {
        return workstation(name).orElseGet(() -> addWorkstation(name, false));
    }

    /// Puts a user into a department for a time, beside what else is said of that user. Its id is
    /// given here.
    public Membership join(Membership wanted) {
        departments.find(wanted.department()).ifPresent(it -> requireExists(it, wanted.span()));
        Membership fresh = wanted.as(memberships.newId());
        memberships.put(fresh);
        return fresh;
    }

    /// Gives a key to somebody for a time. Its id is given here.
    public Assignment assign(Assignment wanted) {
        departments.find(wanted.department()).ifPresent(it -> requireExists(it, wanted.span()));
        if (wanted.user() != 0
                && workstations.find(wanted.workstation()).map(Workstation::shared).orElse(false)) {
            throw new BadDirectoryEdit(
                    "A shared server has no user; give "
                            + wanted.key()
                            + " to its department alone.");
        }
        Assignment fresh = wanted.as(assignments.newId());
        assignments.put(fresh);
        return fresh;
    }

    public Lease lease(Lease wanted) {
        Lease fresh = wanted.as(leases.newId());
        leases.put(fresh);
        return fresh;
    }

    /// Puts a row in the place of the one with its id.
    public void change(Assignment assignment) {
        assignments.put(assignment);
    }

    public void change(Membership membership) {
        memberships.put(membership);
    }

    public void change(Lease lease) {
        leases.put(lease);
    }

    public void remove(Assignment assignment) {
        assignments.remove(assignment.id());
    }

    public void remove(Membership membership) {
        memberships.remove(membership.id());
    }

    public void remove(Lease lease) {
        leases.remove(lease.id());
    }

    /// Says what becomes of the statements of a department and all below it.
    public void billDepartment(String path, Billing billing) {
        bill(knownDepartment(path), billing);
    }

    private void bill(Department department, Billing billing) {
        tables.put(department.billed(billing));
        for (Department child : List.copyOf(departments.now())) {
            if (child.parent() == department.id()) {
                bill(child, billing);
            }
        }
    }

    // What moves and ends

    /// Puts a user into another department from an instant on, until the user's next move that is
    /// known already.
    public void moveUser(String name, String path, Instant at) {
        User user = known(name);
        Department into = knownDepartment(path);
        Instant until = Instant.MAX;
        for (Membership membership : List.copyOf(memberships.now())) {
            if (membership.user() != user.id()) {
                continue;
            }
            Span span = membership.span();
            if (span.from().isAfter(at)) {
                until = span.from().isBefore(until) ? span.from() : until;
            } else if (span.to().isAfter(at)) {
                endAt(membership, at);
            }
        }
        join(new Membership(0, user.id(), into.id(), new Span(at, until), ""));
    }

    /// Hangs a department, with all below it, under another, or at the top for an empty path.
    public void moveDepartment(String path, String newParent) {
        Department department = knownDepartment(path);
        long parent = newParent.isEmpty() ? 0 : knownDepartment(newParent).id();
        for (long above = parent; above != 0; above = parentOf(above)) {
            if (above == department.id()) {
                throw new BadDirectoryEdit(
                        path + " cannot be put under " + newParent + ", which is below it.");
            }
        }
        tables.place(department, parent, department.name());
    }

    /// Ends an assignment; one that has not begun then is removed.
    public void endAssignment(long id, Instant at) {
        Assignment assignment = knownAssignment(id);
        if (!assignment.span().to().isAfter(at)) {
            throw new BadDirectoryEdit("Assignment " + id + " has ended before.");
        }
        endAt(assignment, at);
    }

    /// Ends all memberships and assignments of a user.
    public void endUser(String name, Instant at) {
        long user = known(name).id();
        for (Membership membership : List.copyOf(memberships.now())) {
            if (membership.user() == user) {
                endAt(membership, at);
            }
        }
        for (Assignment assignment : List.copyOf(assignments.now())) {
            if (assignment.user() == user) {
                endAt(assignment, at);
            }
        }
    }

    /// Ends a department, all below it, and what belongs to them.
    public void endDepartment(String path, Instant at) {
        endDepartment(knownDepartment(path), at);
    }

    private void endDepartment(Department department, Instant at) {
        for (Department child : List.copyOf(departments.now())) {
            if (child.parent() == department.id()) {
                endDepartment(child, at);
            }
        }
        for (Membership membership : List.copyOf(memberships.now())) {
            if (membership.department() == department.id()) {
                endAt(membership, at);
            }
        }
        for (Assignment assignment : List.copyOf(assignments.now())) {
            if (assignment.department() == department.id()) {
                endAt(assignment, at);
            }
        }
        close(department, at);
    }

    private void close(Department department, Instant at) {
        if (!department.span().from().isBefore(at)) {
            tables.remove(department);
        } else if (department.span().to().isAfter(at)) {
            tables.put(department.during(new Span(department.span().from(), at)));
        }
    }

    private void endAt(Membership membership, Instant at) {
        if (!membership.span().from().isBefore(at)) {
            remove(membership);
        } else if (membership.span().to().isAfter(at)) {
            change(membership.during(new Span(membership.span().from(), at)));
        }
    }

    private void endAt(Assignment assignment, Instant at) {
        if (!assignment.span().from().isBefore(at)) {
            remove(assignment);
        } else if (assignment.span().to().isAfter(at)) {
            change(assignment.during(new Span(assignment.span().from(), at)));
        }
    }

    // What is renamed and merged

    public void renameDepartment(String path, String name) {
        Department department = knownDepartment(path);
        String checked = DirectoryName.checkedPath(name);
        if (checked.contains("/")) {
            throw new BadDirectoryEdit(
                    "The new name '" + name + "' is a path; moving is another edit.");
        }
        tables.place(department, department.parent(), checked);
    }

    public void renameUser(String name, String newName) {
        User user = known(name);
        requireFree(user(newName), newName);
        tables.remove(user);
        tables.put(new User(user.id(), DirectoryName.checked(newName)));
    }

    public void renameWorkstation(String name, String newName) {
        Workstation station =
                workstation(name)
                        .orElseThrow(() ->
                                new BadDirectoryEdit("There is no workstation " + name + "."));
        requireFree(workstation(newName), newName);
        tables.remove(station);
        tables.put(new Workstation(station.id(), DirectoryName.checked(newName), station.shared()));
    }

    /// What belongs to one department belongs to another from an instant on; the first ends then.
    /// The departments below it go along.
    public void mergeDepartments(String from, String into, Instant at) {
        Department old = knownDepartment(from);
        Department kept = knownDepartment(into);
        for (long above = kept.id(); above != 0; above = parentOf(above)) {
            if (above == old.id()) {
                throw new BadDirectoryEdit(
                        from + " cannot be merged into " + into + ", which is it or below it.");
            }
        }
        for (Membership membership : List.copyOf(memberships.now())) {
            if (membership.department() == old.id() && membership.span().to().isAfter(at)) {
                endAt(membership, at);
                memberships.put(
                        membership
                                .of(membership.user(), kept.id())
                                .during(since(at, membership.span()))
                                .as(idFor(memberships, membership.span(), membership.id(), at)));
            }
        }
        for (Assignment assignment : List.copyOf(assignments.now())) {
            if (assignment.department() == old.id() && assignment.span().to().isAfter(at)) {
                endAt(assignment, at);
                assignments.put(
                        assignment
                                .ownedBy(assignment.user(), kept.id())
                                .during(since(at, assignment.span()))
                                .as(idFor(assignments, assignment.span(), assignment.id(), at)));
            }
        }
        for (Department child : List.copyOf(departments.now())) {
            if (child.parent() == old.id()) {
                tables.place(child, kept.id(), child.name());
            }
        }
        close(old, at);
    }

    /// Two names turn out to be one person: what belongs to the first belongs to the second, always
    /// did, and the first is gone. The second's departments count.
    public void mergeUsers(String from, String into) {
        User old = known(from);
        User kept = known(into);
        if (old.id() == kept.id()) {
            throw new BadDirectoryEdit(from + " cannot be merged into itself.");
        }
        boolean hasDepartment =
                memberships.now().stream().anyMatch(each -> each.user() == kept.id());
        for (Membership membership : List.copyOf(memberships.now())) {
            if (membership.user() == old.id() && hasDepartment) {
                remove(membership);
            } else if (membership.user() == old.id()) {
                memberships.put(membership.of(kept.id(), membership.department()));
            }
        }
        for (Assignment assignment : List.copyOf(assignments.now())) {
            if (assignment.user() == old.id()) {
                change(assignment.ownedBy(kept.id(), assignment.department()));
            }
        }
        tables.remove(old);
    }

    private static Span since(Instant at, Span span) {
        return new Span(span.from().isBefore(at) ? at : span.from(), span.to());
    }

    /// The row's own id if all of it goes over, else one for the part that does.
    private static long idFor(DraftRows<?> rows, Span span, long id, Instant at) {
        return span.from().isBefore(at) ? rows.newId() : id;
    }

    // What came of it

    /// Puts back what a revision changed.
    void revert(Connection connection, long revision) throws SQLException {
        tables.revert(connection, revision);
    }

    DirectoryChanges changes() {
        return tables.changes();
    }

    void write(Connection connection, long revision) throws SQLException {
        tables.write(connection, revision);
    }

    private long parentOf(long department) {
        return departments.find(department).map(Department::parent).orElse(0L);
    }

    private Department knownDepartment(String path) {
        return department(path)
                .orElseThrow(() -> new BadDirectoryEdit("There is no department " + path + "."));
    }

    private User known(String name) {
        return user(name).orElseThrow(() -> new BadDirectoryEdit("There is no user " + name + "."));
    }

    private Assignment knownAssignment(long id) {
        return assignments
                .find(id)
                .orElseThrow(() -> new BadDirectoryEdit("There is no assignment " + id + "."));
    }

    private static void requireFree(Optional<?> taken, String name) {
        if (taken.isPresent()) {
            throw new BadDirectoryEdit("The name " + name + " is taken.");
        }
    }

    private static void requireExists(Department department, Span span) {
        if (span.to().isAfter(department.span().to())) {
            throw new BadDirectoryEdit(
                    "Department "
                            + department.name()
                            + " has ended at "
                            + department.span().to()
                            + "; nothing can belong to it longer.");
        }
    }
}
