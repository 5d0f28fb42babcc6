package net.flowtally.ledger.archive;

import java.util.List;

/// What a verification of an archive went through, and what it found.
///
/// @param period `YYYY-MM`
/// @param tables that were compared with their sums
/// @param findings a sentence each, with the place
public record ArchiveReport(
        String period, int tables, long rows, long octets, List<String> findings) {
    public ArchiveReport {
        findings = List.copyOf(findings);
    }

    public boolean isClean() {
        return findings.isEmpty();
    }
}
