package net.flowtally.ledger.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The SHA-256 over a whole file, kept inside that file: behind a mark there stand 64 hexadecimal
/// digits, which count as zeros. So each octet of the file is covered, and nothing beside the file
/// is needed to check it.
final class OctetSum {
    static final String MARK = "sha256 of this file, with zeros for these digits: ";
    static final String EMPTY = "0".repeat(64);

    private static final int BLOCK = 1 << 20;

    private OctetSum() {}

    /// @param place of the digits in the file
    private record Found(long place, String digits, String sum) {}

    /// Puts the sum of a file where zeros stand for it.
    static void put(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Found found = find(channel);
            if (!found.digits.equals(EMPTY)) {
                throw new PeriodArchiveException(file + " has its sum already.");
            }
            channel.write(
                    ByteBuffer.wrap(found.sum.getBytes(StandardCharsets.US_ASCII)), found.place);
            channel.force(true);
        }
    }

    /// Whether a file is what it was when its sum was put.
    static boolean agrees(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Found found = find(channel);
            return found.place >= 0 && found.digits.equals(found.sum);
        }
    }

    private static Found find(FileChannel channel) throws IOException {
        byte[] mark = MARK.getBytes(StandardCharsets.US_ASCII);
        long place = place(channel, mark);
        if (place < 0) {
            return new Found(-1, "", "");
        }
        ByteBuffer digits = ByteBuffer.allocate(EMPTY.length());
        readFully(channel, digits, place);
        MessageDigest digest = sha256();
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        for (long at = 0; at < channel.size(); at += block.limit()) {
            block.clear();
            readFully(channel, block, at);
            block.flip();
            for (int i = 0; i < EMPTY.length(); i++) {
                long in = place + i - at;
                if (in >= 0 && in < block.limit()) {
                    block.put((int) in, (byte) '0');
                }
            }
            digest.update(block);
        }
        return new Found(
                place,
                new String(digits.array(), 0, digits.position(), StandardCharsets.US_ASCII),
                HexFormat.of().formatHex(digest.digest()));
    }

    private static long place(FileChannel channel, byte[] mark) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK + mark.length);
        for (long at = 0; at < channel.size(); at += BLOCK) {
            block.clear();
            readFully(channel, block, at);
            int last = block.position() - mark.length;
            for (int i = 0; i <= last; i++) {
                int matched = 0;
                while (matched < mark.length && block.get(i + matched) == mark[matched]) {
                    matched++;
                }
                if (matched == mark.length) {
                    return at + i + mark.length;
                }
            }
        }
        return -1;
    }

    private static void readFully(FileChannel channel, ByteBuffer into, long from)
            throws IOException {
        long at = from;
        while (into.hasRemaining()) {
            int read = channel.read(into, at);
            if (read < 0) {
                return;
            }
            at += read;
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
