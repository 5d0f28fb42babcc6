package net.flowtally.ledger.archive;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// SHA-256 over rows, a thousand at a time: each value as its type (`n`, `i`, `t`, `b`), its text
/// and a line feed; texts with their length in octets before them, octets in hexadecimal.
final class RowSums {
    static final int ROWS = 1_000;

    private final MessageDigest digest = OctetSum.sha256();

    void add(ResultSet row, int columns) throws SQLException {
        for (int column = 1; column <= columns; column++) {
            add(row.getObject(column));
        }
    }

    private void add(@Nullable Object value) {
        String text =
                switch (value) {
                    case null -> "n";
                    case Number number -> "i" + number;
                    case byte[] octets -> "b" + HexFormat.of().formatHex(octets);
                    default -> {
                        String words = value.toString();
                        yield "t" + words.getBytes(StandardCharsets.UTF_8).length + ":" + words;
                    }
                };
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
    }

    /// The sum of the rows added since the last time.
    String take() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
