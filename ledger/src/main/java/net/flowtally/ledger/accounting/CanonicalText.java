package net.flowtally.ledger.accounting;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import net.flowtally.ledger.DecimalText;

/// Rows as they are hashed: fields as text in UTF-8, each ended by a tab, rows by a line feed. For
/// one thread.
final class CanonicalText {
    private byte[] octets = new byte[256];
    private int length;

    void field(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        makeRoom(encoded.length + 1);
        System.arraycopy(encoded, 0, octets, length, encoded.length);
        length += encoded.length;
        octets[length++] = '\t';
    }

    void field(long number) {
        makeRoom(DecimalText.LONGEST + 1);
        length = DecimalText.put(number, octets, length);
        octets[length++] = '\t';
    }

    void endRow() {
        makeRoom(1);
        octets[length++] = '\n';
    }

    void addTo(MessageDigest digest) {
        digest.update(octets, 0, length);
    }

    void clear() {
        length = 0;
    }

    private void makeRoom(int further) {
        if (length + further > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, length + further));
        }
    }
}
