package net.flowtally.ledger.calls;

import java.time.Instant;

/// The call detail of a sealed period that retention has removed: its slices are gone for ever, its
/// usage, statements and the canonical figures of each quarter hour are kept.
///
/// @param name of the period, `YYYY-MM`
/// @param from microseconds, as `to`, which is exclusive
/// @param revision of the removal
/// @param lastCommit the highest commit number of slice files by then
/// @param octets that its slices took on the disk
/// @param archive the file that its archive was written to; empty if none was
/// @param archiveHash SHA-256 of that file
/// @param sumsHash over what accounting made of each quarter hour
/// @param correctionsHash over the lines of its corrections
public record RemovedDetail(
        long period,
        String name,
        long from,
        long to,
        Instant removedAt,
        String actor,
        Reason reason,
        long revision,
        long lastCommit,
        int files,
        long slices,
        long octets,
        String archive,
        String archiveHash,
        String sumsHash,
        String correctionsHash) {
    /// Why it went.
    public enum Reason {
        AGE("age"),
        SIZE("size");

        private final String column;

        Reason(String column) {
            this.column = column;
        }

        /// As the ledger keeps it.
        public String column() {
            return column;
        }

        static Reason of(String column) {
            return column.equals(AGE.column) ? AGE : SIZE;
        }
    }

    boolean overlaps(long start, long end) {
        return from < end && start < to;
    }
}
