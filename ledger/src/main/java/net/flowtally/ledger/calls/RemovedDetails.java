package net.flowtally.ledger.calls;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.time.Micros;

/// What retention has removed, as the ledger keeps it. All methods read in a transaction of the
/// caller.
public final class RemovedDetails {
    private RemovedDetails() {}

    /// All of it, in the order of time.
    public static List<RemovedDetail> all(Connection connection) throws SQLException {
        List<RemovedDetail> all = new ArrayList<>();
        try (PreparedStatement query =
                        connection.prepareStatement(
                                """
                                SELECT d.period, p.name, d.from_quarter, d.to_quarter, d.removed_at,
                                    r.actor, d.reason, d.revision, d.last_commit, d.files,
                                    d.slices, d.octets, d.archive, d.archive_hash, d.sums_hash,
                                    d.corrections_hash
                                FROM removed_detail d JOIN billing_period p ON p.id = d.period
                                JOIN revision r ON r.revision = d.revision
                                ORDER BY d.from_quarter
                                """);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                all.add(
                        new RemovedDetail(
                                row.getLong(1),
                                row.getString(2),
                                row.getLong(3),
                                row.getLong(4),
                                Micros.instant(row.getLong(5)),
                                row.getString(6),
                                RemovedDetail.Reason.of(row.getString(7)),
                                row.getLong(8),
                                row.getLong(9),
                                row.getInt(10),
                                row.getLong(11),
                                row.getLong(12),
                                row.getString(13),
                                row.getString(14),
                                row.getString(15),
                                row.getString(16)));
            }
        }
        return all;
    }

    /// Of one period.
    ///
    /// @param period its id
    public static Optional<RemovedDetail> of(Connection connection, long period)
            throws SQLException {
        return all(connection).stream().filter(removed -> removed.period() == period).findFirst();
    }

    /// The canonical figures that the removed slices of `[from, to)` had, in the order of quarter
    /// hours.
    public static List<CanonicalQuarter> quarters(Connection connection, long from, long to)
            throws SQLException {
        List<CanonicalQuarter> quarters = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT quarter, entries, bytes, packets, raw_bytes, raw_packets, hash"
                                + " FROM removed_quarter WHERE quarter >= ? AND quarter < ?"
                                + " ORDER BY quarter")) {
            query.setLong(1, from);
            query.setLong(2, to);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    quarters.add(
                            new CanonicalQuarter(
                                    row.getLong(1),
                                    row.getLong(2),
                                    row.getLong(3),
                                    row.getLong(4),
                                    row.getLong(5),
                                    row.getLong(6),
                                    row.getString(7)));
                }
            }
        }
        return quarters;
    }

    /// Refuses to read calls of `[from, to)` if some of them are gone.
    ///
    /// @throws DetailRemoved with the sentence for the user
    static void refuse(Connection connection, long from, long to) throws SQLException {
        List<RemovedDetail> gone =
                all(connection).stream().filter(removed -> removed.overlaps(from, to)).toList();
        if (!gone.isEmpty()) {
            throw new DetailRemoved(gone, to);
        }
    }

    /// `[from, to)` without what was removed.
    static List<long[]> kept(Connection connection, long from, long to) throws SQLException {
        List<long[]> kept = new ArrayList<>();
        long at = from;
        for (RemovedDetail removed : all(connection)) {
            if (removed.overlaps(at, to)) {
                if (at < removed.from()) {
                    kept.add(new long[] {at, removed.from()});
                }
                at = removed.to();
            }
        }
        if (at < to) {
            kept.add(new long[] {at, to});
        }
        return kept;
    }

    /// A condition of SQL: whether the detail of a quarter hour is gone.
    ///
    /// @param column that has the quarter hour
    static String isGone(String column) {
        return "EXISTS (SELECT 1 FROM removed_detail gone WHERE gone.from_quarter <= "
                + column
                + " AND "
                + column
                + " < gone.to_quarter)";
    }

    /// Takes the figures that removed slices would give.
    static void figures(Connection connection, FigureSink sink) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement(
                                "SELECT exporter, kind, records, bytes, bytes_now, packets,"
                                        + " packets_now FROM removed_figure");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                sink.accept(
                        Address.of(row.getBytes(1)),
                        row.getString(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7));
            }
        }
    }

    /// As the columns of `removed_figure`.
    interface FigureSink {
        void accept(
                Address exporter,
                String kind,
                long records,
                long bytes,
                long bytesNow,
                long packets,
                long packetsNow);
    }
}
