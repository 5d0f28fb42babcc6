package net.flowtally.app.window;

import java.time.Clock;
import net.flowtally.ledger.accounting.Backlog;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.archive.ArchivedSeal;
import net.flowtally.ledger.billing.Checklist;
import net.flowtally.ledger.billing.Integrity;
import net.flowtally.ledger.billing.Statements;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.CollectionStatuses;
import net.flowtally.ledger.directory.Directory;
import net.flowtally.ledger.explore.CallExplorer;
import net.flowtally.ledger.exporter.Exporters;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.retention.Upkeep;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.settings.VolumeUnit;
import net.flowtally.ledger.start.Defaults;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.AccountingZone;
import net.flowtally.reports.catalogue.ReportEngine;

/// The ledger of a home, open, and what asks it. Opening takes its time and is not done on the
/// window's thread; afterwards thread-safe.
///
/// @param zone as it was when the ledger was opened, as `unit`
record Ledger(
        Home home,
        Store store,
        AccountingZone zone,
        VolumeUnit unit,
        Periods periods,
        Directory directory,
        UsageReader usage,
        Upkeep upkeep,
        Backlog backlog,
        CallExplorer explorer,
        Statements statements,
        Checklist checklist,
        ArchivedSeal seal,
        ReportEngine reports,
        CollectionStatuses collection,
        Exporters exporters)
        implements AutoCloseable {

    static Ledger open(Home home, Clock clock, String programVersion) {
        Store store = Store.open(home, clock);
        Defaults.ensure(store);
        Settings settings = new Settings(store);
        CallArchive archive = new CallArchive(home, store);
        Periods periods = new Periods(store);
        UsageReader usage = new UsageReader(home, store);
        CallExplorer explorer = new CallExplorer(home, store, archive);
        return new Ledger(
                home,
                store,
                settings.current().zone(),
                settings.current().unit(),
                periods,
                new Directory(store),
                usage,
                new Upkeep(home, store, archive, clock),
                new Backlog(store),
                explorer,
                new Statements(store, usage),
                new Checklist(store, usage, clock),
                new ArchivedSeal(home, store, archive, clock, programVersion),
                new ReportEngine(
                        usage, explorer, periods, new Integrity(store, usage), settings, clock),
                new CollectionStatuses(store, archive),
                new Exporters(store));
    }

    @Override
    public void close() {
        usage.close();
        store.close();
    }
}
