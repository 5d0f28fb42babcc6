package net.flowtally.ledger.retention;

import java.time.Clock;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.accounting.Accounting;
import net.flowtally.ledger.accounting.AccountingRun;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.Compaction;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.MaintenanceLock;
import net.flowtally.ledger.store.Store;

/// What a ledger needs from time to time: accounting, then compaction, then retention. For one
/// thread; a lock keeps other processes out.
public final class Upkeep {
    private final Home home;
    private final Accounting accounting;
    private final Compaction compaction;
    private final Retention retention;

    public Upkeep(Home home, Store store, CallArchive archive, Clock clock) {
        this.home = home;
        accounting = new Accounting(home, store, archive, clock);
        compaction = new Compaction(home, store, clock);
        retention = new Retention(home, store, archive, clock);
    }

    /// What was accounted, and what of the call detail went.
    public record Done(AccountingRun accounting, RetentionRun retention) {}

    /// @param actor who sees to it, for the audit trail
    /// @throws net.flowtally.ledger.store.StoreException if another process holds the maintenance
    ///   lock for too long
    public Done run(String actor, Cancellation cancellation, Progress progress) {
        try (MaintenanceLock lock =
                MaintenanceLock.take(home, MaintenanceLock.PATIENCE, cancellation)) {
            AccountingRun accounted = accounting.run(lock, cancellation, progress);
            compaction.run(lock, cancellation, progress);
            return new Done(accounted, retention.run(lock, actor, cancellation, progress));
        }
    }
}
