package net.flowtally.ledger.accounting;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.ExporterQuarter;
import net.flowtally.ledger.calls.Settling;

/// What accounting made of one exporter's slices in one quarter hour: elected, suppressed and held
/// add up to the archive.
record QuarterSums(
        long quarter,
        Address exporter,
        long electedBytes,
        long electedPackets,
        long suppressedRecords,
        long suppressedBytes,
        long suppressedPackets,
        long heldBytes) {
    static QuarterSums of(ExporterQuarter sums) {
        return new QuarterSums(
                sums.quarter(),
                sums.exporter(),
                sums.electedBytes(),
                sums.electedPackets(),
                sums.suppressedRecords(),
                sums.suppressedBytes(),
                sums.suppressedPackets(),
                sums.heldBytes());
    }

    /// Puts the sums of some quarter hours in place of what the ledger has of them.
    static void replace(
            Connection connection, List<Long> quarters, List<QuarterSums> sums, Settling settling)
            throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM quarter_sum WHERE quarter = ?")) {
            for (long quarter : quarters) {
                delete.setLong(1, quarter);
                delete.executeUpdate();
            }
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO quarter_sum (quarter, exporter, elected_bytes,"
                                + " elected_packets, suppressed_records, suppressed_bytes,"
                                + " suppressed_packets, held_bytes, provisional)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (QuarterSums sum : sums) {
                insert.setLong(1, sum.quarter);
                insert.setBytes(2, sum.exporter.octets());
                insert.setLong(3, sum.electedBytes);
                insert.setLong(4, sum.electedPackets);
                insert.setLong(5, sum.suppressedRecords);
                insert.setLong(6, sum.suppressedBytes);
                insert.setLong(7, sum.suppressedPackets);
                insert.setLong(8, sum.heldBytes);
                insert.setInt(9, settling.isSettled(sum.quarter) ? 0 : 1);
                insert.executeUpdate();
            }
        }
    }

    /// Those of the quarter hours in `[from, to)`.
    static List<QuarterSums> read(Connection connection, long from, long to) throws SQLException {
        List<QuarterSums> sums = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT quarter, exporter, elected_bytes, elected_packets,"
                                + " suppressed_records, suppressed_bytes, suppressed_packets,"
                                + " held_bytes FROM quarter_sum"
                                + " WHERE quarter >= ? AND quarter < ?"
                                + " ORDER BY quarter, exporter")) {
            query.setLong(1, from);
            query.setLong(2, to);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    sums.add(
                            new QuarterSums(
                                    rows.getLong(1),
                                    Address.of(rows.getBytes(2)),
                                    rows.getLong(3),
                                    rows.getLong(4),
                                    rows.getLong(5),
                                    rows.getLong(6),
                                    rows.getLong(7),
                                    rows.getLong(8)));
                }
            }
        }
        return sums;
    }

    /// Takes the mark of being provisional from what has settled since.
    static void settle(Connection connection, Settling settling) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE quarter_sum SET provisional = 0"
                                + " WHERE provisional = 1 AND quarter < ?")) {
            update.setLong(1, settling.firstUnsettled());
            update.executeUpdate();
        }
    }
}
