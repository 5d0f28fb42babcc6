package net.flowtally.ledger.billing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.time.Micros;

/// What was written down when a period was closed for ever.
///
/// @param revision of the directory, zones, services, tariffs and settings that it was rated with
/// @param lastCommit the highest commit number of slice files that count
/// @param slicesHash over canonical sums of the archive for each quarter hour and exporter
/// @param usageHash over the canonical usage rows
/// @param statementsHash over the statements and their lines
/// @param accepted the reason for sealing over errors of the checklist, else empty
public record SealRecord(
        Instant sealedAt,
        long revision,
        long lastCommit,
        String programVersion,
        String slicesHash,
        String usageHash,
        String statementsHash,
        String accepted,
        IntegrityBox integrity) {
    /// The seal of a sealed period.
    public static SealRecord of(Connection connection, BillingPeriod period) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        """
                        SELECT sealed_at, revision, last_commit, program_version, slices_hash,
                               usage_hash, statements_hash, accepted, quarter_hours,
                               quarter_hours_with_data, expected_records, lost_records, bytes,
                               duplicate_bytes, sampled_bytes, corrected_bytes, unassigned_bytes,
                               unrated_bytes, held_bytes
                        FROM seal WHERE period = ?
                        """)) {
            query.setLong(1, period.id());
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw new BillingException(period.name() + " has no seal.");
                }
                return new SealRecord(
                        Micros.instant(row.getLong(1)),
                        row.getLong(2),
                        row.getLong(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getString(8),
                        new IntegrityBox(
                                row.getInt(9),
                                row.getInt(10),
                                row.getLong(11),
                                row.getLong(12),
                                row.getLong(13),
                                row.getLong(14),
                                row.getLong(15),
                                row.getLong(16),
                                row.getLong(17),
                                row.getLong(18),
                                row.getLong(19)));
            }
        }
    }

    void insert(Connection connection, BillingPeriod period) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO seal (period, sealed_at, revision, last_commit,"
                                + " program_version, slices_hash, usage_hash, statements_hash,"
                                + " accepted, quarter_hours, quarter_hours_with_data,"
                                + " expected_records, lost_records, bytes, duplicate_bytes,"
                                + " sampled_bytes, corrected_bytes, unassigned_bytes,"
                                + " unrated_bytes, held_bytes)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                                + " ?, ?)")) {
            insert.setLong(1, period.id());
            insert.setLong(2, Micros.of(sealedAt));
            insert.setLong(3, revision);
            insert.setLong(4, lastCommit);
            insert.setString(5, programVersion);
            insert.setString(6, slicesHash);
            insert.setString(7, usageHash);
            insert.setString(8, statementsHash);
            insert.setString(9, accepted);
            insert.setInt(10, integrity.quarterHours());
            insert.setInt(11, integrity.quarterHoursWithData());
            insert.setLong(12, integrity.expectedRecords());
            insert.setLong(13, integrity.lostRecords());
            insert.setLong(14, integrity.bytes());
            insert.setLong(15, integrity.duplicateBytes());
            insert.setLong(16, integrity.sampledBytes());
            insert.setLong(17, integrity.clockCorrectedBytes());
            insert.setLong(18, integrity.unassignedBytes());
            insert.setLong(19, integrity.unratedBytes());
            insert.setLong(20, integrity.heldBytes());
            insert.executeUpdate();
        }
    }
}
