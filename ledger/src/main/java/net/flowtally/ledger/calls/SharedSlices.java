package net.flowtally.ledger.calls;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;

/// Slices that mean something only with slices of another time: they cannot go without these.
public final class SharedSlices {
    private final Home home;
    private final Store store;

    public SharedSlices(Home home, Store store) {
        this.home = home;
        this.store = store;
    }

    /// Whether slices that stay are read together with some that would go: parts of LFAP flows that
    /// went from one server to another, and held records that a release has shifted to a time that
    /// stays.
    public boolean areThere(List<PeriodSpan> spans, Cancellation cancellation) {
        return isShifted(spans) || isJoined(spans, cancellation);
    }

    private boolean isShifted(List<PeriodSpan> spans) {
        return store.read(connection -> {
            try (PreparedStatement query =
                            connection.prepareStatement(
                                    """
                                    SELECT 1 FROM held_release r JOIN slice_file_quarter q
                                        ON q.quarter >= r.from_quarter AND q.quarter < r.to_quarter
                                    WHERE r.shift <> 0 AND (%s) AND NOT (%s)
                                        AND (r.rev_to IS NULL OR EXISTS (
                                            SELECT 1 FROM (SELECT revision FROM seal
                                                UNION ALL SELECT revision FROM correction)
                                            WHERE revision >= r.rev_from AND revision < r.rev_to))
                                    LIMIT 1
                                    """
                                            .formatted(
                                                    PeriodSpan.anyContains(spans, "q.quarter"),
                                                    PeriodSpan.anyContains(
                                                            spans, "(q.quarter + r.shift)")));
                    ResultSet row = query.executeQuery()) {
                return row.next();
            }
        });
    }

    /// A file with slices of LFAP flows.
    private record FlowFile(
            String path, String stream, boolean joined, long commit, boolean stays) {
        SliceCatalog.FlowFile file() {
            return new SliceCatalog.FlowFile(path, stream, joined);
        }
    }

    private boolean isJoined(List<PeriodSpan> spans, Cancellation cancellation) {
        List<FlowFile> files = new ArrayList<>();
        List<Long> commits = new ArrayList<>(List.of(Long.MAX_VALUE));
        store.read(connection -> {
            try (PreparedStatement query =
                            connection.prepareStatement(
                                    """
                                    SELECT path, stream, joined > 0, coalesce(through_commit, id),
                                        EXISTS (SELECT 1 FROM slice_file_quarter q
                                            WHERE q.file = slice_file.id AND NOT (%s))
                                    FROM slice_file WHERE flows > 0 AND replaced_at IS NULL
                                    """
                                            .formatted(
                                                    PeriodSpan.anyContains(spans, "q.quarter")));
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    files.add(
                            new FlowFile(
                                    row.getString(1),
                                    row.getString(2),
                                    row.getBoolean(3),
                                    row.getLong(4),
                                    row.getBoolean(5)));
                }
            }
            try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT last_commit FROM seal"
                                            + " UNION SELECT last_commit FROM correction");
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    commits.add(row.getLong(1));
                }
            }
            return files;
        });
        if (commits.stream().anyMatch(commit -> partsStreams(files, commit))) {
            return true;
        }
        List<SliceCatalog.FlowFile> all = files.stream().map(FlowFile::file).toList();
        if (!JoinedSlices.areJoined(all)) {
            return false;
        }
        List<String> paths = all.stream().map(SliceCatalog.FlowFile::path).toList();
        List<String> marked =
                all.stream()
                        .filter(SliceCatalog.FlowFile::isJoined)
                        .map(SliceCatalog.FlowFile::path)
                        .toList();
        try (SliceEngine engine = SliceEngine.open(home, store, 1)) {
            return engine.query(
                    """
                    WITH marked AS (SELECT DISTINCT call_hi, call_lo FROM %1$s
                        WHERE (flags & %2$d) <> 0),
                    flow AS (SELECT call_hi, call_lo, %3$s AS goes FROM %4$s slice
                        SEMI JOIN marked USING (call_hi, call_lo) WHERE (flags & %5$d) <> 0)
                    SELECT count(*) FROM (SELECT 1 FROM flow GROUP BY call_hi, call_lo
                        HAVING bool_or(goes) AND NOT bool_and(goes))
                    """
                            .formatted(
                                    SliceEngine.parquet(home.calls(), marked),
                                    Slice.JOINED,
                                    PeriodSpan.anyContains(spans, "quarter"),
                                    SliceEngine.parquet(home.calls(), paths),
                                    Slice.FLOW),
                    cancellation,
                    rows -> {
                        rows.next();
                        return rows.getLong(1) > 0;
                    });
        }
    }

    /// Whether flows are joined as of a commit, and would not be any more though some that are
    /// marked for it stay: the other stream is gone.
    private static boolean partsStreams(List<FlowFile> files, long commit) {
        List<FlowFile> counting = files.stream().filter(file -> file.commit <= commit).toList();
        List<SliceCatalog.FlowFile> before = counting.stream().map(FlowFile::file).toList();
        List<SliceCatalog.FlowFile> after =
                counting.stream().filter(FlowFile::stays).map(FlowFile::file).toList();
        return JoinedSlices.areJoined(before)
                && after.stream().anyMatch(SliceCatalog.FlowFile::isJoined)
                && !JoinedSlices.areJoined(after);
    }
}
