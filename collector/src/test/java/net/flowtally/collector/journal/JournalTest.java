package net.flowtally.collector.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final byte[] SETTINGS = "settings".getBytes(StandardCharsets.UTF_8);
    private static final int SMALL = 1024;

    @TempDir Path home;

    /// An entry as a value, so that journals can be compared.
    private record Read(
            byte kind, int listener, int port, long at, long hi, long lo, String payload) {}

    @Test
    void entriesComeBackAsTheyWereAppended() {
        try (Journal journal = open();
                JournalWriter writer = journal.writer(SETTINGS, SMALL)) {
            writer.append(Entry.DATAGRAM, 1, 65535, 17, -3, Long.MAX_VALUE, octets("one"));
            writer.append(Entry.TICK, 18);
            writer.append(Entry.DATAGRAM, 255, 0, -1, 5, 6, octets("12345678"));
            assertThat(read(journal, 0)).isEmpty();
            assertThat(writer.flush()).isTrue();
            assertThat(read(journal, 0))
                    .containsExactly(
                            new Read(Entry.SETTINGS, 0, 0, 0, 0, 0, "settings"),
                            new Read(Entry.DATAGRAM, 1, 65535, 17, -3, Long.MAX_VALUE, "one"),
                            new Read(Entry.TICK, 0, 0, 18, 0, 0, ""),
                            new Read(Entry.DATAGRAM, 255, 0, -1, 5, 6, "12345678"));
        }
    }

    @Test
    void everySegmentBeginsWithTheSettingsInForce() {
        try (Journal journal = open();
                JournalWriter writer = journal.writer(SETTINGS, SMALL)) {
            fill(writer, 0, 100);
            writer.settings("changed".getBytes(StandardCharsets.UTF_8), 7);
            fill(writer, 100, 200);
            writer.flush();
            List<String> payloads = payloads(read(journal, 0));
            assertThat(journal.segments()).hasSizeGreaterThan(4);
            for (Long first : journal.segments().keySet()) {
                int at = payloads.size() - payloads(read(journal, first)).size();
                boolean changed = at > payloads.indexOf("changed");
                assertThat(payloads.get(at)).isEqualTo(changed ? "changed" : "settings");
            }
            assertThat(withoutSettings(payloads)).isEqualTo(numbered(0, 200));
        }
    }

    /// Each of them holds a file open.
    @Test
    void completeSegmentsThatNobodySyncsAreNeverMany() {
        try (Journal journal = open();
                JournalWriter writer = journal.writer(SETTINGS, SMALL)) {
            fill(writer, 0, 2_000);
            writer.flush();
            assertThat(journal.segments()).hasSizeGreaterThan(50);
            assertThat(journal.end() - writer.synced()).isBetween(1L, 17L * SMALL);
        }
    }

    @Test
    void readingGoesOnFromAnyPosition() {
        try (Journal journal = open();
                JournalWriter writer = journal.writer(SETTINGS, SMALL)) {
            fill(writer, 0, 150);
            writer.flush();
            List<Read> all = read(journal, 0);
            try (JournalReader reader = journal.reader(0)) {
                for (int i = 1; reader.next(); i++) {
                    assertThat(read(journal, reader.nextPosition()))
                            .isEqualTo(all.subList(i, all.size()));
                }
            }
        }
    }

    @Test
    void aReaderSeesWhatIsWrittenWhileItReads() throws Exception {
        int entries = 200_000;
        try (Journal journal = open()) {
            Thread edge =
                    Thread.ofPlatform()
                            .start(() -> {
                                try (JournalWriter writer = journal.writer(SETTINGS, 1 << 20)) {
                                    for (int i = 0; i < entries; i += 100) {
                                        fill(writer, i, i + 100);
                                        writer.flush();
                                        if (i % 10_000 == 0) {
                                            writer.sync();
                                        }
                                    }
                                }
                            });
            int next = 0;
            try (JournalReader reader = journal.reader(0)) {
                while (next < entries) {
                    if (!reader.next()) {
                        reader.await(1_000_000_000L);
                    } else if (reader.kind() == Entry.DATAGRAM) {
                        assertThat(reader.receivedAt()).isEqualTo(next++);
                    }
                }
            }
            edge.join();
        }
    }

    @Test
    void aJournalGoesOnWhereItEnded() {
        long end;
        try (Journal journal = open();
                JournalWriter writer = journal.writer(SETTINGS, SMALL)) {
            fill(writer, 0, 50);
            writer.flush();
            end = journal.end();
        }
        try (Journal journal = open()) {
            assertThat(journal.end()).isEqualTo(end);
            try (JournalWriter writer = journal.writer(SETTINGS, SMALL)) {
                fill(writer, 50, 70);
                writer.flush();
                assertThat(withoutSettings(payloads(read(journal, 0)))).isEqualTo(numbered(0, 70));
                List<String> added = payloads(read(journal, end));
                assertThat(added).startsWith("settings");
                assertThat(withoutSettings(added)).isEqualTo(numbered(50, 70));
            }
        }
    }

    @Test
    void aSecondOpeningIsRefusedInPlainWords() {
        try (Journal journal = open()) {
            assertThat(journal.stream()).isEqualTo("main");
            assertThatThrownBy(this::open)
                    .isInstanceOf(StreamInUse.class)
                    .hasMessage("The stream 'main' is in use by another collector on this home.");
        }
        open().close();
    }

    @Test
    void oddStreamNamesAreRefused() {
        for (String name : List.of("", "..", "a/b", "ä", "x".repeat(97))) {
            assertThatThrownBy(() -> Journal.open(home.resolve("j"), home.resolve("l"), name))
                    .isInstanceOf(JournalException.class);
        }
    }

    /// Wherever a crash cuts the last segment, and whatever single octet of its tail it spoils, the
    /// entries that it did not touch come back and nothing else does.
    @Test
    void aTornTailIsCutAtTheLastWholeEntry() throws IOException {
        crashed(40);
        Path file = lastSegment();
        byte[] content = Files.readAllBytes(file);
        List<Extent> all = extents();
        int used = (int) (all.getLast().end() - Segment.firstPosition(file));
        for (int at = Math.max(Segment.HEADER, used - 400); at < used; at++) {
            for (int form = 0; form < 3; form++) {
                byte[] spoilt = content.clone();
                switch (form) {
                    case 0 -> spoilt = Arrays.copyOf(content, at);
                    case 1 -> Arrays.fill(spoilt, at, content.length, (byte) 0);
                    default -> spoilt[at] ^= (byte) (1 << (at % 8));
                }
                restore(file, spoilt);
                assertTheUntouchedSurvive(file, all, content, spoilt);
            }
        }
    }

    @Test
    void randomDamageInTheLastSegmentCostsOnlyTheEntriesItHits() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        crashed(60);
        Path file = lastSegment();
        byte[] content = Files.readAllBytes(file);
        List<Extent> all = extents();
        int used = (int) (all.getLast().end() - Segment.firstPosition(file));
        for (int round = 0; round < 300; round++) {
            byte[] spoilt = content.clone();
            int from = Segment.HEADER + random.nextInt(used - Segment.HEADER);
            int to = Math.min(spoilt.length, from + 1 + random.nextInt(64));
            for (int i = from; i < to; i++) {
                spoilt[i] ^= (byte) (1 + random.nextInt(255));
            }
            restore(file, spoilt);
            try {
                assertTheUntouchedSurvive(file, all, content, spoilt);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
    }

    @Test
    void aSegmentWithoutAWholeEntryIsRemoved() throws IOException {
        long end;
        try (Journal journal = open();
                JournalWriter writer = journal.writer(SETTINGS, SMALL)) {
            fill(writer, 0, 5);
            writer.flush();
            end = journal.end();
        }
        Path torn = home.resolve("journal").resolve(Segment.fileName(end));
        try (RandomAccessFile file = new RandomAccessFile(torn.toFile(), "rw")) {
            file.setLength(SMALL);
        }
        try (Journal journal = open()) {
            assertThat(torn).doesNotExist();
            assertThat(journal.end()).isEqualTo(end);
            assertThat(withoutSettings(payloads(read(journal, 0)))).isEqualTo(numbered(0, 5));
        }
    }

    @Test
    void anEarlierSegmentTornByAPowerCutLosesOnlyItsTail() throws IOException {
        crashed(120);
        Path file = segmentFiles().get(1);
        byte[] content = Files.readAllBytes(file);
        List<String> all = withoutSettings(everything());
        Arrays.fill(content, 500, content.length, (byte) 0);
        restore(file, content);
        List<String> left = withoutSettings(everything());
        assertThat(all).containsSubsequence(left);
        assertThat(left).startsWith("0").endsWith("119").hasSizeBetween(100, 115);
    }

    /// Whichever octet of a segment that was synced turns, header and end mark included; but for
    /// the version, which has to be believed.
    @Test
    void damageInsideASyncedSegmentCostsOnlyTheEntryItHits() throws IOException {
        try (Journal journal = open();
                JournalWriter writer = journal.writer(SETTINGS, SMALL)) {
            fill(writer, 0, 200);
        }
        List<Extent> all = extents();
        for (Path file : List.of(segmentFiles().getFirst(), segmentFiles().get(1))) {
            byte[] content = Files.readAllBytes(file);
            for (int at = 0; at < content.length; at += at == 7 ? 5 : 1) {
                byte[] spoilt = content.clone();
                spoilt[at] ^= (byte) (1 << (at % 8));
                restore(file, spoilt);
                assertTheUntouchedSurvive(file, all, content, spoilt);
            }
            restore(file, content);
        }
        assertThat(extents()).isEqualTo(all);
    }

    @Test
    void whatIsDamagedIsToldWithTheNextEntry() throws IOException {
        try (Journal journal = open();
                JournalWriter writer = journal.writer(SETTINGS, SMALL)) {
            fill(writer, 0, 200);
        }
        List<Extent> all = extents();
        Path file = segmentFiles().getFirst();
        byte[] content = Files.readAllBytes(file);
        Arrays.fill(content, (int) all.get(7).start() + 3, (int) all.get(9).end() - 1, (byte) 7);
        restore(file, content);
        List<Long> gaps = new ArrayList<>();
        try (Journal journal = open();
                JournalReader reader = journal.reader(0)) {
            while (reader.next()) {
                if (reader.gap() > 0) {
                    assertThat(reader.position()).isEqualTo(all.get(10).start());
                    gaps.add(reader.gap());
                }
            }
        }
        assertThat(gaps).containsExactly(all.get(10).start() - all.get(7).start());
    }

    @Test
    void ofASegmentThatIsGoneOnlyItsEntriesAreMissing() throws IOException {
        try (Journal journal = open();
                JournalWriter writer = journal.writer(SETTINGS, SMALL)) {
            fill(writer, 0, 200);
        }
        List<Extent> all = extents();
        List<Path> files = segmentFiles();
        long from = Segment.firstPosition(files.get(1));
        long to = Segment.firstPosition(files.get(2));
        try (Journal journal = open();
                JournalReader reader = journal.reader(0)) {
            assertThat(reader.next()).isTrue();
            Files.delete(files.get(1)); // under the eyes of a reader
            long missing = 0;
            while (reader.next()) {
                missing += reader.gap();
            }
            assertThat(missing).isEqualTo(to - from);
        }
        all.removeIf(entry -> entry.start() >= from && entry.end() <= to);
        assertThat(extents()).isEqualTo(all);
    }

    @Test
    void segmentsGoWhenTheyAreCommittedAndOldOrTooMany() throws IOException {
        try (Journal journal = open();
                JournalWriter writer = journal.writer(SETTINGS, SMALL)) {
            fill(writer, 0, 200);
            writer.flush();
            writer.sync();
            List<Long> firsts = List.copyOf(journal.segments().keySet());
            assertThat(journal.deleteBefore(journal.end(), 0, Long.MAX_VALUE)).isZero();
            for (Path file : segmentFiles()) {
                Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
            }
            assertThat(journal.deleteBefore(firsts.get(2) + 8, 1000, Long.MAX_VALUE)).isZero();
            assertThat(journal.deleteBefore(firsts.get(2) + 8, 1001, Long.MAX_VALUE)).isEqualTo(2);
            assertThat(journal.start()).isEqualTo(firsts.get(2));
            assertThat(journal.deleteBefore(journal.end(), 0, journal.end() - firsts.get(3)))
                    .isEqualTo(1);
            assertThat(journal.deleteBefore(Long.MAX_VALUE, Long.MAX_VALUE, 0)).isPositive();
            assertThat(segmentFiles()).hasSize(1);
            assertThat(payloads(read(journal, 0))).startsWith("settings").endsWith("199");
        }
    }

    @Test
    void whatCannotBeWrittenIsRefusedAndCountedUntilItCan() throws IOException {
        try (Journal journal = open();
                JournalWriter writer = journal.writer(SETTINGS, 1 << 20)) {
            writer.flush();
            // a folder where the next segment's file should be: the disk refuses it
            int i = 0;
            byte[] big = new byte[60_000];
            long room = (1 << 20) - journal.end();
            int fit = (int) (room / Entry.size(big.length));
            for (; i < fit; i++) {
                assertThat(writer.append(Entry.DATAGRAM, 0, 0, i, 0, 0, ByteBuffer.wrap(big)))
                        .isTrue();
            }
            writer.flush();
            Path obstacle =
                    home.resolve("journal").resolve(Segment.fileName(journal.end() + Entry.HEADER));
            Files.createDirectory(obstacle);
            long end = journal.end();
            assertThat(writer.append(Entry.DATAGRAM, 0, 0, i, 0, 0, ByteBuffer.wrap(big)))
                    .isFalse();
            assertThat(writer.refused()).isEqualTo(1);
            assertThat(writer.trouble()).contains("cannot be written");
            assertThat(journal.end()).isEqualTo(end + Entry.HEADER);
            Files.delete(obstacle);
            long until = System.nanoTime() + 5_000_000_000L;
            while (!writer.append(Entry.TICK, i) && System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            assertThat(writer.flush()).isTrue();
            assertThat(writer.trouble()).isEmpty();
            List<Read> entries = read(journal, 0);
            assertThat(entries.getLast().kind()).isEqualTo(Entry.TICK);
            assertThat(entries).hasSize(fit + 3);
        }
    }

    private Journal open() {
        return Journal.open(home.resolve("journal"), home.resolve("lock"), "main");
    }

    private static ByteBuffer octets(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void fill(JournalWriter writer, int from, int to) {
        for (int i = from; i < to; i++) {
            String text = Integer.toString(i);
            writer.append(Entry.DATAGRAM, 0, 2055, i, 0, i, octets(text + " ".repeat(i % 23)));
        }
    }

    private static List<String> numbered(int from, int to) {
        List<String> numbers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            numbers.add(Integer.toString(i));
        }
        return numbers;
    }

    private static List<Read> read(Journal journal, long from) {
        List<Read> entries = new ArrayList<>();
        try (JournalReader reader = journal.reader(from)) {
            while (reader.next()) {
                entries.add(
                        new Read(
                                reader.kind(),
                                reader.listener(),
                                reader.sourcePort(),
                                reader.receivedAt(),
                                reader.sourceHi(),
                                reader.sourceLo(),
                                new String(reader.payload(), StandardCharsets.UTF_8)));
            }
        }
        return entries;
    }

    private static List<String> payloads(List<Read> entries) {
        return entries.stream().map(entry -> entry.payload().strip()).toList();
    }

    private static List<String> withoutSettings(List<String> payloads) {
        return payloads.stream().filter(text -> text.matches("\\d+")).toList();
    }

    private List<String> everything() {
        try (Journal journal = open()) {
            return payloads(read(journal, 0));
        }
    }

    /// Leaves the files as a killed process would: no segment cut.
    private void crashed(int entries) throws IOException {
        try (Journal journal = open()) {
            JournalWriter writer = journal.writer(SETTINGS, SMALL);
            fill(writer, 0, entries);
            writer.flush();
            List<Path> files = segmentFiles();
            Path copies = Files.createDirectory(home.resolve("copies"));
            for (Path file : files) {
                Files.copy(file, copies.resolve(String.valueOf(file.getFileName())));
            }
            writer.close();
            for (Path file : files) {
                restore(
                        file,
                        Files.readAllBytes(copies.resolve(String.valueOf(file.getFileName()))));
            }
        }
    }

    private static void restore(Path file, byte[] content) throws IOException {
        Files.write(file, content);
    }

    private List<Path> segmentFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(home.resolve("journal"), "*" + Segment.SUFFIX)) {
            found.forEach(files::add);
        }
        files.sort(null);
        return files;
    }

    private Path lastSegment() throws IOException {
        return segmentFiles().getLast();
    }

    /// Where an entry begins and ends.
    private record Extent(long start, long end) {}

    private List<Extent> extents() {
        List<Extent> all = new ArrayList<>();
        try (Journal journal = open();
                JournalReader reader = journal.reader(0)) {
            while (reader.next()) {
                all.add(new Extent(reader.position(), reader.nextPosition()));
            }
        }
        return all;
    }

    private void assertTheUntouchedSurvive(
            Path file, List<Extent> all, byte[] content, byte[] spoilt) {
        long first = Segment.firstPosition(file);
        boolean[] touched = new boolean[content.length];
        for (int i = 0; i < content.length; i++) {
            touched[i] = i >= spoilt.length || content[i] != spoilt[i];
        }
        List<Extent> untouched = new ArrayList<>(all);
        untouched.removeIf(entry -> {
            boolean spoiled = false;
            for (long at = entry.start() - first; at < entry.end() - first; at++) {
                spoiled |= at >= 0 && at < touched.length && touched[(int) at];
            }
            return spoiled;
        });
        assertThat(extents()).isEqualTo(untouched);
    }
}
