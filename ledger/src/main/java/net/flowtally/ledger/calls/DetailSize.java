package net.flowtally.ledger.calls;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// How much call detail there is, by what the catalog says of it.
public final class DetailSize {
    private DetailSize() {}

    /// How much there is of a span: a file that reaches beyond it counts by its share of slices.
    ///
    /// @param files that have something of it
    /// @param octets on the disk
    public record Extent(int files, long slices, long octets) {}

    /// What there is of each quarter hour that has slices, those of removed time left out.
    ///
    /// @param octets by its share of the slices of each file
    public record QuarterSize(long quarter, long slices, long octets) {}

    public static List<QuarterSize> sizes(Connection connection) throws SQLException {
        List<QuarterSize> sizes = new ArrayList<>();
        try (PreparedStatement query =
                        connection.prepareStatement(
                                """
                                SELECT q.quarter, sum(q.slices),
                                    sum(f.octets_on_disk * q.slices / f.slices)
                                FROM slice_file_quarter q JOIN slice_file f ON f.id = q.file
                                WHERE NOT %s GROUP BY q.quarter ORDER BY q.quarter
                                """
                                        .formatted(RemovedDetails.isGone("q.quarter")));
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                sizes.add(new QuarterSize(row.getLong(1), row.getLong(2), row.getLong(3)));
            }
        }
        return sizes;
    }

    /// Octets of all slice files that count.
    public static long octets(Connection connection) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement(
                                "SELECT coalesce(sum(octets_on_disk), 0) FROM slice_file"
                                        + " WHERE replaced_at IS NULL");
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    public static Extent extent(Connection connection, long from, long to) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        """
                        SELECT count(DISTINCT f.id), coalesce(sum(q.slices), 0),
                            coalesce(sum(f.octets_on_disk * q.slices / f.slices), 0)
                        FROM slice_file_quarter q JOIN slice_file f ON f.id = q.file
                        WHERE q.quarter >= ? AND q.quarter < ?
                        """)) {
            query.setLong(1, from);
            query.setLong(2, to);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return new Extent(row.getInt(1), row.getLong(2), row.getLong(3));
            }
        }
    }
}
