package net.flowtally.collector.journal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Walks a journal from entry to entry in its order, up to what is published. After `next()` the
/// accessors tell of the current entry, whose payload is read where it lies, in a read-only mapping
/// of the segment: it is valid until the next call. One thread.
public final class JournalReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalReader.class);

    private final Journal journal;
    private final CRC32C crc = new CRC32C();

    private Arena arena = Arena.ofConfined();
    private MemorySegment memory = MemorySegment.NULL;
    private ByteBuffer octets = ByteBuffer.allocate(0);
    private long first;
    private long size;

    private long published;
    private long position;
    private long entry;
    private byte kind;
    private int length;
    private long gap;
    private boolean isGapTold;

    JournalReader(Journal journal, long position) {
        this.journal = journal;
        this.position = position;
    }

    /// Moves to the next entry that is whole. What is damaged on the way is passed over, as is what
    /// is missing: `gap()` says how much.
    ///
    /// @return false if nothing more is published yet
    /// @throws JournalException if a file cannot be read at all
    public boolean next() {
        if (isGapTold) {
            gap = 0;
            isGapTold = false;
        }
        while (true) {
            if (position >= published) {
                published = journal.end();
                if (position >= published) {
                    return false;
                }
            }
            if (position + Entry.HEADER > first + size) {
                if (!mapSegment()) {
                    return false;
                }
                continue;
            }
            entry = position - first;
            if (!isWhole()) {
                passOverDamage();
                continue;
            }
            position += Entry.size(length);
            if (kind != Entry.SEGMENT_END) {
                isGapTold = true;
                return true;
            }
            size = position - first;
        }
    }

    private boolean isWhole() {
        length = memory.get(Entry.INT, entry + Entry.LENGTH);
        kind = memory.get(ValueLayout.JAVA_BYTE, entry + Entry.KIND);
        return length >= 0
                && Entry.isKind(kind)
                && length <= Entry.MAX_PAYLOAD
                && entry + Entry.size(length) <= size
                && sum() == memory.get(Entry.INT, entry + Entry.SUM);
    }

    /// Goes on at the next whole entry of this segment, else behind it. Never looks behind the
    /// place at which the next segment begins: a file that is done is cut there.
    private void passOverDamage() {
        Long next = journal.segments().higherKey(first);
        long to = Math.min(published, next == null ? Long.MAX_VALUE : next) - first;
        octets.clear();
        int found = Segment.nextWhole(octets, (int) entry + 8, (int) Math.min(to, size));
        long goOn = found < 0 ? first + Math.min(to, size) : first + found;
        LOG.error(
                "journal {}: {} is damaged at octet {} (position {}); {} octets are passed over",
                journal.stream(),
                Segment.fileName(first),
                entry,
                position,
                goOn - position);
        gap += goOn - position;
        position = goOn;
        if (found < 0) {
            size = goOn - first;
        }
    }

    private int sum() {
        octets.limit((int) entry + Entry.size(length));
        octets.position((int) (entry + Entry.LENGTH));
        crc.reset();
        crc.update(octets);
        return (int) crc.getValue();
    }

    /// Maps the segment in which the next entry lies: the one that holds the position, else the
    /// first one after it: after a power cut a segment may end before the next one begins, and
    /// files may be gone.
    private boolean mapSegment() {
        Map.Entry<Long, Path> segment = journal.segments().floorEntry(position);
        if (segment == null || !holds(segment)) {
            segment = journal.segments().higherEntry(position);
        }
        while (segment != null && !Files.exists(segment.getValue())) {
            Map.Entry<Long, Path> next = journal.segments().higherEntry(segment.getKey());
            if (next == null) {
                throw unreadable(
                        segment.getValue(), new NoSuchFileException(segment.getValue().toString()));
            }
            segment = next;
        }
        if (segment == null) {
            return false;
        }
        release();
        arena = Arena.ofConfined();
        try (FileChannel channel = FileChannel.open(segment.getValue(), StandardOpenOption.READ)) {
            size = channel.size();
            memory = channel.map(MapMode.READ_ONLY, 0, size, arena);
        } catch (IOException e) {
            throw unreadable(segment.getValue(), e);
        }
        octets = memory.asByteBuffer().order(Entry.ORDER);
        first = segment.getKey();
        if (position < first) {
            LOG.error(
                    "journal {}: from position {} to {} nothing is there",
                    journal.stream(),
                    position,
                    first);
            gap += first - position;
        }
        position = Math.max(position, first + Segment.HEADER);
        return true;
    }

    private boolean holds(Map.Entry<Long, Path> segment) {
        if (size > 0 && segment.getKey() == first) {
            return false;
        }
        try {
            return position < segment.getKey() + Files.size(segment.getValue());
        } catch (NoSuchFileException _) {
            return false;
        } catch (IOException e) {
            throw unreadable(segment.getValue(), e);
        }
    }

    private static JournalException unreadable(Path file, IOException cause) {
        return new JournalException("The journal file " + file + " cannot be read.", cause);
    }

    private void release() {
        memory = MemorySegment.NULL;
        octets = ByteBuffer.allocate(0);
        arena.close();
    }

    /// Waits until there is more to read, or for about `nanos`.
    public void await(long nanos) {
        journal.await(position, nanos);
    }

    /// The position after the current entry: where to go on after a restart.
    public long nextPosition() {
        return position;
    }

    /// The position of the current entry.
    public long position() {
        return first + entry;
    }

    /// Octets before the current entry, behind the one before it, that are damaged or missing.
    public long gap() {
        return gap;
    }

    /// One of `Entry.DATAGRAM` and the others.
    public byte kind() {
        return kind;
    }

    public int listener() {
        return memory.get(ValueLayout.JAVA_BYTE, entry + Entry.LISTENER) & 0xff;
    }

    public int sourcePort() {
        return memory.get(Entry.SHORT, entry + Entry.PORT) & 0xffff;
    }

    /// The number of the connection that a message came or went over; 0 for datagrams.
    public int connection() {
        return memory.get(Entry.INT, entry + Entry.CONNECTION);
    }

    /// Microseconds UTC.
    public long receivedAt() {
        return memory.get(Entry.LONG, entry + Entry.RECEIVED);
    }

    public long sourceHi() {
        return memory.get(Entry.LONG, entry + Entry.SOURCE_HI);
    }

    public long sourceLo() {
        return memory.get(Entry.LONG, entry + Entry.SOURCE_LO);
    }

    /// The segment in which the payload lies, `payloadLength()` octets from `payloadOffset()` on.
    public MemorySegment memory() {
        return memory;
    }

    public long payloadOffset() {
        return entry + Entry.HEADER;
    }

    public int payloadLength() {
        return length;
    }

    /// A copy of the payload.
    public byte[] payload() {
        return memory.asSlice(payloadOffset(), length).toArray(ValueLayout.JAVA_BYTE);
    }

    @Override
    public void close() {
        release();
    }
}
