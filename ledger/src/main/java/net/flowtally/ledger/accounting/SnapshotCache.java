package net.flowtally.ledger.accounting;

import java.util.LinkedHashMap;
import java.util.Map;
import net.flowtally.ledger.store.Store;

/// Snapshots of the revisions that were asked for last. Thread-safe.
final class SnapshotCache {
    private static final int KEPT = 4;

    private final Store store;
    private final Map<Long, Snapshots> kept = new LinkedHashMap<>();

    SnapshotCache(Store store) {
        this.store = store;
    }

    Snapshots newest() {
        return at(store.revision());
    }

    synchronized Snapshots at(long revision) {
        Snapshots known = kept.remove(revision);
        if (known == null) {
            known = Snapshots.at(store, revision);
        }
        kept.put(revision, known);
        if (kept.size() > KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
        return known;
    }
}
