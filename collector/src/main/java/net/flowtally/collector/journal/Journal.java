package net.flowtally.collector.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All that one stream has received, in segment files. A position in it is an octet offset over all
/// segments and only grows. The journal is also the queue between the thread that receives and the
/// one that decodes: a reader sees an entry as soon as it is written.
///
/// One process has a journal open, held by a lock file. It has one writer, used by one thread, and
/// readers, each used by one thread; the rest may be called from any thread.
public final class Journal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private final Path folder;
    private final String stream;
    private final FileChannel lockChannel;
    private final ConcurrentSkipListMap<Long, Path> segments = new ConcurrentSkipListMap<>();
    private final Tail tail;

    private Journal(Path folder, String stream, FileChannel lockChannel) throws IOException {
        this.folder = folder;
        this.stream = stream;
        this.lockChannel = lockChannel;
        this.tail = new Tail(recover());
    }

    /// Opens a stream's journal and cuts what a crash has torn.
    ///
    /// @param folder where the segments are; made if it is not there
    /// @param lockFolder where the stream's lock file is or will be
    /// @throws StreamInUse if it is open already, here or in another process
    public static Journal open(Path folder, Path lockFolder, String stream) {
        Segment.checkStreamName(stream);
        try {
            Files.createDirectories(folder);
            Files.createDirectories(lockFolder);
            FileChannel channel =
                    FileChannel.open(
                            lockFolder.resolve(stream + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            boolean opened = false;
            try {
                if (!locked(channel)) {
                    throw new StreamInUse(stream);
                }
                Journal journal = new Journal(folder, stream, channel);
                opened = true;
                return journal;
            } finally {
                if (!opened) {
                    channel.close();
                }
            }
        } catch (IOException e) {
            throw new JournalException("The journal in " + folder + " cannot be opened.", e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    private long recover() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                long first = Segment.firstPosition(file);
                if (first >= 0) {
                    segments.put(first, file);
                }
            }
        }
        long end = 0;
        for (Map.Entry<Long, Path> segment : segments.entrySet()) {
            Path file = segment.getValue();
            long size = Files.size(file);
            boolean last = segments.higherKey(segment.getKey()) == null;
            long whole = Segment.wholeLength(file, stream, segment.getKey(), last);
            if (whole == 0 && !last) {
                LOG.error("journal {}: no entry of {} is whole, it is kept", stream, file);
                end = segment.getKey() + size;
                continue;
            }
            if (whole == 0) {
                LOG.info("journal {}: removed {}, which holds no whole entry", stream, file);
                Files.delete(file);
                segments.remove(segment.getKey());
                end = Math.max(end, segment.getKey());
                continue;
            }
            if (whole < size) {
                cut(file, whole);
            }
            end = segment.getKey() + whole;
        }
        return end;
    }

    private static void cut(Path file, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
            channel.force(true);
        }
    }

    public String stream() {
        return stream;
    }

    /// The position after the last entry that a reader may see.
    public long end() {
        return tail.position();
    }

    /// The lowest position that is still kept; `end()` if there is nothing.
    public long start() {
        Map.Entry<Long, Path> first = segments.firstEntry();
        return first == null ? end() : first.getKey();
    }

    /// The one writer. It begins a segment of its own.
    ///
    /// @param settings the settings in force, copied to the start of each segment
    /// @param segmentCapacity octets in a segment file
    public JournalWriter writer(byte[] settings, int segmentCapacity) {
        return new JournalWriter(this, settings, segmentCapacity);
    }

    /// A reader that begins at a position where an entry or a segment begins.
    public JournalReader reader(long position) {
        return new JournalReader(this, Math.max(position, start()));
    }

    /// Waits until something after `read` is published, or for about `nanos`. For one thread.
    public void await(long read, long nanos) {
        tail.await(read, nanos);
    }

    /// Deletes segments that lie wholly before `position` and are either older than `keepFrom` or
    /// more than `keepOctets` in sum, the oldest first; never the newest.
    ///
    /// @param keepFrom milliseconds since 1970, compared with when a segment was last written
    /// @return how many were deleted
    public int deleteBefore(long position, long keepFrom, long keepOctets) {
        int deleted = 0;
        for (Map.Entry<Long, Path> segment : segments.entrySet()) {
            Map.Entry<Long, Path> next = segments.higherEntry(segment.getKey());
            if (next == null || next.getKey() > position) {
                break;
            }
            try {
                boolean old =
                        Files.getLastModifiedTime(segment.getValue()).toMillis() < keepFrom
                                || end() - segment.getKey() > keepOctets;
                if (!old) {
                    break;
                }
                Files.deleteIfExists(segment.getValue());
            } catch (IOException e) {
                LOG.warn("journal {}: {} cannot be deleted", stream, segment.getValue(), e);
                break;
            }
            segments.remove(segment.getKey());
            deleted++;
        }
        return deleted;
    }

    Path folder() {
        return folder;
    }

    Path newSegment(long first) {
        return folder.resolve(Segment.fileName(first));
    }

    void added(long first, Path file) {
        segments.put(first, file);
    }

    ConcurrentSkipListMap<Long, Path> segments() {
        return segments;
    }

    Tail tail() {
        return tail;
    }

    /// Gives the stream free. Close writer and readers first.
    @Override
    public void close() {
        try {
            lockChannel.close();
        } catch (IOException e) {
            throw new JournalException("The lock of stream '" + stream + "' cannot be freed.", e);
        }
    }
}
