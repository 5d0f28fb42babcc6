package net.flowtally.ledger.linter;

import net.flowtally.ledger.address.Address;

/// Traffic that two observation points saw, over the time of a survey: what one of them reported of
/// it was suppressed.
///
/// @param loser whose figures were suppressed
/// @param winner whose figures counted; the loser itself if it saw the traffic at two places
/// @param records flow updates that were suppressed
public record Duplicates(Address loser, Address winner, long records, long bytes, Reason reason) {
    /// Why the winner won.
    public enum Reason {
        /// An administrator prefers it.
        PREFERENCE,

        /// It does not sample, or it reported more bytes, or as many and has the lower address.
        FIGURES,

        /// Both are the same exporter: the one with more bytes, or the lower interface, counts.
        SAME_EXPORTER
    }
}
