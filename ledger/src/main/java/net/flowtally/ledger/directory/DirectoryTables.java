package net.flowtally.ledger.directory;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.revision.RevisedTable;

/// The directory's tables.
final class DirectoryTables {
    static final RevisedTable<Department> DEPARTMENTS =
            new RevisedTable<>(
                    "department",
                    List.of("id", "parent", "name"),
                    row -> new Department(row.getLong(1), row.getLong(2), row.getString(3)),
                    (statement, department) -> {
                        statement.setLong(1, department.id());
                        statement.setLong(2, department.parent());
                        statement.setString(3, department.name());
                    });

    static final RevisedTable<User> USERS =
            new RevisedTable<>(
                    "directory_user",
                    List.of("id", "name"),
                    row -> new User(row.getLong(1), row.getString(2)),
                    (statement, user) -> {
                        statement.setLong(1, user.id());
                        statement.setString(2, user.name());
                    });

    static final RevisedTable<Workstation> WORKSTATIONS =
            new RevisedTable<>(
                    "workstation",
                    List.of("id", "name"),
                    row -> new Workstation(row.getLong(1), row.getString(2)),
                    (statement, workstation) -> {
                        statement.setLong(1, workstation.id());
                        statement.setString(2, workstation.name());
                    });

    static final RevisedTable<Membership> MEMBERSHIPS =
            new RevisedTable<>(
                    "membership",
                    List.of("id", "user", "department", "valid_from", "valid_to"),
                    row ->
                            new Membership(
                                    row.getLong(1),
                                    row.getLong(2),
                                    row.getLong(3),
                                    RevisedTable.span(row, 4)),
                    (statement, membership) -> {
                        statement.setLong(1, membership.id());
                        statement.setLong(2, membership.user());
                        statement.setLong(3, membership.department());
                        RevisedTable.setSpan(statement, 4, membership.span());
                    });

    static final RevisedTable<Assignment> ASSIGNMENTS =
            new RevisedTable<>(
                    "assignment",
                    List.of(
                            "id",
                            "prefix",
                            "bits",
                            "workstation",
                            "user",
                            "department",
                            "valid_from",
                            "valid_to",
                            "priority",
                            "evidence"),
                    row ->
                            new Assignment(
                                    row.getLong(1),
                                    new Prefix(Address.of(row.getBytes(2)), row.getInt(3)),
                                    row.getLong(4),
                                    row.getLong(5),
                                    row.getLong(6),
                                    RevisedTable.span(row, 7),
                                    row.getInt(9),
                                    Evidence.ofColumn(row.getString(10))),
                    (statement, assignment) -> {
                        statement.setLong(1, assignment.id());
                        statement.setBytes(2, assignment.prefix().address().octets());
                        statement.setInt(3, assignment.prefix().bits());
                        statement.setLong(4, assignment.workstation());
                        statement.setLong(5, assignment.user());
                        statement.setLong(6, assignment.department());
                        RevisedTable.setSpan(statement, 7, assignment.span());
                        statement.setInt(9, assignment.priority());
                        statement.setString(10, assignment.evidence().column());
                    });

    private DirectoryTables() {}

    static DirectorySnapshot at(Connection connection, long revision) throws SQLException {
        return new DirectorySnapshot(
                DEPARTMENTS.at(connection, revision),
                USERS.at(connection, revision),
                WORKSTATIONS.at(connection, revision),
                MEMBERSHIPS.at(connection, revision),
                ASSIGNMENTS.at(connection, revision));
    }
}
