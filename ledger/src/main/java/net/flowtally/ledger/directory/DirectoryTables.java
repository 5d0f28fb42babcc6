package net.flowtally.ledger.directory;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Mac;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.revision.RevisedTable;

/// The directory's tables.
final class DirectoryTables {
    private static final String PREFIX = "prefix";
    private static final String MAC = "mac";
    private static final String PORT = "port";

    static final RevisedTable<Department> DEPARTMENTS =
            new RevisedTable<>(
                    "department",
                    List.of(
                            "id",
                            "parent",
                            "name",
                            "reference",
                            "valid_from",
                            "valid_to",
                            "billing"),
                    row ->
                            new Department(
                                    row.getLong(1),
                                    row.getLong(2),
                                    row.getString(3),
                                    row.getString(4),
                                    Billing.ofColumn(row.getString(7)),
                                    RevisedTable.span(row, 5)),
                    (statement, department) -> {
                        statement.setLong(1, department.id());
                        statement.setLong(2, department.parent());
                        statement.setString(3, department.name());
                        statement.setString(4, department.reference());
                        RevisedTable.setSpan(statement, 5, department.span());
                        statement.setString(7, department.billing().column());
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
                    List.of("id", "name", "shared"),
                    row -> new Workstation(row.getLong(1), row.getString(2), row.getBoolean(3)),
                    (statement, workstation) -> {
                        statement.setLong(1, workstation.id());
                        statement.setString(2, workstation.name());
                        statement.setInt(3, workstation.shared() ? 1 : 0);
                    });

    static final RevisedTable<Membership> MEMBERSHIPS =
            new RevisedTable<>(
                    "membership",
                    List.of("id", "user", "department", "valid_from", "valid_to", "source"),
                    row ->
                            new Membership(
                                    row.getLong(1),
                                    row.getLong(2),
                                    row.getLong(3),
                                    RevisedTable.span(row, 4),
                                    row.getString(6)),
                    (statement, membership) -> {
                        statement.setLong(1, membership.id());
                        statement.setLong(2, membership.user());
                        statement.setLong(3, membership.department());
                        RevisedTable.setSpan(statement, 4, membership.span());
                        statement.setString(6, membership.source());
                    });

    static final RevisedTable<Assignment> ASSIGNMENTS =
            new RevisedTable<>(
                    "assignment",
                    List.of(
                            "id",
                            "kind",
                            "prefix",
                            "bits",
                            "interface",
                            "workstation",
                            "user",
                            "department",
                            "valid_from",
                            "valid_to",
                            "priority",
                            "evidence",
                            "source"),
                    row ->
                            new Assignment(
                                    row.getLong(1),
                                    key(row),
                                    row.getLong(6),
                                    row.getLong(7),
                                    row.getLong(8),
                                    RevisedTable.span(row, 9),
                                    row.getInt(11),
                                    Evidence.ofColumn(row.getString(12)),
                                    row.getString(13)),
                    (statement, assignment) -> {
                        statement.setLong(1, assignment.id());
                        setKey(statement, assignment.key());
                        statement.setLong(6, assignment.workstation());
                        statement.setLong(7, assignment.user());
                        statement.setLong(8, assignment.department());
                        RevisedTable.setSpan(statement, 9, assignment.span());
                        statement.setInt(11, assignment.priority());
                        statement.setString(12, assignment.evidence().column());
                        statement.setString(13, assignment.source());
                    });

    static final RevisedTable<Lease> LEASES =
            new RevisedTable<>(
                    "lease",
                    List.of("id", "address", "mac", "host", "valid_from", "valid_to", "source"),
                    row ->
                            new Lease(
                                    row.getLong(1),
                                    Address.of(row.getBytes(2)),
                                    new Mac(row.getLong(3)),
                                    row.getString(4),
                                    RevisedTable.span(row, 5),
                                    row.getString(7)),
                    (statement, lease) -> {
                        statement.setLong(1, lease.id());
                        statement.setBytes(2, lease.address().octets());
                        statement.setLong(3, lease.mac().bits());
                        statement.setString(4, lease.host());
                        RevisedTable.setSpan(statement, 5, lease.span());
                        statement.setString(7, lease.source());
                    });

    private DirectoryTables() {}

    static DirectorySnapshot at(Connection connection, long revision) throws SQLException {
        return new DirectorySnapshot(
                DEPARTMENTS.at(connection, revision),
                USERS.at(connection, revision),
                WORKSTATIONS.at(connection, revision),
                MEMBERSHIPS.at(connection, revision),
                ASSIGNMENTS.at(connection, revision),
                LEASES.at(connection, revision));
    }

    private static AssignmentKey key(ResultSet row) throws SQLException {
        byte[] octets = row.getBytes(3);
        return switch (row.getString(2)) {
            case MAC -> new AssignmentKey.OfMac(new Mac(ByteBuffer.wrap(octets).getLong(8)));
            case PORT -> new AssignmentKey.OfPort(Address.of(octets), row.getLong(5));
            default -> new AssignmentKey.OfPrefix(new Prefix(Address.of(octets), row.getInt(4)));
        };
    }

    private static void setKey(PreparedStatement statement, AssignmentKey key) throws SQLException {
        switch (key) {
            case AssignmentKey.OfPrefix(Prefix prefix) ->
                    setKey(statement, PREFIX, prefix.address(), prefix.bits(), 0);
            case AssignmentKey.OfMac(Mac mac) ->
                    setKey(statement, MAC, new Address(0, mac.bits()), 128, 0);
            case AssignmentKey.OfPort(Address exporter, long index) ->
                    setKey(statement, PORT, exporter, 128, index);
        }
    }

    private static void setKey(
            PreparedStatement statement, String kind, Address address, int bits, long index)
            throws SQLException {
        statement.setString(2, kind);
        statement.setBytes(3, address.octets());
        statement.setInt(4, bits);
        statement.setLong(5, index);
    }
}
