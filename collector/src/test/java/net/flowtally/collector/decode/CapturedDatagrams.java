package net.flowtally.collector.decode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.flowtally.collector.capture.CaptureFile;
import net.flowtally.collector.flow.Datagram;
import net.flowtally.ledger.address.Address;

/// UDP payloads out of a file of the capture set.
final class CapturedDatagrams {
    static final Path OWN = Path.of("src/test/resources/captures");

    private static final Address BARE_SOURCE = Address.parse("192.0.2.1");

    record Payload(Address source, int port, long receivedAt, byte[] octets) {
        /// As the journal would give it.
        Datagram datagram(long position) {
            Datagram datagram = new Datagram();
            datagram.wrap(MemorySegment.ofArray(octets), 0, octets.length);
            datagram.sourceHi = source.hi();
            datagram.sourceLo = source.lo();
            datagram.sourcePort = port;
            datagram.receivedAt = receivedAt;
            datagram.position = position;
            return datagram;
        }
    }

    private CapturedDatagrams() {}

    /// Everything of our own recordings, file by file in the order of their names.
    static List<List<Payload>> own() {
        try (Stream<Path> files = Files.walk(OWN)) {
            return files.filter(file -> file.toString().endsWith(".pcap"))
                    .sorted()
                    .map(CapturedDatagrams::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Payload> read(Path file) {
        List<Payload> payloads = new ArrayList<>();
        new CaptureFile(file, BARE_SOURCE, Clock.systemUTC())
                .deliverTo((receivedAt, source, port, payload) -> {
                    byte[] octets = new byte[payload.remaining()];
                    payload.get(octets);
                    payloads.add(new Payload(source, port, receivedAt, octets));
                });
        return payloads;
    }
}
