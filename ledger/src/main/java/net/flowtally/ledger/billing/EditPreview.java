package net.flowtally.ledger.billing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.accounting.MovedUsage;
import net.flowtally.ledger.accounting.Snapshots;
import net.flowtally.ledger.accounting.UsageLine;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.directory.DirectoryChanges;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.tariff.TariffDraft;
import net.flowtally.ledger.tariff.Tariffs;

/// Works out what an edit of the directory or the tariff would move on open statements, to the
/// smallest unit: fees, shared costs, mark-up and tax included. Writes nothing; sealed periods stay
/// as they are and are left out. For one thread.
public final class EditPreview {
    private final Store store;
    private final CallArchive archive;
    private final UsageReader usage;

    /// @param usage what the statements are now
    public EditPreview(Store store, CallArchive archive, UsageReader usage) {
        this.store = store;
        this.archive = archive;
        this.usage = usage;
    }

    /// The statements that an edit of the directory would change, in the order of periods and
    /// departments.
    public List<MovedStatement> of(
            DirectoryChanges changes, Cancellation cancellation, Progress progress) {
        Snapshots now = Snapshots.newest(store);
        Snapshots then = now.with(changes.after());
        MovedUsage moved = new MovedUsage(store, archive, usage, now, then);
        return statements(
                now,
                then,
                moved,
                (period, before) ->
                        moved.after(period, before, changes.affected(), cancellation, progress),
                cancellation,
                progress);
    }

    /// The statements that a new version of the tariff would change.
    ///
    /// @throws net.flowtally.ledger.tariff.BadTariff if it cannot be put in force
    public List<MovedStatement> of(
            TariffDraft draft, Cancellation cancellation, Progress progress) {
        Snapshots now = Snapshots.newest(store);
        Snapshots then = now.with(new Tariffs(store).replacing(draft, now.revision()));
        MovedUsage moved = new MovedUsage(store, archive, usage, now, then);
        return statements(
                now,
                then,
                moved,
                (period, _) -> moved.after(period, cancellation, progress),
                cancellation,
                progress);
    }

    /// What the usage of a period would charge, where it charges some lines now.
    private interface Edited {
        List<UsageLine> lines(BillingPeriod period, List<UsageLine> before);
    }

    private List<MovedStatement> statements(
            Snapshots now,
            Snapshots then,
            MovedUsage usageNow,
            Edited edited,
            Cancellation cancellation,
            Progress progress) {
        List<MovedStatement> moved = new ArrayList<>();
        for (BillingPeriod period : new Periods(store).list()) {
            if (period.isSealed()) {
                continue;
            }
            List<UsageLine> before = usageNow.before(period, cancellation, progress);
            List<UsageLine> after = edited.lines(period, before);
            Booked booked = Booked.in(store, period, Long.MAX_VALUE);
            IntegrityBox integrity = new Integrity(store, usage).of(period, cancellation);
            moved.addAll(
                    compared(
                            period,
                            Statements.draft(period, before, booked, now, integrity),
                            Statements.draft(period, after, booked, then, integrity)));
        }
        return moved;
    }

    private static List<MovedStatement> compared(
            BillingPeriod period, List<Statement> before, List<Statement> after) {
        Map<Long, MovedStatement> moved = new TreeMap<>();
        for (Statement statement : before) {
            Amount total = statement.total();
            moved.put(
                    statement.departmentId(),
                    new MovedStatement(
                            period.name(),
                            statement.departmentPath(),
                            statement.bytes(),
                            0,
                            total,
                            Amount.zero(total.currency())));
        }
        for (Statement statement : after) {
            Amount total = statement.total();
            moved.merge(
                    statement.departmentId(),
                    new MovedStatement(
                            period.name(),
                            statement.departmentPath(),
                            0,
                            statement.bytes(),
                            Amount.zero(total.currency()),
                            total),
                    // called as it would be
                    (was, is) ->
                            new MovedStatement(
                                    period.name(),
                                    is.department(),
                                    was.bytesBefore(),
                                    is.bytesAfter(),
                                    was.before(),
                                    is.after()));
        }
        return moved.values().stream()
                .filter(each ->
                        each.bytesBefore() != each.bytesAfter()
                                || !each.before().equals(each.after()))
                .sorted(Comparator.comparing(MovedStatement::department))
                .toList();
    }
}
