package net.flowtally.collector.stream;

import net.flowtally.ledger.calls.CallArchive;

/// What of a stream the ledger has already.
///
/// @param position in the journal; everything before it is in the ledger
/// @param emission slices that are in the ledger
/// @param clock journal time, microseconds UTC
record Committed(long position, long emission, long clock) {
    static Committed of(CallArchive archive, String stream) {
        return archive.stream(stream)
                .map(known -> new Committed(known.position(), known.emission(), known.clock()))
                .orElseGet(() -> new Committed(0, 0, 0));
    }
}
