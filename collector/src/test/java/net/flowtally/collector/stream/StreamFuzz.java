package net.flowtally.collector.stream;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.collector.journal.Entry;
import net.flowtally.collector.journal.Journal;
import net.flowtally.collector.journal.JournalReader;
import net.flowtally.collector.journal.JournalWriter;
import net.flowtally.collector.lfap.Answers;
import net.flowtally.ledger.calls.Slice;
import net.flowtally.ledger.exporter.CollectorSettings;
import net.flowtally.ledger.exporter.ExporterCounters;

/// For a fuzzer: entries of a journal through everything that makes slices of them. Each is a
/// selector and a length of two octets, then so many octets: a datagram, or what comes over a
/// connection for IPFIX or LFAP, which ends where it is empty.
///
/// Every octet counted is in a slice, and a stream that is saved on its way and loaded goes on with
/// the same slices.
public final class StreamFuzz {
    private static final long START = 1_700_000_000_000_000L;
    private static final int DATAGRAM = 0;
    private static final int IPFIX = 1;
    private static final int MOST_ENTRIES = 64;
    private static final Journal JOURNAL = journal();
    private static final JournalWriter WRITER =
            JOURNAL.writer(CollectorSettings.defaults().encode(), 8 << 20);
    private static int inputs;

    private StreamFuzz() {}

    private static Journal journal() {
        try {
            Path folder = Files.createTempDirectory("fuzz");
            return Journal.open(folder.resolve("journal"), folder.resolve("lock"), "fuzz");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        long from = JOURNAL.end();
        boolean hasLfap = write(ByteBuffer.wrap(input));
        List<String> whole = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        long[] bytes = new long[1];
        try (StreamFold fold =
                        new StreamFold(
                                "fuzz",
                                slice -> {
                                    whole.add(text(slice));
                                    bytes[0] += slice.bytes;
                                },
                                Answers.NONE);
                StreamFold loaded =
                        new StreamFold("fuzz", slice -> rest.add(text(slice)), Answers.NONE);
                JournalReader reader = JOURNAL.reader(from)) {
            int middle = (input.length & 7) * 2;
            int before = -1;
            for (int i = 0; reader.next(); i++) {
                fold.apply(reader);
                if (i > middle) {
                    loaded.apply(reader);
                } else if (i == middle) {
                    fold.settle();
                    before = whole.size();
                    copy(fold, loaded);
                }
            }
            long counted = fold.counters().stream().mapToLong(ExporterCounters::bytes).sum();
            if (!hasLfap && counted != bytes[0]) {
                throw new IllegalStateException(counted + " octets counted, not " + bytes[0]);
            }
            if (before >= 0 && !whole.subList(before, whole.size()).equals(rest)) {
                throw new IllegalStateException(
                        "after a checkpoint "
                                + rest
                                + ", not "
                                + whole.subList(before, whole.size()));
            }
        }
        if (++inputs % 256 == 0) {
            JOURNAL.deleteBefore(JOURNAL.end(), Long.MAX_VALUE, 0);
        }
    }

    /// @return whether LFAP is among the entries
    private static boolean write(ByteBuffer in) {
        long at = START;
        boolean hasLfap = false;
        boolean[] open = new boolean[3];
        WRITER.append(Entry.TICK, at);
        for (int i = 0; i < MOST_ENTRIES && in.remaining() > 3; i++) {
            int selector = in.get() & 0xff;
            int spoken = selector % 3;
            int length = Math.min(in.getShort() & 0xffff, in.remaining());
            ByteBuffer octets = in.slice(in.position(), length);
            in.position(in.position() + length);
            at += (selector >>> 5) * 40_000_000L;
            if (spoken == DATAGRAM) {
                WRITER.append(Entry.DATAGRAM, 0, 2055, at, 0, 0xffff_c000_0201L, octets);
                continue;
            }
            int listener = spoken == IPFIX ? Entry.IPFIX : Entry.LFAP;
            hasLfap |= listener == Entry.LFAP;
            byte kind = Entry.MESSAGE;
            if (open[spoken] && length == 0) {
                kind = Entry.DISCONNECT;
                open[spoken] = false;
            } else if (!open[spoken]) {
                append(Entry.CONNECT, listener, spoken, at, ByteBuffer.allocate(0));
                open[spoken] = true;
            }
            append(kind, listener, spoken, at, octets);
        }
        WRITER.append(Entry.DRAIN_AND_END, at);
        WRITER.flush();
        return hasLfap;
    }

    private static void append(
            byte kind, int listener, int connection, long at, ByteBuffer octets) {
        WRITER.append(kind, listener, 4739, connection, at, 0, 0xffff_c000_0201L, octets);
    }

    private static void copy(StreamFold from, StreamFold to) throws IOException {
        from.takeFacts();
        from.takeProfile();
        from.takeLosses();
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        from.save(new DataOutputStream(saved));
        to.load(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
    }

    private static String text(Slice slice) {
        return slice.quarter
                + " "
                + Long.toHexString(slice.callHi ^ slice.callLo)
                + " "
                + slice.sourceLo
                + " "
                + slice.destinationLo
                + " "
                + slice.start
                + " "
                + slice.end
                + " "
                + slice.bytes
                + " "
                + slice.packets
                + " "
                + slice.flags
                + " "
                + slice.held
                + " "
                + slice.lastPosition;
    }
}
