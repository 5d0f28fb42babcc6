package net.flowtally.ledger.rework;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import net.flowtally.ledger.time.Span;
import net.flowtally.ledger.time.Spans;

/// Marks quarter hours whose usage an edit makes out of date, in the transaction of that edit. Only
/// quarter hours that have calls are marked, and none of a sealed period.
public final class Rework {
    private static final long QUARTER_MICROS = 900_000_000L;

    /// Beyond so many separate spans everything between the first and the last is marked.
    private static final int MOST_SPANS = 500;

    private static final String MARK =
            """
            INSERT INTO dirty_quarter (quarter, reason)
            SELECT DISTINCT quarter, ? FROM slice_file_quarter
            WHERE quarter > ? AND quarter < ?
              AND NOT EXISTS (SELECT 1 FROM billing_period
                              WHERE state = 'sealed'
                                AND from_instant <= quarter AND quarter < to_instant)
            ON CONFLICT (quarter) DO NOTHING
            """;

    private Rework() {}

    /// Marks every quarter hour that one of the spans touches.
    ///
    /// @param reason a few words that are shown beside what is to be done
    public static void mark(Connection connection, Collection<Span> spans, String reason)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MARK)) {
            for (Span span : joined(spans)) {
                long from = span.fromMicros();
                statement.setString(1, reason);
                statement.setLong(2, from == Long.MIN_VALUE ? from : from - QUARTER_MICROS);
                statement.setLong(3, span.toMicros());
                statement.executeUpdate();
            }
        }
    }

    /// Marks every quarter hour.
    public static void markAll(Connection connection, String reason) throws SQLException {
        mark(connection, List.of(Span.ALWAYS), reason);
    }

    /// Whether anything between two instants, in microseconds, waits for accounting.
    public static boolean isMarked(Connection connection, long from, long to) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT 1 FROM dirty_quarter WHERE quarter >= ? AND quarter < ? LIMIT 1")) {
            query.setLong(1, from);
            query.setLong(2, to);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    private static List<Span> joined(Collection<Span> spans) {
        List<Span> union = Spans.union(spans);
        return union.size() > MOST_SPANS ? List.of(union.getFirst().hull(union.getLast())) : union;
    }
}
