package net.flowtally.ledger.calls;

import java.util.List;

/// What a run of compaction did.
///
/// @param replaced files whose slices are in others now
/// @param written files that were made of them
/// @param damaged a sentence for each file that was left alone because it is not what was written
public record CompactionRun(int replaced, int written, List<String> damaged) {
    public CompactionRun {
        damaged = List.copyOf(damaged);
    }
}
