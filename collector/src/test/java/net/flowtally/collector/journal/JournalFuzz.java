package net.flowtally.collector.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// For a fuzzer: the file of a segment behind an octet of flags. Bit 0 gives it a header that fits,
/// bit 1 the sums of its entries. It is read to its end or refused in words, every octet of it is
/// in an entry or in a gap, and the next time it is read the same comes.
public final class JournalFuzz {
    private static final Path FOLDER = folder();

    private JournalFuzz() {}

    private static Path folder() {
        try {
            return Files.createTempDirectory("fuzz");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (input.length < 1) {
            return;
        }
        int flags = input[0];
        ByteBuffer file = ByteBuffer.wrap(input.clone(), 1, input.length - 1).slice();
        file.order(Entry.ORDER);
        if ((flags & 1) != 0 && file.capacity() >= Segment.HEADER) {
            Segment.putHeader(file, "fuzz", 0, file.capacity() + (flags >>> 2 & 1));
        }
        if ((flags & 2) != 0) {
            putSums(file);
        }
        byte[] content = new byte[file.capacity()];
        file.get(0, content);
        Path journal = FOLDER.resolve("journal");
        Files.createDirectories(journal);
        Path segment = journal.resolve(Segment.fileName(0));
        Files.write(segment, content);
        List<String> once = read(journal);
        if (Files.exists(segment)) {
            List<String> again = read(journal);
            if (!once.equals(again)) {
                throw new IllegalStateException("first " + once + ", then " + again);
            }
        } else if (!once.isEmpty()) {
            throw new IllegalStateException("deleted with " + once.size() + " entries");
        }
    }

    private static void putSums(ByteBuffer file) {
        for (int at = Segment.HEADER; file.capacity() - at >= Entry.HEADER; ) {
            int length = file.getInt(at + Entry.LENGTH) & 0xff;
            if (Entry.size(length) > file.capacity() - at) {
                return;
            }
            file.putInt(at + Entry.LENGTH, length);
            CRC32C crc = new CRC32C();
            crc.update(file.slice(at + Entry.LENGTH, Entry.size(length) - Entry.LENGTH));
            file.putInt(at + Entry.SUM, (int) crc.getValue());
            at += Entry.size(length);
        }
    }

    private static List<String> read(Path journal) {
        List<String> entries = new ArrayList<>();
        try (Journal open = Journal.open(journal, FOLDER.resolve("lock"), "fuzz");
                JournalReader reader = open.reader(0)) {
            long end = open.end() == 0 ? 0 : Segment.HEADER;
            while (reader.next()) {
                if (reader.position() != end + reader.gap()
                        || reader.payload().length != reader.payloadLength()) {
                    throw new IllegalStateException(
                            "an entry at " + reader.position() + ", not " + (end + reader.gap()));
                }
                end = reader.nextPosition();
                entries.add(reader.kind() + " at " + reader.position());
            }
        } catch (JournalException _) {
            entries.add("refused");
        }
        return entries;
    }
}
