package net.flowtally.ledger.accounting;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 over rows in a fixed order, see [CanonicalText]. For one thread.
public final class CanonicalHash {
    private final MessageDigest digest;
    private final CanonicalText row = new CanonicalText();

    public CanonicalHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    public CanonicalHash field(String text) {
        row.field(text);
        return this;
    }

    public CanonicalHash field(long number) {
        row.field(number);
        return this;
    }

    public void endRow() {
        row.endRow();
        rows(row);
        row.clear();
    }

    /// Adds whole rows.
    void rows(CanonicalText rows) {
        rows.addTo(digest);
    }

    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
