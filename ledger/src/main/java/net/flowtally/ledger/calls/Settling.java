package net.flowtally.ledger.calls;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// How far the streams have come. A quarter hour is settled when the clock of every live stream has
/// passed its end by 35 minutes: nothing but late data comes after that.
///
/// @param stream the live stream that is furthest behind; empty if none is live
/// @param clock its clock; `Long.MAX_VALUE` if none is live
public record Settling(String stream, long clock) {
    /// Microseconds.
    public static final long DELAY = 35 * 60 * 1_000_000L;

    public static Settling read(Connection connection) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row =
                        query.executeQuery(
                                "SELECT name, clock FROM stream WHERE finished = 0"
                                        + " ORDER BY clock, name LIMIT 1")) {
            return row.next()
                    ? new Settling(row.getString(1), row.getLong(2))
                    : new Settling("", Long.MAX_VALUE);
        }
    }

    public boolean isSettled(long quarter) {
        return quarter < firstUnsettled();
    }

    /// The first quarter hour that is not settled.
    public long firstUnsettled() {
        return clock == Long.MAX_VALUE ? Long.MAX_VALUE : QuarterHour.of(clock - DELAY);
    }
}
