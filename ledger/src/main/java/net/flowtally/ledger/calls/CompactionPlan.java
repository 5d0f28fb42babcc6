package net.flowtally.ledger.calls;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.flowtally.ledger.store.Store;

/// Which slice files compaction takes next. Candidates are files of one stream on one side of every
/// seal, not long, whose quarter hours are all settled; an hour is due when it has two or more.
final class CompactionPlan {
    private static final int FILES_AT_A_TIME = 512;
    private static final long SLICES_AT_A_TIME = 4_000_000;
    private static final long HOUR = 4 * QuarterHour.MICROS;

    private final Store store;
    private int waiting;

    CompactionPlan(Store store) {
        this.store = store;
    }

    /// @param throughCommit the highest commit whose slices are in the file
    record Candidate(long id, long throughCommit, WrittenFile file) {}

    /// Files that must not be mixed with those of other groups.
    private record Group(String stream, long seals) {}

    private record Row(
            long id, long throughCommit, String stream, long seals, long slices, String hours) {}

    /// The start of the hour in which an instant lies.
    static long hour(long micros) {
        return Math.floorDiv(micros, HOUR) * HOUR;
    }

    /// Files that the last `next` found due, its own group among them.
    int waiting() {
        return waiting;
    }

    /// @param leftAlone ids of files that are not to be touched
    /// @return empty if nothing is due
    List<Candidate> next(Set<Long> leftAlone) {
        return store.read(connection -> {
            Map<Group, TreeMap<Long, List<Row>>> groups = new HashMap<>();
            for (Row row : rows(connection)) {
                if (leftAlone.contains(row.id())) {
                    continue;
                }
                TreeMap<Long, List<Row>> hours =
                        groups.computeIfAbsent(
                                new Group(row.stream(), row.seals()), _ -> new TreeMap<>());
                for (String hour : row.hours().split(",", -1)) {
                    hours.computeIfAbsent(Long.parseLong(hour), _ -> new ArrayList<>()).add(row);
                }
            }
            waiting = 0;
            Set<Row> chosen = new LinkedHashSet<>();
            for (TreeMap<Long, List<Row>> hours : groups.values()) {
                Set<Row> due = new LinkedHashSet<>();
                hours.values().stream().filter(files -> files.size() > 1).forEach(due::addAll);
                waiting += due.size();
                if (chosen.isEmpty()) {
                    choose(hours.values(), chosen);
                }
            }
            List<Candidate> candidates = new ArrayList<>();
            for (Row row : chosen) {
                candidates.add(
                        new Candidate(
                                row.id(),
                                row.throughCommit(),
                                SliceCatalog.file(connection, row.id())));
            }
            return candidates;
        });
    }

    /// Takes whole hours, as many as can be rewritten at a time and at least one.
    private static void choose(Collection<List<Row>> hours, Set<Row> chosen) {
        long slices = 0;
        for (List<Row> files : hours) {
            if (files.size() < 2) {
                continue;
            }
            if (chosen.size() + files.size() > FILES_AT_A_TIME && !chosen.isEmpty()) {
                return;
            }
            for (Row file : files) {
                if (chosen.add(file)) {
                    slices += file.slices();
                }
            }
            if (slices > SLICES_AT_A_TIME) {
                return;
            }
        }
    }

    private static List<Row> rows(Connection connection) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        """
                        SELECT f.id, coalesce(f.through_commit, f.id), f.stream,
                            (SELECT count(*) FROM (SELECT last_commit FROM seal
                                UNION ALL SELECT last_commit FROM correction)
                             WHERE last_commit < coalesce(f.through_commit, f.id)),
                            f.slices, group_concat(DISTINCT q.quarter - q.quarter % ?1)
                        FROM slice_file f
                        JOIN stream s ON s.name = f.stream
                        JOIN slice_file_quarter q ON q.file = f.id
                        WHERE f.replaced_at IS NULL AND f.slices < ?2
                        GROUP BY f.id
                        HAVING max(s.finished) = 1
                            OR max(q.quarter - q.quarter % ?1) + ?1 <= max(s.clock) - ?3
                        ORDER BY f.id
                        """)) {
            query.setLong(1, HOUR);
            query.setLong(2, Compaction.LONG_ENOUGH);
            query.setLong(3, Settling.DELAY);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    rows.add(
                            new Row(
                                    row.getLong(1),
                                    row.getLong(2),
                                    row.getString(3),
                                    row.getLong(4),
                                    row.getLong(5),
                                    row.getString(6)));
                }
            }
        }
        return rows;
    }
}
