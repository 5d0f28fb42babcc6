package net.flowtally.collector.flow;

import net.flowtally.collector.exporter.ExporterTally;

/// An exporter as the flow table knows it: one address and protocol, its counters, and the longest
/// record seen from it, from which its idle time-out follows.
final class KnownExporter {
    private static final long SECOND = 1_000_000;
    private static final long MARGIN_SECONDS = 60;
    private static final long MOST_SECONDS = 3600;

    final int number;
    final ExporterTally tally;

    /// Microseconds.
    long longestRecord;

    KnownExporter(int number, ExporterTally tally) {
        this.number = number;
        this.tally = tally;
    }

    /// @param least what applies whatever the exporter's records look like, in seconds
    long idleSeconds(long least) {
        long longest = Math.ceilDiv(longestRecord, SECOND) + MARGIN_SECONDS;
        return Math.max(least, Math.min(longest, MOST_SECONDS));
    }
}
