package net.flowtally.ledger.calls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Compares a slice file with what the catalog says of it.
final class SliceFileCheck {
    private final WrittenFile cataloged;
    private final List<String> findings = new ArrayList<>();

    SliceFileCheck(WrittenFile cataloged) {
        this.cataloged = cataloged;
    }

    /// One sentence for each difference.
    List<String> findings() {
        return findings;
    }

    /// @return whether the octets are those that were written, so that the engine may look at them
    boolean compareOctets(Path file) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long octets;
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                octets = in.transferTo(OutputStream.nullOutputStream());
            }
            compare("octets", octets, cataloged.octetsOnDisk());
            String hash = HexFormat.of().formatHex(digest.digest());
            if (!hash.equals(cataloged.hash())) {
                add("has the SHA-256 " + hash + ", the catalog says " + cataloged.hash());
                return false;
            }
            return true;
        } catch (NoSuchFileException _) {
            add("is missing");
            return false;
        } catch (IOException e) {
            add("cannot be read: " + e);
            return false;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    void compareSums(SliceSums sums) {
        compare("slices", sums.slices, cataloged.slices());
        compare("raw bytes", sums.rawBytes, cataloged.rawBytes());
        compare("raw packets", sums.rawPackets, cataloged.rawPackets());
        compare("bytes", sums.bytes, cataloged.bytes());
        compare("packets", sums.packets, cataloged.packets());
        List<QuarterSum> quarters = sums.quarters();
        if (!quarters.equals(cataloged.quarters())) {
            add("has the quarter hours " + quarters + ", the catalog says " + cataloged.quarters());
        }
    }

    void unreadable(ArchiveException e) {
        add("is damaged: " + e.getMessage());
    }

    private void compare(String what, long found, long expected) {
        if (found != expected) {
            add("has " + found + " " + what + ", the catalog says " + expected);
        }
    }

    private void add(String finding) {
        findings.add("The slice file " + cataloged.name() + " " + finding + ".");
    }
}
