package net.flowtally.collector.capture;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// The block-structured capture format. Blocks of other kinds are skipped.
final class PcapngReader {
    static final int SECTION_HEADER = 0x0a0d0d0a;

    private static final int INTERFACE = 1;
    private static final int OBSOLETE_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    private static final int LEAST_BLOCK = 12;
    private static final int OPTION_END = 0;
    private static final int OPTION_RESOLUTION = 9;
    private static final int OPTION_OFFSET = 14;

    /// An interface of the section: its link, how many of its time units are a second, and the
    /// seconds to be added.
    private record Interface(LinkType link, BigInteger unitsPerSecond, long offset) {
        long micros(long units) {
            return new BigInteger(Long.toUnsignedString(units))
                            .multiply(BigInteger.valueOf(1_000_000))
                            .divide(unitsPerSecond)
                            .longValue()
                    + offset * 1_000_000;
        }
    }

    private final Path file;
    private final MemorySegment content;
    private final Clock clock;
    private final List<Interface> interfaces = new ArrayList<>();
    private ValueLayout.OfInt word = ValueLayout.JAVA_INT_UNALIGNED;
    private ValueLayout.OfShort half = ValueLayout.JAVA_SHORT_UNALIGNED;
    private ValueLayout.OfLong twoWords = ValueLayout.JAVA_LONG_UNALIGNED;
    private long lastTime = Long.MIN_VALUE;

    PcapngReader(Path file, MemorySegment content, Clock clock) {
        this.file = file;
        this.content = content;
        this.clock = clock;
    }

    void readTo(UdpPackets packets) {
        long at = 0;
        while (at <= content.byteSize() - LEAST_BLOCK) {
            int type = content.get(word, at);
            if (type == SECTION_HEADER) {
                beginSection(at);
            }
            long length = content.get(word, at + 4) & 0xffff_ffffL;
            if (length < LEAST_BLOCK) {
                throw damaged(at);
            }
            if (length > content.byteSize() - at) {
                return;
            }
            block(type, at + 8, at + length - 4, packets);
            at += (length + 3) & ~3L;
        }
    }

    private CaptureException damaged(long at) {
        return new CaptureException(file, "is damaged at octet " + at + ".");
    }

    private void beginSection(long at) {
        ByteOrder order = ByteOrder.BIG_ENDIAN;
        if (content.get(word.withOrder(order), at + 8) != BYTE_ORDER_MAGIC) {
            order = ByteOrder.LITTLE_ENDIAN;
            if (content.get(word.withOrder(order), at + 8) != BYTE_ORDER_MAGIC) {
                throw damaged(at);
            }
        }
        word = word.withOrder(order);
        half = half.withOrder(order);
        twoWords = twoWords.withOrder(order);
        interfaces.clear();
    }

    private void block(int type, long body, long end, UdpPackets packets) {
        switch (type) {
            case INTERFACE -> interfaces.add(describe(body, end));
            case ENHANCED_PACKET ->
                    packet(content.get(word, require(body, 20, end)), body, end, packets);
            case OBSOLETE_PACKET ->
                    packet(content.get(half, require(body, 20, end)) & 0xffff, body, end, packets);
            case SIMPLE_PACKET -> {
                long length = content.get(word, require(body, 4, end)) & 0xffff_ffffL;
                packets.packet(
                        simpleTime(),
                        from(0, body).link(),
                        content.asSlice(body + 4, Math.min(length, end - body - 4)).asByteBuffer());
            }
            default -> {}
        }
    }

    private void packet(int number, long body, long end, UdpPackets packets) {
        Interface from = from(number, body);
        long units =
                ((content.get(word, body + 4) & 0xffff_ffffL) << 32)
                        | (content.get(word, body + 8) & 0xffff_ffffL);
        long length = content.get(word, body + 12) & 0xffff_ffffL;
        if (length > end - body - 20) {
            throw damaged(body);
        }
        lastTime = from.micros(units);
        packets.packet(lastTime, from.link(), content.asSlice(body + 20, length).asByteBuffer());
    }

    /// Simple packets carry no time: that of the packet before, else now.
    private long simpleTime() {
        return lastTime == Long.MIN_VALUE
                ? ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant())
                : lastTime;
    }

    private Interface from(int number, long at) {
        if (number < 0 || number >= interfaces.size()) {
            throw damaged(at);
        }
        return interfaces.get(number);
    }

    private long require(long body, int octets, long end) {
        if (end - body < octets) {
            throw damaged(body);
        }
        return body;
    }

    private Interface describe(long body, long end) {
        LinkType link = LinkType.of(file, content.get(half, require(body, 8, end)) & 0xffff);
        BigInteger unitsPerSecond = BigInteger.valueOf(1_000_000);
        long offset = 0;
        long at = body + 8;
        while (at <= end - 4) {
            int code = content.get(half, at) & 0xffff;
            int length = content.get(half, at + 2) & 0xffff;
            if (code == OPTION_END || length > end - at - 4) {
                break;
            }
            if (code == OPTION_RESOLUTION && length >= 1) {
                int resolution = content.get(ValueLayout.JAVA_BYTE, at + 4);
                unitsPerSecond = BigInteger.valueOf(resolution < 0 ? 2 : 10).pow(resolution & 0x7f);
            } else if (code == OPTION_OFFSET && length >= 8) {
                offset = content.get(twoWords, at + 4);
            }
            at += 4 + ((length + 3) & ~3);
        }
        return new Interface(link, unitsPerSecond, offset);
    }
}
