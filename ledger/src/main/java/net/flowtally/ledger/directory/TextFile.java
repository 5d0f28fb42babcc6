package net.flowtally.ledger.directory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Checks that a file is what an import can read: UTF-8 of limited size and line length.
final class TextFile {
    static final long MOST_BYTES = 200_000_000;
    static final int MOST_LINE_BYTES = 65_536;

    private static final int CHUNK = 65_536;

    private TextFile() {}

    /// Adds an error for the first thing that makes the file unreadable.
    static void check(Path file, RowErrors errors) throws IOException {
        if (!Files.isRegularFile(file)) {
            errors.add(0, "", "There is no file " + file + ".");
            return;
        }
        if (Files.size(file) > MOST_BYTES) {
            errors.add(0, "", "The file is larger than " + MOST_BYTES / 1_000_000 + " MB.");
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            checkText(in, errors);
        }
    }

    private static void checkText(InputStream in, RowErrors errors) throws IOException {
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK + 4);
        CharBuffer chars = CharBuffer.allocate(CHUNK + 4);
        long line = 1;
        int length = 0;
        boolean end = false;
        while (!end) {
            int read = in.read(bytes.array(), bytes.position(), CHUNK);
            end = read < 0;
            bytes.position(bytes.position() + Math.max(0, read)).flip();
            if (line == 1 && length == 0 && looksLikeUtf16(bytes)) {
                errors.add(1, "", "The file is UTF-16; save it as UTF-8.");
                return;
            }
            int from = bytes.position();
            CoderResult result = decoder.decode(bytes, chars.clear(), end);
            for (int i = from; i < bytes.position(); i++) {
                if (bytes.get(i) == '\n') {
                    line++;
                    length = 0;
                } else if (++length > MOST_LINE_BYTES) {
                    errors.add(line, "", "The line is longer than " + MOST_LINE_BYTES + " bytes.");
                    return;
                }
            }
            if (result.isError()) {
                errors.add(
                        line,
                        "",
                        "The line is not UTF-8 (its byte "
                                + (length + 1)
                                + " is no part of a character); save the file as UTF-8.");
                return;
            }
            bytes.compact();
        }
    }

    private static boolean looksLikeUtf16(ByteBuffer bytes) {
        if (bytes.remaining() < 2) {
            return false;
        }
        int first = bytes.get(0) & 0xff;
        int second = bytes.get(1) & 0xff;
        return (first == 0xff && second == 0xfe) || (first == 0xfe && second == 0xff);
    }
}
