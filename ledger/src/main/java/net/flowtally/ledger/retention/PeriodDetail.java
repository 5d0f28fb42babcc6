package net.flowtally.ledger.retention;

import java.util.List;
import net.flowtally.ledger.period.BillingPeriod;

/// The call detail of one period, and what becomes of it.
///
/// @param octets that it takes, or took, on the disk
/// @param reasons sentences: why it stays though it is due; empty otherwise
public record PeriodDetail(
        BillingPeriod period,
        int files,
        long slices,
        long octets,
        Fate fate,
        List<String> reasons) {
    public PeriodDetail {
        reasons = List.copyOf(reasons);
    }

    /// What becomes of it.
    public enum Fate {
        /// It is within what the site keeps.
        KEPT,

        /// It is due and goes.
        GOES,

        /// It is due, and something holds it.
        BLOCKED,

        /// It went earlier.
        REMOVED
    }

    PeriodDetail blocked(String reason) {
        return new PeriodDetail(period, files, slices, octets, Fate.BLOCKED, List.of(reason));
    }
}
