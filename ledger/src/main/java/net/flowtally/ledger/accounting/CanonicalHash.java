package net.flowtally.ledger.accounting;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;

/// SHA-256 over rows in a fixed order: fields as text in UTF-8, each ended by a tab, rows by a line
/// feed. For one thread.
public final class CanonicalHash {
    private final MessageDigest digest;
    private final StringBuilder row = new StringBuilder();

    public CanonicalHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    public CanonicalHash field(String text) {
        row.append(text).append('\t');
        return this;
    }

    public CanonicalHash field(long number) {
        row.append(number).append('\t');
        return this;
    }

    public void endRow() {
        digest.update(row.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        row.setLength(0);
    }

    void addRow(ResultSet rows, int columns) throws SQLException {
        for (int i = 1; i <= columns; i++) {
            field(rows.getString(i));
        }
        endRow();
    }

    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
