package net.flowtally.app.command;

import java.time.Clock;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.billing.Integrity;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.explore.CallExplorer;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.start.Defaults;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.AccountingZone;
import net.flowtally.reports.catalogue.ReportEngine;

/// A home with its store, for the time that a command works on it.
///
/// @param usage opens its engine with the first question
record OpenHome(Home home, Store store, Settings settings, CallArchive archive, UsageReader usage)
        implements AutoCloseable {
    static OpenHome of(Home home, Clock clock) {
        Store store = Store.open(home, clock);
        Defaults.ensure(store);
        return new OpenHome(
                home,
                store,
                new Settings(store),
                new CallArchive(home, store, clock),
                new UsageReader(home, store));
    }

    AccountingZone zone() {
        return settings.current().zone();
    }

    Periods periods() {
        return new Periods(store);
    }

    /// The engine that answers reports from this home.
    ReportEngine reports(Clock clock) {
        return new ReportEngine(
                usage,
                new CallExplorer(home, store, archive),
                periods(),
                new Integrity(store, usage),
                settings,
                clock);
    }

    @Override
    public void close() {
        usage.close();
        store.close();
    }
}
