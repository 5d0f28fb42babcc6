package net.flowtally.collector.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import net.flowtally.collector.lfap.Answers;

/// For a fuzzer: a file of a checkpoint, as it stands and with a head and a sum that fit. It is
/// loaded or refused by an exception that makes the worker pass it over, and takes no more memory
/// than it has octets.
public final class CheckpointFuzz {
    private static final long MAGIC = 0x464c4f5754434b50L;
    private static final Path FOLDER = folder();

    private CheckpointFuzz() {}

    private static Path folder() {
        try {
            return Files.createTempDirectory("fuzz");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        read(input);
        ByteBuffer fitting = ByteBuffer.allocate(28 + input.length + 8);
        fitting.putLong(MAGIC).putInt(Checkpoint.VERSION).putLong(4096).putLong(7).put(input);
        CRC32C sum = new CRC32C();
        sum.update(fitting.array(), 0, fitting.position());
        fitting.putLong(sum.getValue());
        if (!read(fitting.array())) {
            throw new IllegalStateException("a checkpoint with its sum is not intact");
        }
    }

    private static boolean read(byte[] octets) throws IOException {
        Files.write(FOLDER.resolve("0000000000001000.checkpoint"), octets);
        List<Checkpoint> found = Checkpoint.in(FOLDER);
        if (found.isEmpty() || !found.getFirst().isIntact()) {
            return false;
        }
        try (StreamFold fold = new StreamFold("fuzz", _ -> {}, Answers.NONE)) {
            found.getFirst().restore(fold);
        } catch (IOException | RuntimeException _) {
            // passed over
        }
        return true;
    }
}
