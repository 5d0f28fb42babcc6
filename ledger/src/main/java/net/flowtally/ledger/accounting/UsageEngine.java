package net.flowtally.ledger.accounting;

import java.util.List;
import net.flowtally.ledger.engine.Engine;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;

/// Opens engines that usage is made in and read with.
public final class UsageEngine {
    private UsageEngine() {}

    public static Engine open(Home home, Store store) {
        return Engine.open(
                home,
                store,
                "usage",
                List.of(home.usage(), home.calls()),
                "preserve_insertion_order = false");
    }
}
