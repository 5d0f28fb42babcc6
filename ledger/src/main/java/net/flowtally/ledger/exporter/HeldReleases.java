package net.flowtally.ledger.exporter;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.HeldRelease.Reason;
import net.flowtally.ledger.revision.RevisedTable;
import net.flowtally.ledger.store.Store;

/// The releases of held records. Each is a decision with a revision of its own: what was sealed
/// before stays as it was, and it can be taken back. Thread-safe.
public final class HeldReleases {
    private static final RevisedTable<HeldRelease> TABLE =
            new RevisedTable<>(
                    "held_release",
                    List.of(
                            "id",
                            "exporter",
                            "reason",
                            "from_quarter",
                            "to_quarter",
                            "numerator",
                            "denominator",
                            "shift"),
                    HeldReleases::read,
                    HeldReleases::write);

    /// Marks where released records lie, and where they go; neither is in a sealed period.
    private static final String MARK =
            """
            INSERT INTO dirty_quarter (quarter, reason)
            SELECT DISTINCT quarter + ?1, 'held records' FROM slice_file_quarter
            WHERE quarter >= ?2 AND quarter < ?3
            ON CONFLICT (quarter) DO NOTHING
            """;

    private static final String SEALED =
            """
            SELECT name FROM billing_period
            WHERE state = 'sealed' AND from_instant < ?2 AND to_instant > ?1
            """;

    private static final String OVERLAPPING =
            """
            SELECT id FROM held_release
            WHERE exporter = ? AND reason = ? AND from_quarter < ? AND to_quarter > ?
                AND rev_to IS NULL
            """;

    private final Store store;

    public HeldReleases(Store store) {
        this.store = store;
    }

    /// Releases held records; accounting counts them from its next run on.
    ///
    /// @return its number
    /// @throws BadRelease if it touches a sealed period or another release
    public long release(HeldRelease release, String actor) {
        return store.edit(
                actor,
                "release held records of exporter " + release.exporter(),
                (connection, revision) -> {
                    refuseSealed(connection, release.from(), release.to());
                    refuseSealed(
                            connection,
                            release.from() + release.shift(),
                            release.to() + release.shift());
                    refuseOverlap(connection, release);
                    long id = TABLE.nextId(connection);
                    TABLE.add(
                            connection,
                            revision,
                            List.of(
                                    new HeldRelease(
                                            id,
                                            release.exporter(),
                                            release.reason(),
                                            release.from(),
                                            release.to(),
                                            release.numerator(),
                                            release.denominator(),
                                            release.shift())));
                    mark(connection, release);
                    return id;
                });
    }

    /// Takes a release back: its records are held again.
    ///
    /// @throws BadRelease if there is none of this number, or it bears on a sealed period
    public void revoke(long id, String actor) {
        store.edit(
                actor,
                "hold records again, release " + id,
                (connection, revision) -> {
                    HeldRelease release =
                            TABLE.current(connection).stream()
                                    .filter(known -> known.id() == id)
                                    .findFirst()
                                    .orElseThrow(() ->
                                            new BadRelease("There is no release " + id + "."));
                    refuseSealed(connection, release.from(), release.to());
                    refuseSealed(
                            connection,
                            release.from() + release.shift(),
                            release.to() + release.shift());
                    TABLE.close(connection, revision, List.of(id));
                    mark(connection, release);
                    return id;
                });
    }

    /// The releases that held at a revision.
    ///
    /// @param revision `Long.MAX_VALUE` for now
    public List<HeldRelease> at(long revision) {
        return store.read(connection -> TABLE.at(connection, revision));
    }

    private static void mark(Connection connection, HeldRelease release) throws SQLException {
        for (long shift : new long[] {0, release.shift()}) {
            try (PreparedStatement mark = connection.prepareStatement(MARK)) {
                mark.setLong(1, shift);
                mark.setLong(2, release.from());
                mark.setLong(3, release.to());
                mark.executeUpdate();
            }
        }
    }

    private static void refuseSealed(Connection connection, long from, long to)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(SEALED)) {
            query.setLong(1, from);
            query.setLong(2, to);
            try (ResultSet row = query.executeQuery()) {
                if (row.next()) {
                    throw new BadRelease(
                            "The release touches "
                                    + row.getString(1)
                                    + ", which is sealed and does not change.");
                }
            }
        }
    }

    private static void refuseOverlap(Connection connection, HeldRelease release)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(OVERLAPPING)) {
            query.setBytes(1, release.exporter().octets());
            query.setString(2, name(release.reason()));
            query.setLong(3, release.to());
            query.setLong(4, release.from());
            try (ResultSet row = query.executeQuery()) {
                if (row.next()) {
                    throw new BadRelease(
                            "Release "
                                    + row.getLong(1)
                                    + " has some of these records already; revoke it first.");
                }
            }
        }
    }

    private static HeldRelease read(ResultSet row) throws SQLException {
        return new HeldRelease(
                row.getLong(1),
                Address.of(row.getBytes(2)),
                Reason.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8));
    }

    private static void write(PreparedStatement row, HeldRelease release) throws SQLException {
        row.setLong(1, release.id());
        row.setBytes(2, release.exporter().octets());
        row.setString(3, name(release.reason()));
        row.setLong(4, release.from());
        row.setLong(5, release.to());
        row.setLong(6, release.numerator());
        row.setLong(7, release.denominator());
        row.setLong(8, release.shift());
    }

    private static String name(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
