package net.flowtally.collector.decode;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.flowtally.collector.flow.Datagram;
import net.flowtally.ledger.address.Address;

/// UDP payloads out of a file of the capture set: a classic pcap, or bare payloads.
final class CapturedDatagrams {
    static final Path OWN = Path.of("src/test/resources/captures");

    private static final int ETHERNET = 1;
    private static final int LINUX_SLL = 113;
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
        try {
            ByteBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(file));
            return file.toString().endsWith(".pcap") ? pcap(buffer) : bare(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One datagram, unless messages of equal version follow one another without a gap.
    private static List<Payload> bare(ByteBuffer buffer) {
        List<Payload> payloads = new ArrayList<>();
        int at = 0;
        while (at < buffer.limit()) {
            int version = buffer.getShort(at);
            int length =
                    switch (version) {
                        case 5 -> 24 + 48 * buffer.getShort(at + 2);
                        case 10 -> buffer.getShort(at + 2);
                        default -> buffer.limit() - at;
                    };
            int end = at + length;
            boolean follows =
                    length > 0 && end + 2 <= buffer.limit() && buffer.getShort(end) == version;
            if (!follows) {
                end = buffer.limit();
            }
            long seconds = buffer.getInt(at + (version == 10 ? 4 : 8)) & 0xffff_ffffL;
            byte[] octets = new byte[end - at];
            buffer.get(at, octets);
            payloads.add(new Payload(BARE_SOURCE, 40_000, seconds * 1_000_000, octets));
            at = end;
        }
        return payloads;
    }

    private static List<Payload> pcap(ByteBuffer buffer) {
        int magic = buffer.order(LITTLE_ENDIAN).getInt(0);
        if (magic != 0xa1b2c3d4 && magic != 0xa1b23c4d) {
            magic = buffer.order(BIG_ENDIAN).getInt(0);
        }
        int fraction = magic == 0xa1b23c4d ? 1000 : 1;
        int link = buffer.getInt(20);
        List<Payload> payloads = new ArrayList<>();
        int at = 24;
        while (at + 16 <= buffer.limit()) {
            long time =
                    (buffer.getInt(at) & 0xffff_ffffL) * 1_000_000
                            + (buffer.getInt(at + 4) & 0xffff_ffffL) / fraction;
            int captured = buffer.getInt(at + 8);
            at += 16;
            ByteBuffer packet = buffer.slice(at, captured).order(BIG_ENDIAN);
            at += captured;
            frame(link, packet, time, payloads);
        }
        return payloads;
    }

    private static void frame(int link, ByteBuffer packet, long time, List<Payload> payloads) {
        int at =
                switch (link) {
                    case ETHERNET -> 12;
                    case LINUX_SLL -> 14;
                    default -> throw new IllegalArgumentException("link type " + link);
                };
        int type = packet.getShort(at) & 0xffff;
        at += 2;
        while (type == 0x8100) {
            type = packet.getShort(at + 2) & 0xffff;
            at += 4;
        }
        byte[] source;
        if (type == 0x0800 && packet.get(at + 9) == 17) {
            source = new byte[4];
            packet.get(at + 12, source);
            at += (packet.get(at) & 0xf) * 4;
        } else if (type == 0x86dd && packet.get(at + 6) == 17) {
            source = new byte[16];
            packet.get(at + 8, source);
            at += 40;
        } else {
            return;
        }
        Address from =
                source.length == 4
                        ? Address.v4(ByteBuffer.wrap(source).getInt())
                        : Address.of(source);
        int port = packet.getShort(at) & 0xffff;
        byte[] octets = new byte[(packet.getShort(at + 4) & 0xffff) - 8];
        packet.get(at + 8, octets);
        payloads.add(new Payload(from, port, time, octets));
    }
}
