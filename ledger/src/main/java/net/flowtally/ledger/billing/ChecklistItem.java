package net.flowtally.ledger.billing;

/// Something to look at before a period is sealed.
///
/// @param what names the figures and what to do, in plain sentences
public record ChecklistItem(Subject subject, Severity severity, String what) {
    /// What an item is about.
    public enum Subject {
        PERIOD_NOT_OVER,
        UNSETTLED,
        PENDING_EXPORTER,
        HELD,
        UNRATED,
        UNASSIGNED,
        GAP,
        LOSS,
        OWNERSHIP_CONFLICT
    }

    /// Whether sealing needs a reason.
    public enum Severity {
        /// Sealing is refused unless a reason is given; before the period is over, even then.
        ERROR,
        WARNING
    }
}
