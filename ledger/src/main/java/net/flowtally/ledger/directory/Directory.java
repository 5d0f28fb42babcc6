package net.flowtally.ledger.directory;

import net.flowtally.ledger.store.Store;

/// The directory as the ledger keeps it. Thread-safe.
public final class Directory {
    private final Store store;

    public Directory(Store store) {
        this.store = store;
    }

    /// As it is now.
    public DirectorySnapshot current() {
        return at(Long.MAX_VALUE);
    }

    /// As it was known when a revision was the newest.
    public DirectorySnapshot at(long revision) {
        return store.read(connection -> DirectoryTables.at(connection, revision));
    }
}
