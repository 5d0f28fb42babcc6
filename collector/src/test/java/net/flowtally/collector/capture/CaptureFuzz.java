package net.flowtally.collector.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import net.flowtally.ledger.address.Address;

/// For a fuzzer: a file that may be a capture, or bare payloads. What it gives are datagrams, and
/// it ends; what it cannot give is refused in words.
public final class CaptureFuzz {
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private static final Path FILE = file();

    private CaptureFuzz() {}

    private static Path file() {
        try {
            Path file = Files.createTempFile("fuzz", ".pcap");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Files.write(FILE, input);
        long[] octets = new long[1];
        CaptureFile capture = new CaptureFile(FILE, Address.parse("192.0.2.1"), CLOCK);
        try {
            capture.deliverTo((_, _, _, payload) -> {
                if (payload.remaining() > 65_535) {
                    throw new IllegalStateException("a datagram of " + payload.remaining());
                }
                octets[0] += payload.remaining();
            });
        } catch (CaptureException _) {
            return;
        }
        if (octets[0] > input.length) {
            throw new IllegalStateException(octets[0] + " octets out of " + input.length);
        }
    }
}
