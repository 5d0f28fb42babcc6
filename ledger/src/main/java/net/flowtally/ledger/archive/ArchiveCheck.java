package net.flowtally.ledger.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.store.SqlFile;
import net.flowtally.ledger.store.StoreTrouble;

/// Verifies the archive of a period from the file alone: every octet against the sum inside, every
/// table against its sums, statements against their lines, every line against its own figures,
/// lines against usage, slices against what was made of them. Says where it differs.
public final class ArchiveCheck {
    /// What must not be there, with words for each row.
    private static final List<String> CONTRADICTIONS =
            List.of(
                    """
                    SELECT 'Statement ' || number || ' has ' || total_minor || ' and its lines '
                        || (SELECT coalesce(sum(amount_minor), 0) FROM statement_line l
                            WHERE l.statement = statement.id) || '.'
                    FROM statement WHERE total_minor <>
                        (SELECT coalesce(sum(amount_minor), 0) FROM statement_line l
                         WHERE l.statement = statement.id)
                    """,
                    """
                    SELECT 'The usage of department ' || department || ', rule ' || rule || ', '
                        || category || ' ' || band || ' has ' || bytes || ' bytes more than the lines.'
                    FROM (SELECT department, rule, category, band, sum(bytes) AS bytes FROM (
                            SELECT department, rule, category, band,
                                bytes_sent + bytes_received AS bytes FROM usage
                            UNION ALL
                            SELECT s.department, l.rule, l.category, l.band, -l.bytes
                            FROM statement_line l JOIN statement s ON s.id = l.statement
                            WHERE l.kind IN ('usage', 'calls', 'commit', 'overage', 'minimum', 'cap'))
                        GROUP BY department, rule, category, band)
                    WHERE bytes <> 0
                    """,
                    """
                    SELECT 'Usage has ' || u || ' bytes and the quarter hours ' || q || '.'
                    FROM (SELECT (SELECT coalesce(sum(bytes_sent + bytes_received), 0) FROM usage) AS u,
                        (SELECT coalesce(sum(elected_bytes), 0) FROM quarter_sum) AS q)
                    WHERE u <> q
                    """);

    private ArchiveCheck() {}

    /// @throws PeriodArchiveException if the file is no archive at all
    public static ArchiveReport of(Path file, Cancellation cancellation, Progress progress) {
        if (!Files.isRegularFile(file)) {
            throw new PeriodArchiveException("There is no file " + file + ".");
        }
        List<String> findings = new ArrayList<>();
        String period = "";
        int tables = 0;
        long[] rows = new long[1];
        try {
            progress.at("verifying octets", 0, 0);
            if (!OctetSum.agrees(file)) {
                findings.add("The octets of the file are not those that were written.");
            }
            try (SqlFile sql = SqlFile.read(file)) {
                Connection in = sql.connection();
                for (String damage : texts(in, "PRAGMA integrity_check(10)")) {
                    if (!damage.equals("ok")) {
                        findings.add("The structure of the file is damaged: " + damage + ".");
                    }
                }
                period = texts(in, "SELECT name FROM billing_period").getFirst();
                for (String table : tables(in)) {
                    cancellation.check();
                    progress.at("verifying " + table, tables++, 0);
                    checkTable(in, table, findings, rows);
                }
                for (String contradiction : CONTRADICTIONS) {
                    findings.addAll(texts(in, contradiction));
                }
                findings.addAll(ArchivedLines.check(in));
            }
        } catch (SQLException e) {
            findings.add("The file cannot be read to its end: " + StoreTrouble.of(e) + ".");
        } catch (IOException e) {
            throw new PeriodArchiveException(file + " cannot be read: " + e.getMessage(), e);
        }
        return new ArchiveReport(period, tables, rows[0], length(file), findings);
    }

    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new PeriodArchiveException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// Adds the table of sums of all others.
    static void writeSums(Connection out) throws SQLException {
        List<String> tables = tables(out);
        try (Statement create = out.createStatement()) {
            create.execute(
                    "CREATE TABLE checksum (table_name TEXT NOT NULL, first_row INTEGER NOT NULL,"
                            + " last_row INTEGER NOT NULL, sha256 TEXT NOT NULL,"
                            + " PRIMARY KEY (table_name, first_row)) WITHOUT ROWID");
        }
        try (PreparedStatement insert =
                out.prepareStatement("INSERT INTO checksum VALUES (?, ?, ?, ?)")) {
            for (String table : tables) {
                sums(
                        out,
                        table,
                        (first, last, sum) -> {
                            insert.setString(1, table);
                            insert.setLong(2, first);
                            insert.setLong(3, last);
                            insert.setString(4, sum);
                            insert.addBatch();
                        });
            }
            insert.executeBatch();
        }
    }

    private interface SumSink {
        void accept(long first, long last, String sum) throws SQLException;
    }

    /// Rows are numbered as they lie in the table. The readme has its own sum, of which it tells.
    private static void sums(Connection in, String table, SumSink sink) throws SQLException {
        String condition =
                table.equals("readme") ? " WHERE text NOT LIKE '" + OctetSum.MARK + "%'" : "";
        try (Statement query = in.createStatement();
                ResultSet rows =
                        query.executeQuery(
                                "SELECT * FROM " + table + condition + " ORDER BY rowid")) {
            int columns = rows.getMetaData().getColumnCount();
            RowSums sums = new RowSums();
            long row = 0;
            long first = 1;
            while (rows.next()) {
                sums.add(rows, columns);
                row++;
                if (row % RowSums.ROWS == 0) {
                    sink.accept(first, row, sums.take());
                    first = row + 1;
                }
            }
            if (first <= row) {
                sink.accept(first, row, sums.take());
            }
        }
    }

    private static void checkTable(
            Connection in, String table, List<String> findings, long[] checked)
            throws SQLException {
        List<String> kept =
                texts(
                        in,
                        "SELECT first_row || ' ' || last_row || ' ' || sha256 FROM checksum"
                                + " WHERE table_name = '"
                                + table
                                + "' ORDER BY first_row");
        List<String> open = new ArrayList<>(kept);
        sums(
                in,
                table,
                (first, last, sum) -> {
                    checked[0] += last - first + 1;
                    if (!open.remove(first + " " + last + " " + sum)) {
                        findings.add(
                                "Table "
                                        + table
                                        + ": rows "
                                        + first
                                        + " to "
                                        + last
                                        + " are not those that were written.");
                    }
                });
        for (String missing : open) {
            String place = missing.substring(0, missing.lastIndexOf(' ')).replace(" ", " to ");
            String finding = "Table " + table + ": rows " + place;
            if (findings.stream().noneMatch(other -> other.startsWith(finding))) {
                findings.add(finding + " are missing.");
            }
        }
    }

    private static List<String> tables(Connection in) throws SQLException {
        TreeSet<String> tables =
                new TreeSet<>(texts(in, "SELECT name FROM sqlite_schema WHERE type = 'table'"));
        tables.remove("checksum");
        return new ArrayList<>(tables);
    }

    private static List<String> texts(Connection in, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement query = in.createStatement();
                ResultSet rows = query.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
