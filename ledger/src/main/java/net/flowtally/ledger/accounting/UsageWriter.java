package net.flowtally.ledger.accounting;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.engine.Engine;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.time.Micros;

/// Writes the files of a chunk: the rows that were made new, and those of older files that lie
/// outside the quarter hours made new, in canonical order. What it returns is on disk. For one
/// thread.
final class UsageWriter {
    private final Home home;
    private final Engine engine;
    private final AtomicLong number;

    /// @param number the highest number that files have so far
    UsageWriter(Home home, Engine engine, AtomicLong number) {
        this.home = home;
        this.engine = engine;
        this.number = number;
    }

    /// What a kind of file is made of.
    ///
    /// @param rows the new rows as a query
    /// @param isSorted whether these are in order already
    /// @param columns separated by commas, as are the keys, which are also the order
    /// @param bytes the expression that sums to the bytes of a row
    record Content(
            UsageFile.Kind kind,
            String rows,
            boolean isSorted,
            String columns,
            String keys,
            String bytes) {}

    UsageFile write(Content content, Chunk chunk, List<UsageFile> older, Cancellation cancellation)
            throws SQLException, IOException {
        String rows = content.rows;
        boolean isSorted = content.isSorted;
        if (!older.isEmpty() && !chunk.isWhole()) {
            isSorted = false;
            List<String> quarters = new ArrayList<>();
            chunk.quarters().forEach(quarter -> quarters.add(Long.toString(quarter)));
            rows =
                    "SELECT %1$s FROM (%2$s) UNION ALL SELECT %1$s FROM %3$s WHERE quarter NOT IN (%4$s)"
                            .formatted(
                                    content.columns,
                                    rows,
                                    UsageFile.readParquet(home, older),
                                    String.join(", ", quarters));
        }
        String name =
                content.kind.name().toLowerCase(Locale.ROOT)
                        + "-"
                        + Micros.instant(chunk.from()).toString().replace(":", "")
                        + "-"
                        + number.incrementAndGet()
                        + ".parquet";
        Path file = home.usage().resolve(name);
        engine.execute(
                "COPY (SELECT * FROM (%s)%s) TO %s (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)"
                        .formatted(
                                rows,
                                isSorted ? "" : " ORDER BY " + content.keys,
                                Engine.quote(file.toString())),
                cancellation);
        sync(file, StandardOpenOption.WRITE);
        String hash = FileHash.of(file);
        return engine.query(
                "SELECT count(*), coalesce(sum(%s), 0)::BIGINT FROM read_parquet(%s)"
                        .formatted(content.bytes, Engine.quote(file.toString())),
                Cancellation.none(),
                sums -> {
                    sums.next();
                    return new UsageFile(
                            0,
                            name,
                            content.kind,
                            chunk.from(),
                            chunk.to(),
                            sums.getLong(1),
                            sums.getLong(2),
                            hash);
                });
    }

    /// Makes the names of new files last.
    void syncFolder() throws IOException {
        // Windows opens no folders; its new names last by themselves
        if (home.usage().getFileSystem().supportedFileAttributeViews().contains("posix")) {
            sync(home.usage(), StandardOpenOption.READ);
        }
    }

    private static void sync(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }
}
