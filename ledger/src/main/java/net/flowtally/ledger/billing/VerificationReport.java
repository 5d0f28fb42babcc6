package net.flowtally.ledger.billing;

import java.util.List;
import net.flowtally.ledger.accounting.Finding;

/// What a verification went through, and what it found.
///
/// @param sliceFiles whose hashes and sums were compared with the catalog
/// @param usageFiles whose rows were compared with usage built again from the slices
/// @param quarterHours that were built again
/// @param usageRows that were compared
/// @param waiting quarter hours left out because they wait for accounting
/// @param sealedPeriods whose seals and statements were worked out again
public record VerificationReport(
        List<Finding> findings,
        int sliceFiles,
        int usageFiles,
        int quarterHours,
        long usageRows,
        int waiting,
        int sealedPeriods,
        int statements,
        int lines) {
    public VerificationReport {
        findings = List.copyOf(findings);
    }

    public boolean isClean() {
        return findings.isEmpty();
    }
}
