package net.flowtally.collector.capture;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// The classic capture format: a header of 24 octets, then packets, each after 16 octets of time
/// and length.
final class PcapReader {
    private static final int FILE_HEADER = 24;
    private static final int PACKET_HEADER = 16;
    private static final int LINK_TYPE = 20;

    private final Path file;
    private final MemorySegment content;
    private final ValueLayout.OfInt word;
    private final boolean nanos;

    PcapReader(Path file, MemorySegment content, ByteOrder order, int magic) {
        this.file = file;
        this.content = content;
        this.word = ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
        this.nanos = magic == CaptureFile.PCAP_NANOS;
    }

    void readTo(UdpPackets packets) {
        if (content.byteSize() < FILE_HEADER) {
            throw new CaptureException(file, "ends inside its header.");
        }
        // the upper bits tell of a frame check sequence
        LinkType link = LinkType.of(file, content.get(word, LINK_TYPE) & 0xffff);
        long at = FILE_HEADER;
        while (at <= content.byteSize() - PACKET_HEADER) {
            long fraction = content.get(word, at + 4) & 0xffff_ffffL;
            long time =
                    (content.get(word, at) & 0xffff_ffffL) * 1_000_000
                            + (nanos ? fraction / 1000 : fraction);
            long length = content.get(word, at + 8) & 0xffff_ffffL;
            at += PACKET_HEADER;
            long held = Math.min(length, content.byteSize() - at);
            if (length > UdpPackets.MAX_PACKET) {
                throw new CaptureException(file, "is damaged at octet " + at + ".");
            }
            packets.packet(time, link, content.asSlice(at, held).asByteBuffer());
            at += held;
        }
    }
}
