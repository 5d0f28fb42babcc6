package net.flowtally.ledger.calls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.engine.Engine;
import net.flowtally.ledger.store.Store;

/// The slices of files as everybody reads them: without what only tells endpoints, and LFAP flows
/// joined where agents went from one stream to another. For one thread.
final class JoinedSlices {
    private static final String NUMBERED = "filename = true, file_row_number = true";

    private final Path folder;
    private final Store store;
    private final SliceEngine engine;
    private final boolean traced;

    /// @param traced whether slices have the column `filename`, empty where flows are joined
    JoinedSlices(Path folder, Store store, SliceEngine engine, boolean traced) {
        this.folder = folder;
        this.store = store;
        this.engine = engine;
        this.traced = traced;
    }

    /// What several streams have booked of the same flows, as an exporter's figures.
    ///
    /// @param bytes to be taken off, like the packets
    record Correction(Address exporter, long bytes, long packets) {}

    /// @param from of the slices that are looked at, as `to`, which is exclusive
    List<Correction> corrections(long from, long to, Cancellation cancellation) {
        List<Correction> corrections = new ArrayList<>();
        List<SliceCatalog.FlowFile> flows = flowFiles(Long.MAX_VALUE);
        if (!areJoined(flows)) {
            return corrections;
        }
        FlowJoin.Sources all = sources(paths(flows), flows);
        String looked =
                "(SELECT * FROM "
                        + all.slices()
                        + " WHERE quarter >= "
                        + from
                        + " AND quarter < "
                        + to
                        + ")";
        return engine.query(
                FlowJoin.corrections(
                        new FlowJoin.Sources(looked, all.marked(), all.history(), all.streams())),
                cancellation,
                rows -> {
                    while (rows.next()) {
                        corrections.add(
                                new Correction(
                                        new Address(rows.getLong(1), rows.getLong(2)),
                                        rows.getLong(3),
                                        rows.getLong(4)));
                    }
                    return corrections;
                });
    }

    /// The slices of a stretch's files as a relation.
    ///
    /// @param lastCommit the highest commit number of slice files that count
    String of(SliceCatalog.Stretch stretch, long lastCommit) {
        List<SliceCatalog.FlowFile> flows = flowFiles(lastCommit);
        List<String> joined = new ArrayList<>(stretch.files());
        joined.retainAll(paths(flows));
        if (joined.isEmpty() || !areJoined(flows)) {
            return "(" + plain(stretch.files()) + ")";
        }
        List<String> others = new ArrayList<>(stretch.files());
        others.removeAll(joined);
        String select = FlowJoin.sql(sources(joined, flows));
        if (traced) {
            select = "SELECT *, '' AS filename FROM (" + select + ")";
        }
        return others.isEmpty()
                ? "(" + select + ")"
                : "(SELECT * FROM (" + select + ") UNION ALL BY NAME " + plain(others) + ")";
    }

    private String plain(List<String> files) {
        return "SELECT * FROM "
                + (traced
                        ? SliceEngine.parquet(folder, files, "filename = true")
                        : SliceEngine.parquet(folder, files))
                + " WHERE (flags & "
                + Slice.ADMISSION
                + ") = 0";
    }

    private FlowJoin.Sources sources(List<String> files, List<SliceCatalog.FlowFile> flows) {
        List<String> marked =
                paths(flows.stream().filter(SliceCatalog.FlowFile::isJoined).toList());
        return new FlowJoin.Sources(
                SliceEngine.parquet(folder, files, NUMBERED),
                SliceEngine.parquet(folder, marked),
                SliceEngine.parquet(folder, paths(flows), NUMBERED),
                String.join(", ", streams(flows)));
    }

    private List<SliceCatalog.FlowFile> flowFiles(long lastCommit) {
        return store.read(connection -> SliceCatalog.flowFiles(connection, lastCommit));
    }

    /// Whether agents went from one stream to another.
    static boolean areJoined(List<SliceCatalog.FlowFile> flows) {
        return flows.stream().anyMatch(SliceCatalog.FlowFile::isJoined)
                && flows.stream().map(SliceCatalog.FlowFile::stream).distinct().count() > 1;
    }

    private static List<String> paths(Collection<SliceCatalog.FlowFile> flows) {
        return flows.stream().map(SliceCatalog.FlowFile::path).toList();
    }

    /// Rows of file name and stream.
    private List<String> streams(List<SliceCatalog.FlowFile> flows) {
        return flows.stream()
                .map(file ->
                        "("
                                + Engine.quote(folder.resolve(file.path()).toString())
                                + ", "
                                + Engine.quote(file.stream())
                                + ")")
                .toList();
    }
}
