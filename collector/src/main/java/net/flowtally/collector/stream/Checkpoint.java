package net.flowtally.collector.stream;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file with a stream's whole state as of a journal position, and how many slices had left by
/// then. It is written under a temporary name and gets its own once everything before it is
/// committed.
///
/// @param position where in the journal to go on
/// @param emission number of slices emitted before it
record Checkpoint(Path file, long position, long emission) {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);
    private static final long MAGIC = 0x464c4f5754434b50L;
    static final int VERSION = 7;
    private static final int BUFFER = 1 << 18;
    private static final int SUM_OCTETS = 8;
    private static final String SUFFIX = ".checkpoint";
    private static final String TEMPORARY = ".tmp";

    /// Writes the state to a temporary file; `publish` brings it to the disk.
    static Checkpoint write(Path folder, long position, long emission, StreamFold state)
            throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(String.format("%016x", position) + TEMPORARY);
        CRC32C sum = new CRC32C();
        try (FileOutputStream raw = new FileOutputStream(file.toFile());
                BufferedOutputStream buffered = new BufferedOutputStream(raw, BUFFER);
                DataOutputStream out =
                        new DataOutputStream(
                                new BufferedOutputStream(
                                        new CheckedOutputStream(buffered, sum), BUFFER))) {
            out.writeLong(MAGIC);
            out.writeInt(VERSION);
            out.writeLong(position);
            out.writeLong(emission);
            state.save(out);
            out.flush();
            out.writeLong(sum.getValue());
            out.flush();
            buffered.flush();
        }
        return new Checkpoint(file, position, emission);
    }

    /// Brings it to the disk, gives it its own name and deletes those before the one before.
    ///
    /// @return what now exists, the newest first
    List<Checkpoint> publish() throws IOException {
        Path folder = folder();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(
                file,
                folder.resolve(String.format("%016x", position) + SUFFIX),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
        List<Checkpoint> all = in(folder);
        while (all.size() > 2) {
            Files.deleteIfExists(all.removeLast().file());
        }
        return all;
    }

    private Path folder() {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    /// Deletes what a crash left half done; not while one is being written.
    static void deleteTorn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + TEMPORARY)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    /// The published ones of a folder, the newest first.
    static List<Checkpoint> in(Path folder) throws IOException {
        List<Checkpoint> found = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (name.matches("[0-7][0-9a-f]{15}\\" + SUFFIX)) {
                    found.add(
                            new Checkpoint(file, Long.parseLong(name, 0, 16, 16), emission(file)));
                }
            }
        }
        found.removeIf(checkpoint -> checkpoint.emission < 0);
        found.sort(Comparator.comparingLong(Checkpoint::position).reversed());
        return found;
    }

    /// The emission number in a file's head; -1 if it is none of ours.
    private static long emission(Path file) throws IOException {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (Files.size(file) < 36 || in.readLong() != MAGIC) {
                return -1;
            }
            if (in.readInt() != VERSION) {
                LOG.warn("the checkpoint {} has another version and is passed over", file);
                return -1;
            }
            in.readLong();
            return in.readLong();
        }
    }

    /// Whether the file is as it was written.
    boolean isIntact() throws IOException {
        CRC32C sum = new CRC32C();
        long size = Files.size(file);
        try (InputStream raw = Files.newInputStream(file);
                CheckedInputStream in = new CheckedInputStream(raw, sum)) {
            byte[] buffer = new byte[BUFFER];
            long left = size - SUM_OCTETS;
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    return false;
                }
                left -= read;
            }
            return new DataInputStream(raw).readLong() == sum.getValue();
        }
    }

    /// Brings a state to what it was. Only for an intact file.
    void restore(StreamFold state) throws IOException {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
            in.skipNBytes(28);
            state.load(in);
        }
    }
}
