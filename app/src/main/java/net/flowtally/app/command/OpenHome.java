package net.flowtally.app.command;

import java.time.Clock;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.start.Defaults;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.AccountingZone;

/// A home with its store, for the time that a command works on it.
record OpenHome(Home home, Store store, Settings settings) implements AutoCloseable {
    static OpenHome of(Home home, Clock clock) {
        Store store = Store.open(home, clock);
        Defaults.ensure(store);
        return new OpenHome(home, store, new Settings(store));
    }

    AccountingZone zone() {
        return settings.current().zone();
    }

    @Override
    public void close() {
        store.close();
    }
}
