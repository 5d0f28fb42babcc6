package net.flowtally.collector.capture;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Payloads in a file of nothing else. NetFlow v5 and IPFIX messages tell their length, so that
/// several may follow one another; anything else is one datagram.
final class BarePayloads {
    private static final int NETFLOW_5_HEADER = 24;
    private static final int NETFLOW_5_RECORD = 48;
    private static final int IPFIX_HEADER = 16;
    private static final int SFLOW_VERSION = 5;

    private final ByteBuffer content;
    private int start;
    private int end;

    BarePayloads(ByteBuffer content) {
        this.content = content;
    }

    /// Whether it could be something an exporter sends: NetFlow and IPFIX begin with a version of
    /// two octets, sFlow with one of four.
    boolean isFlowExport() {
        return switch (content.getShort(0) & 0xffff) {
            case 1, 5, 7, 8, 9, 10 -> true;
            default -> content.getInt(0) == SFLOW_VERSION;
        };
    }

    boolean next() {
        if (end == content.limit()) {
            return false;
        }
        start = end;
        end = start + messageLength();
        return true;
    }

    private int messageLength() {
        int rest = content.limit() - start;
        int told = rest;
        int version = rest < 4 ? 0 : content.getShort(start) & 0xffff;
        int second = rest < 4 ? 0 : content.getShort(start + 2) & 0xffff;
        if (version == 5 && second > 0) {
            told = NETFLOW_5_HEADER + NETFLOW_5_RECORD * second;
        } else if (version == 10 && second >= IPFIX_HEADER) {
            told = second;
        }
        boolean anotherFollows =
                told <= rest - 2 && (content.getShort(start + told) & 0xffff) == version;
        return anotherFollows ? told : rest;
    }

    ByteBuffer payload() {
        return content.slice(start, end - start);
    }

    /// The export time in the header, microseconds UTC; now if there is none.
    long exportedAt(Clock clock) {
        int length = end - start;
        int version = length < 2 ? 0 : content.getShort(start) & 0xffff;
        if (version == 10 && length >= 8) {
            return (content.getInt(start + 4) & 0xffff_ffffL) * 1_000_000;
        }
        if (version == 9 && length >= 12) {
            return (content.getInt(start + 8) & 0xffff_ffffL) * 1_000_000;
        }
        if (version >= 1 && version <= 8 && length >= 16) {
            return (content.getInt(start + 8) & 0xffff_ffffL) * 1_000_000
                    + (content.getInt(start + 12) & 0xffff_ffffL) / 1000;
        }
        return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }
}
