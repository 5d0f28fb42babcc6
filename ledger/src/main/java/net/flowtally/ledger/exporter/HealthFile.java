package net.flowtally.ledger.exporter;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import net.flowtally.ledger.store.Home;

/// Where a collector says how it does: a small file beside its stream's lock, written over in
/// place, so that it can be told even while the disk is full and the ledger cannot be written. One
/// writer; anybody may read.
public final class HealthFile implements AutoCloseable {
    private static final String SUFFIX = ".health";
    private static final int SIZE = 4096;
    private static final int MOST_LETTERS = 800;

    private final FileChannel channel;
    private String last = "";

    private HealthFile(FileChannel channel) {
        this.channel = channel;
    }

    /// Opens the file of a stream, for the process that has the stream's lock.
    public static HealthFile open(Home home, String stream) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        home.lock().resolve(stream + SUFFIX),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        return new HealthFile(channel);
    }

    /// Says how the stream does, if that has changed.
    public void write(StreamHealth health) throws IOException {
        String trouble = health.trouble();
        String text =
                "refused="
                        + health.refused()
                        + "\ndropped="
                        + health.dropped()
                        + "\nwaiting="
                        + health.waitingOctets()
                        + "\ntrouble="
                        + escaped(trouble.substring(0, Math.min(trouble.length(), MOST_LETTERS)))
                        + "\n";
        if (text.equals(last)) {
            return;
        }
        byte[] octets = Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), SIZE);
        for (int i = SIZE - 1; i >= 0 && octets[i] == 0; i--) {
            octets[i] = '\n';
        }
        channel.write(ByteBuffer.wrap(octets), 0);
        last = text;
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\n", " ").replace("\r", " ");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /// How the streams of a home do that a collector ever had, by name.
    public static List<StreamHealth> all(Home home) {
        List<StreamHealth> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home.lock(), "*" + SUFFIX)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                all.add(read(home, file, name.substring(0, name.length() - SUFFIX.length())));
            }
        } catch (IOException _) {
            return List.of();
        }
        all.sort(Comparator.comparing(StreamHealth::stream));
        return all;
    }

    private static StreamHealth read(Home home, Path file, String stream) throws IOException {
        Properties said = new Properties();
        said.load(new StringReader(Files.readString(file)));
        return new StreamHealth(
                stream,
                isLocked(home.lock().resolve(stream + ".lock")),
                number(said, "refused"),
                number(said, "dropped"),
                number(said, "waiting"),
                said.getProperty("trouble", ""));
    }

    private static long number(Properties said, String key) {
        String text = said.getProperty(key, "0");
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    private static boolean isLocked(Path lock) {
        if (!Files.exists(lock)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock taken = channel.tryLock()) {
            return taken == null;
        } catch (OverlappingFileLockException _) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
