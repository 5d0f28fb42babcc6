package net.flowtally.ledger.retention;

import java.util.List;
import net.flowtally.ledger.accounting.Finding;
import net.flowtally.ledger.calls.RemovedDetail;

/// What retention did.
///
/// @param plan as it is afterwards
/// @param removed in the order of time
/// @param damages what could not be proven before it was to go; nothing of its period went
/// @param journals of replays that went with their slices
public record RetentionRun(
        RetentionPlan plan, List<RemovedDetail> removed, List<Finding> damages, int journals) {
    public RetentionRun {
        removed = List.copyOf(removed);
        damages = List.copyOf(damages);
    }

    /// Octets of slice files that are free an hour later.
    public long octets() {
        return removed.stream().mapToLong(RemovedDetail::octets).sum();
    }
}
