package net.flowtally.ledger.calls;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;

/// A slice file being written, under a temporary name beside its final one. Not thread-safe; ends
/// with `finish` or `discard`.
public final class SliceFile implements AutoCloseable {
    static final String SUFFIX = ".parquet";
    static final String UNFINISHED_SUFFIX = ".parquet.part";

    /// Version of the columns, in the file's own metadata.
    private static final String FORMAT_VERSION = "2";

    private final Path folder;
    private final String stream;
    private final long firstEmission;
    private final String name;
    private final Path unfinished;
    private final SliceSums sums = new SliceSums();
    private final ParquetWriter writer;
    private boolean ended;

    SliceFile(Path folder, String stream, long firstEmission) {
        // the dot ends the stream's name, which has none
        this(
                folder,
                stream,
                firstEmission,
                String.format(Locale.ROOT, "%s.%018d", stream, firstEmission));
    }

    private SliceFile(Path folder, String stream, long firstEmission, String stem) {
        this.folder = folder;
        this.stream = stream;
        this.firstEmission = firstEmission;
        name = stem + SUFFIX;
        unfinished = folder.resolve(stem + UNFINISHED_SUFFIX);
        try {
            writer = new ParquetWriter(unfinished, new SliceBatch(1).columns());
        } catch (IOException e) {
            throw new ArchiveException("The slice file " + unfinished + " cannot be made: " + e, e);
        }
    }

    /// Begins a file for slices that other files have; it has no place in the stream's numbering.
    static SliceFile compacted(Path folder, String stream, String stem) {
        return new SliceFile(folder, stream, 0, stem);
    }

    /// Writes what the batch holds, as one row group; an empty batch adds nothing.
    public void append(SliceBatch batch) {
        if (batch.size() == 0) {
            return;
        }
        try {
            writer.append(batch.columns(), batch.size());
        } catch (IOException e) {
            throw failure(e);
        }
        batch.addTo(sums);
    }

    /// Slices written so far.
    public long slices() {
        return sums.slices;
    }

    /// Puts the file on disk under its final name, for `CallArchive.commit`.
    ///
    /// @throws IllegalStateException if nothing was written: there are no empty slice files
    public WrittenFile finish() {
        if (sums.slices == 0) {
            throw new IllegalStateException("a slice file holds at least one slice");
        }
        try {
            String hash =
                    writer.finish(
                            Map.of("flowtally.slices", FORMAT_VERSION, "flowtally.stream", stream));
            writer.close();
            Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            syncFolder(folder);
            ended = true;
            return new WrittenFile(
                    name,
                    stream,
                    firstEmission,
                    firstEmission + sums.slices,
                    sums.firstPosition,
                    sums.lastPosition,
                    sums.slices,
                    sums.rawBytes,
                    sums.rawPackets,
                    sums.bytes,
                    sums.packets,
                    writer.position(),
                    hash,
                    sums.quarters(),
                    sums.flows,
                    sums.joined);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /// Gives the file up.
    public void discard() {
        ended = true;
        try {
            writer.close();
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /// Gives the file up unless it is finished.
    @Override
    public void close() {
        if (!ended) {
            discard();
        }
    }

    private ArchiveException failure(IOException e) {
        return new ArchiveException("The slice file " + name + " cannot be written: " + e, e);
    }

    /// Makes a rename in a folder last. Windows has no such call and needs none.
    private static void syncFolder(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
