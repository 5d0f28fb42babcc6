package net.flowtally.ledger.billing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.billing.CorrectionHistory.Standpoint;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.time.Micros;

/// What has come in for a sealed period since it was sealed, or corrected last: calls, and edits
/// that bear on its time. None of it counts until the period is corrected.
public record LateChanges(List<LateCalls> calls, List<LateEdit> edits) {
    /// Rows of these may change what usage of their time is made of.
    private static final List<String> DATED =
            List.of(
                    "assignment",
                    "department",
                    "lease",
                    "membership",
                    "tariff_version",
                    "zone_prefix");

    /// Rows of these bear on all times.
    private static final List<String> TIMELESS =
            List.of("exporter", "held_release", "holiday", "peak_span", "service", "zone");

    private static final String SETTINGS =
            "setting WHERE key IN ('accounting.zone', 'currency', 'payer', 'unit')";

    public LateChanges {
        calls = List.copyOf(calls);
        edits = List.copyOf(edits);
    }

    /// Calls of one commit that lie in the period.
    ///
    /// @param first the first quarter hour that has some
    public record LateCalls(
            long commit,
            String stream,
            Instant committedAt,
            Instant first,
            long slices,
            long bytes) {}

    /// An edit that touched rows which were, are or will be valid in the period.
    public record LateEdit(long revision, Instant madeAt, String actor, String what) {}

    public boolean isEmpty() {
        return calls.isEmpty() && edits.isEmpty();
    }

    /// @param after what was counted already
    static LateChanges of(Connection connection, BillingPeriod period, Standpoint after)
            throws SQLException {
        return between(connection, period, after, new Standpoint(Long.MAX_VALUE, Long.MAX_VALUE));
    }

    /// What has come in from one time to another.
    ///
    /// @param upTo what counts at the other
    static LateChanges between(
            Connection connection, BillingPeriod period, Standpoint after, Standpoint upTo)
            throws SQLException {
        return new LateChanges(
                calls(connection, period, after.lastCommit(), upTo.lastCommit()),
                edits(connection, period, after.revision(), upTo.revision()));
    }

    /// Calls alone.
    static LateChanges ofCalls(Connection connection, BillingPeriod period, long lastCommit)
            throws SQLException {
        return new LateChanges(calls(connection, period, lastCommit, Long.MAX_VALUE), List.of());
    }

    private static List<LateCalls> calls(
            Connection connection, BillingPeriod period, long lastCommit, long upTo)
            throws SQLException {
        List<LateCalls> calls = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        """
                        SELECT f.id, f.stream, f.committed_at, min(q.quarter), sum(q.slices),
                            sum(q.bytes)
                        FROM slice_file f JOIN slice_file_quarter q ON q.file = f.id
                        WHERE coalesce(f.through_commit, f.id) > ?
                            AND coalesce(f.through_commit, f.id) <= ?
                            AND q.quarter >= ? AND q.quarter < ?
                        GROUP BY f.id ORDER BY f.id
                        """)) {
            query.setLong(1, lastCommit);
            query.setLong(2, upTo);
            query.setLong(3, period.fromMicros());
            query.setLong(4, period.toMicros());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    calls.add(
                            new LateCalls(
                                    rows.getLong(1),
                                    rows.getString(2),
                                    Micros.instant(rows.getLong(3)),
                                    Micros.instant(rows.getLong(4)),
                                    rows.getLong(5),
                                    rows.getLong(6)));
                }
            }
        }
        return calls;
    }

    private static List<LateEdit> edits(
            Connection connection, BillingPeriod period, long revision, long upTo)
            throws SQLException {
        List<LateEdit> edits = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT revision, made_at, actor, what FROM revision WHERE revision IN ("
                                + changed()
                                + ") AND revision <= ?4 ORDER BY revision")) {
            query.setLong(1, revision);
            query.setLong(2, period.fromMicros());
            query.setLong(3, period.toMicros());
            query.setLong(4, upTo);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    edits.add(
                            new LateEdit(
                                    rows.getLong(1),
                                    Micros.instant(rows.getLong(2)),
                                    rows.getString(3),
                                    rows.getString(4)));
                }
            }
        }
        return edits;
    }

    /// The revisions after ?1 that touched rows which are valid between ?2 and ?3.
    private static String changed() {
        List<String> selects = new ArrayList<>();
        for (String column : List.of("rev_from", "rev_to")) {
            for (String table : DATED) {
                selects.add(
                        "SELECT %1$s FROM %2$s WHERE %1$s > ?1 AND (valid_from IS NULL OR valid_from < ?3) AND (valid_to IS NULL OR valid_to > ?2)"
                                .formatted(column, table));
            }
            for (String table : TIMELESS) {
                selects.add("SELECT %1$s FROM %2$s WHERE %1$s > ?1".formatted(column, table));
            }
            selects.add("SELECT %1$s FROM %2$s AND %1$s > ?1".formatted(column, SETTINGS));
        }
        return String.join(" UNION ", selects);
    }
}
