package net.flowtally.collector.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/// A segment file: its name, its header, and the search for its last whole entry. The name is the
/// position of the file's first octet, so that a position less that is a place in the file.
///
/// ```
///  0          8         12       16                24         28       32
///  +----------+---------+--------+-----------------+----------+--------+-------------------- 128
///  | FLOWTJNL | version | CRC32C | first position  | capacity | name's | name, UTF-8, zeros
///  |          |         |        |                 |          | length |
///  +----------+---------+--------+-----------------+----------+--------+--------------------
/// ```
///
/// Only the name is needed to read it: a damaged header costs nothing but the proof that the file
/// belongs here.
///
/// While it is written a segment's file has its full capacity, with zeros after what is written;
/// one that is done is synced first and then cut. So a file shorter than its capacity is whole.
final class Segment {
    static final int HEADER = 128;
    static final String SUFFIX = ".journal";

    private static final long MAGIC = 0x4c4e_4a54_574f_4c46L;
    private static final int VERSION = 1;
    private static final int MAX_NAME = HEADER - 32;

    private Segment() {}

    static String fileName(long first) {
        return String.format("%016x", first) + SUFFIX;
    }

    /// The position in a segment file's name, or -1 if it is none.
    static long firstPosition(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.matches("[0-7][0-9a-f]{15}\\" + SUFFIX) ? Long.parseLong(name, 0, 16, 16) : -1;
    }

    static void checkStreamName(String stream) {
        if (!stream.matches("[a-zA-Z0-9][a-zA-Z0-9._-]*") || stream.length() > MAX_NAME) {
            throw new JournalException(
                    "'"
                            + stream
                            + "' is no name for a stream: letters, digits, '.', '_' and '-', at"
                            + " most 96 of them.");
        }
    }

    static void putHeader(ByteBuffer out, String stream, long first, int capacity) {
        int at = out.position();
        byte[] name = stream.getBytes(StandardCharsets.UTF_8);
        out.putLong(at, MAGIC);
        out.putInt(at + 8, VERSION);
        out.putLong(at + 16, first);
        out.putInt(at + 24, capacity);
        out.putInt(at + 28, name.length);
        for (int i = 0; i < MAX_NAME; i++) {
            out.put(at + 32 + i, i < name.length ? name[i] : 0);
        }
        out.putInt(at + 12, sum(out, at + 16, HEADER - 16));
        out.position(at + HEADER);
    }

    /// How long the file is up to the end of its last whole entry; 0 if there is none. What is
    /// damaged before that stays where it is, for readers to pass over.
    ///
    /// @param walk look at every entry even if the file has been synced and cut
    static long wholeLength(Path file, String stream, long first, boolean walk) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < HEADER + Entry.HEADER || size > Integer.MAX_VALUE) {
                return 0;
            }
            MappedByteBuffer content = channel.map(MapMode.READ_ONLY, 0, size);
            content.order(ByteOrder.LITTLE_ENDIAN);
            if (content.getLong(0) != MAGIC
                    || content.getInt(12) != sum(content, 16, HEADER - 16)) {
                return wholeEntries(content, (int) size);
            }
            if (content.getInt(8) > VERSION) {
                throw new JournalException(
                        "The journal file "
                                + file
                                + " was written by a newer version of Flowtally.");
            }
            checkHeader(content, file, stream, first);
            return size < content.getInt(24) && !walk ? size : wholeEntries(content, (int) size);
        }
    }

    private static void checkHeader(ByteBuffer content, Path file, String stream, long first) {
        byte[] name = new byte[Math.clamp(content.getInt(28), 0, MAX_NAME)];
        content.get(32, name);
        if (content.getLong(16) != first
                || !stream.equals(new String(name, StandardCharsets.UTF_8))) {
            throw new JournalException(
                    "The journal file " + file + " belongs to another stream or place.");
        }
    }

    private static long wholeEntries(ByteBuffer content, int size) {
        int end = 0;
        for (int at = nextWhole(content, HEADER, size);
                at >= 0;
                at = nextWhole(content, end, size)) {
            end = at + Entry.size(content.getInt(at + Entry.LENGTH));
            if (content.get(at + Entry.KIND) == Entry.SEGMENT_END) {
                break;
            }
        }
        return end;
    }

    /// Where the next whole entry begins, at an offset or behind it; -1 if there is none.
    static int nextWhole(ByteBuffer content, int from, int size) {
        for (int at = from; at <= size - Entry.HEADER; at += 8) {
            if (isWhole(content, at, size)) {
                return at;
            }
        }
        return -1;
    }

    static boolean isWhole(ByteBuffer content, int at, int size) {
        if (size - at < Entry.HEADER) {
            return false;
        }
        int length = content.getInt(at + Entry.LENGTH);
        return Entry.isKind(content.get(at + Entry.KIND))
                && length >= 0
                && length <= Entry.MAX_PAYLOAD
                && Entry.size(length) <= size - at
                && content.getInt(at + Entry.SUM)
                        == sum(content, at + Entry.LENGTH, Entry.size(length) - Entry.LENGTH);
    }

    /// The CRC32C of a part of a buffer, whose position and limit stay as they are.
    private static int sum(ByteBuffer content, int at, int length) {
        CRC32C crc = new CRC32C();
        crc.update(content.slice(at, length));
        return (int) crc.getValue();
    }
}
