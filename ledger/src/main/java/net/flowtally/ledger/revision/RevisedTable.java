package net.flowtally.ledger.revision;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import net.flowtally.ledger.time.Micros;
import net.flowtally.ledger.time.Span;

/// A table that is edited by closing rows and adding others, so that it can be read as it was at
/// any revision. Its first column is `id`; a row that takes the place of another keeps its id.
/// Stateless; may be shared between threads.
///
/// @param <T> a row
public final class RevisedTable<T> {
    private final String name;
    private final Reader<T> reader;
    private final Writer<T> writer;
    private final int columns;
    private final String rows;
    private final String insert;

    /// @param columns the first is `id`; without the two that hold revisions
    public RevisedTable(String name, List<String> columns, Reader<T> reader, Writer<T> writer) {
        this.name = name;
        this.reader = reader;
        this.writer = writer;
        this.columns = columns.size();
        String list = String.join(", ", columns);
        rows = "SELECT " + list + " FROM " + name + " WHERE ";
        insert =
                "INSERT INTO "
                        + name
                        + " ("
                        + list
                        + ", rev_from) VALUES ("
                        + "?, ".repeat(columns.size())
                        + "?)";
    }

    /// The rows that were current at a revision, by id.
    public List<T> at(Connection connection, long revision) throws SQLException {
        return rows(connection, "rev_from <= ?1 AND (rev_to IS NULL OR rev_to > ?1)", revision);
    }

    /// The rows that a revision added, those that took the place of others among them.
    public List<T> openedBy(Connection connection, long revision) throws SQLException {
        return rows(connection, "rev_from = ?1", revision);
    }

    /// The rows that a revision ended, as they were before it.
    public List<T> closedBy(Connection connection, long revision) throws SQLException {
        return rows(connection, "rev_to = ?1", revision);
    }

    public List<T> current(Connection connection) throws SQLException {
        return at(connection, Long.MAX_VALUE);
    }

    public void add(Connection connection, long revision, Collection<T> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            for (T row : rows) {
                writer.write(statement, row);
                statement.setLong(columns + 1, revision);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /// Ends rows with this revision.
    public void close(Connection connection, long revision, Collection<Long> ids)
            throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        String update = "UPDATE " + name + " SET rev_to = ? WHERE id = ? AND rev_to IS NULL";
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            for (long id : ids) {
                statement.setLong(1, revision);
                statement.setLong(2, id);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /// An id above all that were ever used.
    public long nextId(Connection connection) throws SQLException {
        String max = "SELECT COALESCE(MAX(id), 0) + 1 FROM " + name;
        try (PreparedStatement statement = connection.prepareStatement(max);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : 1;
        }
    }

    /// Reads two columns that hold a span, of which NULL is unbounded.
    public static Span span(ResultSet row, int fromColumn) throws SQLException {
        long from = row.getLong(fromColumn);
        from = row.wasNull() ? Long.MIN_VALUE : from;
        long to = row.getLong(fromColumn + 1);
        to = row.wasNull() ? Long.MAX_VALUE : to;
        return Span.ofMicros(from, to);
    }

    /// Binds two columns that hold a span, of which NULL is unbounded.
    public static void setSpan(PreparedStatement statement, int fromColumn, Span span)
            throws SQLException {
        setInstant(statement, fromColumn, span.from());
        setInstant(statement, fromColumn + 1, span.to());
    }

    private List<T> rows(Connection connection, String condition, long revision)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(rows + condition + " ORDER BY id")) {
            statement.setLong(1, revision);
            try (ResultSet row = statement.executeQuery()) {
                List<T> found = new ArrayList<>();
                while (row.next()) {
                    found.add(reader.read(row));
                }
                return found;
            }
        }
    }

    private static void setInstant(PreparedStatement statement, int column, Instant instant)
            throws SQLException {
        if (instant.equals(Instant.MIN) || instant.equals(Instant.MAX)) {
            statement.setNull(column, Types.BIGINT);
        } else {
            statement.setLong(column, Micros.of(instant));
        }
    }

    /// Makes a row of what a query found.
    @FunctionalInterface
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /// Binds a row's columns, in their order, from 1 on.
    @FunctionalInterface
    public interface Writer<T> {
        void write(PreparedStatement statement, T row) throws SQLException;
    }
}
