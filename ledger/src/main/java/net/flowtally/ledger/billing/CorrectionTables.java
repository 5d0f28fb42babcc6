package net.flowtally.ledger.billing;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import net.flowtally.ledger.accounting.LineKind;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.tariff.Band;
import net.flowtally.ledger.time.Micros;

/// The tables of corrections.
final class CorrectionTables {
    private static final String HEADS =
            """
            SELECT c.number, p.name, b.name, c.made_at, c.actor, c.reason, c.revision,
                c.last_commit, c.id
            FROM correction c JOIN billing_period p ON p.id = c.period
            JOIN billing_period b ON b.id = c.booked_in
            """;

    private CorrectionTables() {}

    /// The corrections of a sealed period, the oldest first.
    static List<Correction> of(Connection connection, BillingPeriod period) throws SQLException {
        return read(connection, "WHERE c.period = ? ORDER BY c.id", period);
    }

    /// The corrections of other periods that stand on this one's statements, the oldest first.
    static List<Correction> bookedIn(Connection connection, BillingPeriod period)
            throws SQLException {
        return read(connection, "WHERE c.booked_in = ? ORDER BY c.id", period);
    }

    private static List<Correction> read(
            Connection connection, String condition, BillingPeriod period) throws SQLException {
        List<Correction> corrections = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(HEADS + condition)) {
            query.setLong(1, period.id());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    corrections.add(
                            new Correction(
                                    row.getString(1),
                                    row.getString(2),
                                    row.getString(3),
                                    Micros.instant(row.getLong(4)),
                                    row.getString(5),
                                    row.getString(6),
                                    row.getLong(7),
                                    row.getLong(8),
                                    lines(connection, row.getLong(9))));
                }
            }
        }
        return corrections;
    }

    private static List<CorrectionLine> lines(Connection connection, long correction)
            throws SQLException {
        List<CorrectionLine> lines = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT line_id, department, department_path, rule, category, zone, band,"
                                + " calls, bytes, unit_price, unit_bytes, amount_minor, currency,"
                                + " kind, reference"
                                + " FROM correction_line WHERE correction = ? ORDER BY line")) {
            query.setLong(1, correction);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    lines.add(
                            new CorrectionLine(
                                    row.getString(1),
                                    row.getLong(2),
                                    row.getString(3),
                                    LineKind.ofColumn(row.getString(14)),
                                    row.getString(15),
                                    row.getLong(4),
                                    row.getString(5),
                                    row.getString(6),
                                    Band.ofColumn(row.getString(7)),
                                    row.getLong(8),
                                    row.getLong(9),
                                    new BigDecimal(row.getString(10)),
                                    row.getLong(11),
                                    new Amount(
                                            row.getLong(12),
                                            Currency.getInstance(row.getString(13)))));
                }
            }
        }
        return lines;
    }

    static void insert(
            Connection connection,
            Correction correction,
            BillingPeriod period,
            BillingPeriod bookedIn)
            throws SQLException {
        long id;
        try (PreparedStatement head =
                connection.prepareStatement(
                        "INSERT INTO correction (number, period, booked_in, made_at, actor,"
                                + " reason, revision, last_commit) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                                + " RETURNING id")) {
            head.setString(1, correction.number());
            head.setLong(2, period.id());
            head.setLong(3, bookedIn.id());
            head.setLong(4, Micros.of(correction.madeAt()));
            head.setString(5, correction.actor());
            head.setString(6, correction.reason());
            head.setLong(7, correction.revision());
            head.setLong(8, correction.lastCommit());
            try (ResultSet row = head.executeQuery()) {
                row.next();
                id = row.getLong(1);
            }
        }
        try (PreparedStatement body =
                connection.prepareStatement(
                        "INSERT INTO correction_line (correction, line, line_id, department,"
                                + " department_path, rule, category, zone, band, calls, bytes,"
                                + " unit_price, unit_bytes, currency, amount_minor, kind, reference)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            int place = 0;
            for (CorrectionLine line : correction.lines()) {
                body.setLong(1, id);
                body.setInt(2, ++place);
                body.setString(3, line.id());
                body.setLong(4, line.departmentId());
                body.setString(5, line.departmentPath());
                body.setLong(6, line.rule());
                body.setString(7, line.category());
                body.setString(8, line.zone());
                body.setString(9, line.band().column());
                body.setLong(10, line.calls());
                body.setLong(11, line.bytes());
                body.setString(12, line.unitPrice().toPlainString());
                body.setLong(13, line.unitBytes());
                body.setString(14, line.amount().currency().getCurrencyCode());
                body.setLong(15, line.amount().minor());
                body.setString(16, line.kind().column());
                body.setString(17, line.reference());
                body.addBatch();
            }
            body.executeBatch();
        }
    }
}
