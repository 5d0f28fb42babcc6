package net.flowtally.collector.decode;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// Makes datagrams with templates out of sets in hexadecimal, with all lengths right.
final class Message {
    /// Uptime 900000 ms at 1700000000 s.
    static final int UPTIME = 900_000;

    static final int SECONDS = 1_700_000_000;
    static final long EXPORT = SECONDS * 1_000_000L;

    private Message() {}

    static byte[] v9(int sequence, int source, byte[]... sets) {
        byte[] body = joined(sets);
        return ByteBuffer.allocate(20 + body.length)
                .putShort((short) 9)
                .putShort((short) sets.length)
                .putInt(UPTIME)
                .putInt(SECONDS)
                .putInt(sequence)
                .putInt(source)
                .put(body)
                .array();
    }

    static byte[] ipfix(int sequence, int domain, byte[]... sets) {
        byte[] body = joined(sets);
        return ByteBuffer.allocate(16 + body.length)
                .putShort((short) 10)
                .putShort((short) (16 + body.length))
                .putInt(SECONDS)
                .putInt(sequence)
                .putInt(domain)
                .put(body)
                .array();
    }

    static byte[] set(int id, String... hex) {
        byte[] content = DecodingBench.bytes(String.join("", hex));
        return ByteBuffer.allocate(4 + content.length)
                .putShort((short) id)
                .putShort((short) (4 + content.length))
                .put(content)
                .array();
    }

    /// A template set of v9 with one template; fields are pairs of type and length.
    static byte[] template9(int id, int... fields) {
        return set(0, hex16(id), hex16(fields.length / 2), hex16(fields));
    }

    static byte[] templateX(int id, int... fields) {
        return set(2, hex16(id), hex16(fields.length / 2), hex16(fields));
    }

    /// An options template set of v9 whose scope is the system, of four octets.
    static byte[] options9(int id, int... fields) {
        return set(1, hex16(id), hex16(4), hex16(fields.length * 2), hex16(1, 4), hex16(fields));
    }

    static String hex16(int... values) {
        StringBuilder hex = new StringBuilder();
        for (int value : values) {
            hex.append(String.format("%04x", value & 0xffff));
        }
        return hex.toString();
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
