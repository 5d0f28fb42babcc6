package net.flowtally.collector.stream;

import java.time.Duration;
import net.flowtally.ledger.exporter.JournalKeeping;

/// How often a stream writes what, and how long it keeps its journal. None of it changes the
/// ledger: only how much work a restart repeats, and how large files are.
///
/// @param commit slices are committed this long after the last commit
/// @param counters counters are committed this long after they were
/// @param checkpoint a checkpoint is written this long after the last one
/// @param checkpointRecords or after so many flow records, whichever comes first, unless writing
///   would take more than a twentieth of the time
/// @param fileRows slices in a file, about, at the most
/// @param segmentCapacity octets in a file of the journal
/// @param keep how long a file of the journal stays once it is committed, unless the site's
///   settings say otherwise; so with `keepOctets`
/// @param keepOctets or how much of the journal stays, whichever is less
public record Pace(
        Duration commit,
        Duration counters,
        Duration checkpoint,
        long checkpointRecords,
        int fileRows,
        int segmentCapacity,
        Duration keep,
        long keepOctets) {

    /// How long the journal is kept where the site's settings do not say it.
    JournalKeeping keeping() {
        return new JournalKeeping(keep, keepOctets);
    }

    public static Pace defaults() {
        return new Pace(
                Duration.ofSeconds(15),
                Duration.ofSeconds(2),
                Duration.ofMinutes(5),
                5_000_000,
                1_000_000,
                64 << 20,
                Duration.ofHours(24),
                16L << 30);
    }
}
