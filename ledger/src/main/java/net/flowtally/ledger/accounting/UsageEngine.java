package net.flowtally.ledger.accounting;

import java.nio.file.Path;
import java.util.List;
import net.flowtally.ledger.engine.Engine;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;

/// Opens engines that usage is made in and read with.
public final class UsageEngine {
    private static final String NAME = "usage";

    private UsageEngine() {}

    public static Engine open(Home home, Store store) {
        return Engine.open(home, store, NAME, 1, folders(home), "preserve_insertion_order = false");
    }

    /// Opens one of several that work at a time: rows stay in the order in which they come.
    ///
    /// @param parts how many; they share the memory of one
    static Engine oneOf(Home home, Store store, int parts) {
        return Engine.open(home, store, NAME, parts, folders(home));
    }

    private static List<Path> folders(Home home) {
        return List.of(home.usage(), home.calls());
    }
}
