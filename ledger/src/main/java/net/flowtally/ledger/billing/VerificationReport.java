package net.flowtally.ledger.billing;

import java.util.List;
import net.flowtally.ledger.accounting.Finding;
import net.flowtally.ledger.calls.RemovedDetail;

/// What a verification went through, and what it found.
///
/// @param sliceFiles whose hashes and sums were compared with the catalog
/// @param usageFiles whose rows were compared with usage built again from the slices
/// @param quarterHours that were built again
/// @param usageRows that were compared
/// @param waiting quarter hours left out because they wait for accounting
/// @param sealedPeriods whose seals and statements were worked out again
/// @param removed of these, what has no slices any more; there the figures that were kept of them
///   were compared with the seal
public record VerificationReport(
        List<Finding> findings,
        int sliceFiles,
        int usageFiles,
        int quarterHours,
        long usageRows,
        int waiting,
        int sealedPeriods,
        int statements,
        int lines,
        List<RemovedDetail> removed) {
    public VerificationReport {
        findings = List.copyOf(findings);
        removed = List.copyOf(removed);
    }

    public boolean isClean() {
        return findings.isEmpty();
    }
}
