package net.flowtally.ledger.imports;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Checks that a file is what an import can read: UTF-8 of limited size and line length.
final class TextFile {
    static final long MOST_BYTES = 200_000_000;
    static final int MOST_LINE_BYTES = 65_536;

    private static final int CHUNK = 65_536;
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private TextFile() {}

    /// Fails for the first thing that makes the file unreadable.
    ///
    /// @return the SHA-256 of the file, as far as it was read
    static String check(Path file, RowErrors errors) throws IOException {
        return check(file, errors, TextFile::checkText);
    }

    /// The same for a file that is no text.
    static String checkSize(Path file, RowErrors errors) throws IOException {
        return check(file, errors, (in, _) -> in.transferTo(OutputStream.nullOutputStream()));
    }

    /// Reads a file that was checked, without the byte order mark that spreadsheets write. Lines
    /// may end in any way.
    static BufferedReader read(Path file) throws IOException {
        BufferedReader text =
                new BufferedReader(
                        new InputStreamReader(
                                Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder()));
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        return text;
    }

    private interface Content {
        void check(InputStream in, RowErrors errors) throws IOException;
    }

    private static String check(Path file, RowErrors errors, Content content) throws IOException {
        if (!Files.isRegularFile(file)) {
            errors.fail(0, "There is no file " + file + ".");
            return "";
        }
        if (Files.size(file) > MOST_BYTES) {
            errors.fail(0, "The file is larger than " + MOST_BYTES / 1_000_000 + " MB.");
            return "";
        }
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            content.check(in, errors);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
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
                errors.fail(1, "The file is UTF-16; save it as UTF-8.");
                return;
            }
            int from = bytes.position();
            CoderResult result = decoder.decode(bytes, chars.clear(), end);
            for (int i = from; i < bytes.position(); i++) {
                if (bytes.get(i) == '\n') {
                    line++;
                    length = 0;
                } else if (++length > MOST_LINE_BYTES) {
                    errors.fail(line, "The line is longer than " + MOST_LINE_BYTES + " bytes.");
                    return;
                }
            }
            if (result.isError()) {
                errors.fail(
                        line,
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
