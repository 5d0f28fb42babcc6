package net.flowtally.collector.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Appends to a journal. Entries gather in a buffer and go to the file with `flush()`, one write
/// for all of them; only then are they published, and only what is written is accepted. While the
/// disk takes nothing (full, read-only) the buffer fills, then entries are refused and counted, and
/// every flush tries again.
///
/// One thread appends and flushes; `sync()` and the counters may be used by any.
public final class JournalWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
    private static final int BUFFER = 1 << 20;
    private static final long RETRY_NANOS = 100_000_000L;

    /// So many complete segments may wait for the disk; the next one waits for it. Each holds a
    /// file open, and what waits is lost by a power cut.
    private static final int UNSYNCED_SEGMENTS = 16;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /// A segment that is complete but not yet synced and cut.
    private record Done(FileChannel channel, long length) {}

    private final Journal journal;
    private final int capacity;
    private final CRC32C crc = new CRC32C();
    private final Object syncing = new Object();

    /// Guards the step from one segment to the next: `channel` and `done` change together.
    private final Object rolling = new Object();

    private final Queue<Done> done = new ArrayDeque<>();

    private byte[] settings;
    private ByteBuffer buffer = direct(BUFFER);

    /// The segment being written: its first position, its file's length, what of it is written.
    private volatile FileChannel channel;

    private long first;
    private long length;
    private long written;

    /// The segment has its end mark; nothing may follow.
    private boolean ended;

    private long retryAt;
    private volatile String trouble = "";
    private final AtomicLong refused = new AtomicLong();
    private volatile long synced;
    private volatile boolean folderChanged;

    JournalWriter(Journal journal, byte[] settings, int capacity) {
        this.journal = journal;
        this.settings = settings.clone();
        this.capacity = capacity;
        this.synced = journal.end();
        try {
            this.channel = newSegment(journal.end(), 0);
        } catch (IOException e) {
            throw new JournalException(
                    "The journal in " + journal.folder() + " cannot be written.", e);
        }
    }

    private static ByteBuffer direct(int size) {
        return ByteBuffer.allocateDirect(size).order(Entry.ORDER);
    }

    /// Begins a segment with its header and the settings, which are written with the next flush.
    ///
    /// @param room for an entry of this size at least
    private FileChannel newSegment(long position, int room) throws IOException {
        int start = Segment.HEADER + Entry.size(settings.length);
        int size = Math.max(capacity, start + room + Entry.HEADER);
        Path file = journal.newSegment(position);
        FileChannel opened =
                FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(0);
            sparse.setLength(size);
        } catch (IOException e) {
            opened.close();
            throw e;
        }
        first = position;
        length = size;
        written = 0;
        ended = false;
        folderChanged = true;
        ensureBuffer(start + Entry.HEADER);
        Segment.putHeader(buffer, journal.stream(), first, size);
        put(Entry.SETTINGS, 0, 0, 0, 0, 0, 0, ByteBuffer.wrap(settings));
        journal.added(first, file);
        return opened;
    }

    private void ensureBuffer(int size) {
        if (buffer.capacity() < size) {
            buffer = direct(size);
        }
    }

    /// Appends an entry; it is accepted once a `flush()` has returned true.
    ///
    /// @param kind one of `Entry.DATAGRAM` and the others
    /// @param receivedAt microseconds UTC
    /// @param payload taken from its position to its limit
    /// @return false if there is no room for it because nothing can be written; it is counted
    public boolean append(
            byte kind,
            int listener,
            int sourcePort,
            long receivedAt,
            long sourceHi,
            long sourceLo,
            ByteBuffer payload) {
        return append(kind, listener, sourcePort, 0, receivedAt, sourceHi, sourceLo, payload);
    }

    /// Appends an entry of a connection.
    ///
    /// @param spoken `Entry.LFAP` or another
    /// @param connection its number
    /// @return as the other `append` does
    public boolean append(
            byte kind,
            int spoken,
            int sourcePort,
            int connection,
            long receivedAt,
            long sourceHi,
            long sourceLo,
            ByteBuffer payload) {
        if (!makeRoom(Entry.size(payload.remaining()))) {
            refused.incrementAndGet();
            return false;
        }
        put(kind, spoken, sourcePort, connection, receivedAt, sourceHi, sourceLo, payload);
        return true;
    }

    /// Appends an entry without source and payload.
    public boolean append(byte kind, long receivedAt) {
        return append(kind, 0, 0, receivedAt, 0, 0, NOTHING);
    }

    /// Appends settings that hold from here on.
    ///
    /// @return as `append` does
    public boolean settings(byte[] changed, long receivedAt) {
        boolean appended = append(Entry.SETTINGS, 0, 0, receivedAt, 0, 0, ByteBuffer.wrap(changed));
        if (appended) {
            settings = changed.clone();
        }
        return appended;
    }

    /// Room in the segment, and in the buffer, for an entry and the end mark.
    private boolean makeRoom(int size) {
        if (ended || written + buffer.position() + size + Entry.HEADER > length) {
            if (!flush() || !roll(size)) {
                return false;
            }
        }
        if (buffer.remaining() < size + Entry.HEADER) {
            if (!flush()) {
                return false;
            }
            ensureBuffer(size + Entry.HEADER);
        }
        return true;
    }

    private boolean roll(int room) {
        if (!ended) {
            put(Entry.SEGMENT_END, 0, 0, 0, 0, 0, 0, NOTHING);
            ended = true;
            if (!flush()) {
                return false;
            }
        }
        if (waiting()) {
            return false;
        }
        Done full = new Done(channel, written);
        try {
            if (unsyncedSegments().size() >= UNSYNCED_SEGMENTS) {
                bringToDisk();
            }
            FileChannel next = newSegment(first + written, room);
            synchronized (rolling) {
                done.add(full);
                channel = next;
            }
        } catch (IOException e) {
            failed(e);
            return false;
        }
        return true;
    }

    private List<Done> unsyncedSegments() {
        synchronized (rolling) {
            return List.copyOf(done);
        }
    }

    private void put(
            byte kind,
            int listener,
            int sourcePort,
            int connection,
            long receivedAt,
            long sourceHi,
            long sourceLo,
            ByteBuffer payload) {
        int at = buffer.position();
        buffer.putInt(0).putInt(payload.remaining());
        buffer.put(kind).put((byte) listener).putShort((short) sourcePort).putInt(connection);
        buffer.putLong(receivedAt).putLong(sourceHi).putLong(sourceLo);
        buffer.put(payload);
        while ((buffer.position() & 7) != 0) {
            buffer.put((byte) 0);
        }
        int end = buffer.position();
        int limit = buffer.limit();
        crc.reset();
        crc.update(buffer.position(at + Entry.LENGTH).limit(end));
        buffer.limit(limit);
        buffer.putInt(at + Entry.SUM, (int) crc.getValue());
    }

    /// Writes what was appended and publishes it.
    ///
    /// @return false if something is still unwritten; `trouble()` says why
    public boolean flush() {
        if (buffer.position() == 0) {
            return true;
        }
        if (waiting()) {
            return false;
        }
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                written += channel.write(buffer, written);
            }
        } catch (IOException e) {
            buffer.compact();
            failed(e);
            return false;
        }
        buffer.clear();
        if (!trouble.isEmpty()) {
            LOG.warn("journal {}: can be written again", journal.stream());
            trouble = "";
        }
        journal.tail().publish(first + written);
        return true;
    }

    private boolean waiting() {
        return !trouble.isEmpty() && System.nanoTime() - retryAt < 0;
    }

    private void failed(IOException cause) {
        retryAt = System.nanoTime() + RETRY_NANOS;
        if (trouble.isEmpty()) {
            trouble =
                    "The journal in "
                            + journal.folder()
                            + " cannot be written: "
                            + cause.getMessage();
            LOG.error("journal {}: cannot be written, will retry", journal.stream(), cause);
        }
    }

    /// Brings what is published to the disk.
    ///
    /// @throws JournalException if the disk refuses
    public void sync() {
        try {
            bringToDisk();
        } catch (IOException e) {
            throw new JournalException(
                    "The journal in " + journal.folder() + " cannot be synced.", e);
        }
    }

    private void bringToDisk() throws IOException {
        synchronized (syncing) {
            long target;
            FileChannel active;
            List<Done> complete;
            synchronized (rolling) {
                target = journal.end();
                active = channel;
                complete = List.copyOf(done);
            }
            if (target == synced && complete.isEmpty()) {
                return;
            }
            active.force(false);
            for (Done segment : complete) {
                cut(segment);
                synchronized (rolling) {
                    done.remove();
                }
                segment.channel().close();
            }
            if (folderChanged) {
                folderChanged = false;
                syncFolder();
            }
            synced = target;
        }
    }

    private static void cut(Done segment) throws IOException {
        segment.channel().force(true);
        segment.channel().truncate(segment.length());
    }

    private void syncFolder() throws IOException {
        if (journal.folder().getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel folder = FileChannel.open(journal.folder(), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }

    /// Brings the journal to the disk up to a position, unless it is there already.
    public void syncTo(long position) {
        if (synced < position) {
            sync();
        }
    }

    /// The position after the last entry that is written.
    public long published() {
        return journal.end();
    }

    /// Everything before this position is on the disk.
    public long synced() {
        return synced;
    }

    /// How many entries found no room since this writer was made.
    public long refused() {
        return refused.get();
    }

    /// Why nothing can be written, as a sentence; empty if all is well.
    public String trouble() {
        return trouble;
    }

    /// Writes, syncs and cuts the segment. What cannot be written was never accepted.
    @Override
    public void close() {
        flush();
        synchronized (syncing) {
            sync();
            try (FileChannel last = channel) {
                cut(new Done(last, journal.end() - first));
            } catch (IOException e) {
                throw new JournalException(
                        "The journal in " + journal.folder() + " cannot be closed.", e);
            }
        }
    }
}
