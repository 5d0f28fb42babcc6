package net.flowtally.ledger.billing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.LedgerException;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.accounting.Names;
import net.flowtally.ledger.accounting.PeriodRating;
import net.flowtally.ledger.accounting.Snapshots;
import net.flowtally.ledger.accounting.UsageLine;
import net.flowtally.ledger.billing.CorrectionHistory.Standpoint;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.RemovedDetail;
import net.flowtally.ledger.calls.RemovedDetails;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.MaintenanceLock;
import net.flowtally.ledger.store.Store;

/// Corrects sealed periods without changing them: rates the whole period again, with all calls and
/// edits that are known now, and books what that differs from what was charged so far as debit and
/// credit lines into the oldest open period. Only when it is asked to.
public final class Corrections {
    /// Calls and edits may come in while a period is rated; then it is rated again.
    private static final int ATTEMPTS = 5;

    private final Home home;
    private final Store store;
    private final CallArchive archive;
    private final Clock clock;

    /// @param clock dates the corrections
    public Corrections(Home home, Store store, CallArchive archive, Clock clock) {
        this.home = home;
        this.store = store;
        this.archive = archive;
        this.clock = clock;
    }

    /// Those of a period, the oldest first.
    public List<Correction> of(BillingPeriod period) {
        return store.read(connection -> CorrectionTables.of(connection, period));
    }

    /// What has come in for a sealed period since its seal or its last correction; nothing for an
    /// open one. Where retention has removed the period's slices these are the calls that came
    /// after that; edits bear on nothing there any more.
    public LateChanges late(BillingPeriod period) {
        return period.isSealed()
                ? store.read(connection -> {
                    Optional<RemovedDetail> removed = RemovedDetails.of(connection, period.id());
                    return removed.isPresent()
                            ? LateChanges.ofCalls(connection, period, removed.get().lastCommit())
                            : LateChanges.of(connection, period, standpoint(connection, period));
                })
                : new LateChanges(List.of(), List.of());
    }

    /// The hash over the corrections of a period.
    public String hash(BillingPeriod period) {
        return CorrectionHash.of(of(period));
    }

    /// The lines that a correction would book now.
    ///
    /// @param period a sealed one
    public List<CorrectionLine> preview(
            BillingPeriod period, Cancellation cancellation, Progress progress) {
        return work(period, cancellation, progress).lines();
    }

    /// @param period `YYYY-MM`
    /// @param reason for the statements' readers; may be empty
    /// @param actor who corrects, for the audit trail
    public CorrectionOutcome correct(
            String period,
            String reason,
            String actor,
            Cancellation cancellation,
            Progress progress) {
        try (MaintenanceLock _ =
                MaintenanceLock.take(home, MaintenanceLock.PATIENCE, cancellation)) {
            BillingPeriod found =
                    new Periods(store)
                            .find(period)
                            .orElseThrow(() ->
                                    new BillingException("There is no period " + period + "."));
            if (!found.isSealed()) {
                return new CorrectionOutcome.NotSealed(found);
            }
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Work work = work(found, cancellation, progress);
                if (work.lines.isEmpty() && late(found).isEmpty()) {
                    return new CorrectionOutcome.UpToDate(found);
                }
                BillingPeriod into = oldestOpen();
                Optional<Correction> booked = book(found, into, work, reason, actor);
                if (booked.isPresent()) {
                    return new CorrectionOutcome.Booked(booked.get());
                }
            }
            throw new BillingException(
                    "Calls or edits kept coming in for "
                            + period
                            + "; correct it when its collectors have caught up.");
        }
    }

    /// A new rating, compared with what was charged.
    private record Work(String number, Standpoint at, List<CorrectionLine> lines) {}

    private Work work(BillingPeriod period, Cancellation cancellation, Progress progress) {
        Optional<RemovedDetail> removed =
                store.read(connection -> RemovedDetails.of(connection, period.id()));
        if (removed.isPresent()) {
            throw new BillingException(
                    "The calls of "
                            + period.name()
                            + " were removed by retention on "
                            + removed.get().removedAt()
                            + "; it cannot be rated again. Calls that came in for it since stay"
                            + " unbilled; 'flowtally period show "
                            + period.name()
                            + "' lists them.");
        }
        Standpoint at =
                store.read(connection ->
                        new Standpoint(store.revision(), Seal.lastCommit(connection)));
        Snapshots snapshots = Snapshots.at(store, at.revision());
        List<Correction> before = of(period);
        List<Statement> sealed = store.read(connection -> Statements.stored(connection, period));
        checkCurrency(period, sealed, snapshots.currency());
        String number = period.name() + "-C" + (before.size() + 1);
        return new Work(
                number,
                at,
                lines(
                        archive,
                        period,
                        sealed,
                        before,
                        snapshots,
                        at,
                        number,
                        cancellation,
                        progress));
    }

    /// What a correction has to book to bring a period to where it stands at a revision and commit.
    ///
    /// @param before the corrections that came before it
    static List<CorrectionLine> lines(
            CallArchive archive,
            BillingPeriod period,
            List<Statement> sealed,
            List<Correction> before,
            Snapshots snapshots,
            Standpoint at,
            String number,
            Cancellation cancellation,
            Progress progress) {
        ChargedSoFar charged = new ChargedSoFar(sealed);
        before.forEach(charged::add);
        List<UsageLine> rated =
                rated(archive, period, snapshots, at.lastCommit(), cancellation, progress);
        return charged.missingTo(rated, new Names(snapshots.directory()), number);
    }

    /// All that a new rating charges: what goes by calls, fees and pools.
    static List<UsageLine> rated(
            CallArchive archive,
            BillingPeriod period,
            Snapshots snapshots,
            long lastCommit,
            Cancellation cancellation,
            Progress progress) {
        List<UsageLine> rated =
                new ArrayList<>(
                        PeriodRating.rate(
                                archive, period, snapshots, lastCommit, cancellation, progress));
        rated.addAll(Fees.andPools(snapshots, period, rated));
        return rated;
    }

    private Optional<Correction> book(
            BillingPeriod period, BillingPeriod into, Work work, String reason, String actor) {
        Correction correction =
                new Correction(
                        work.number,
                        period.name(),
                        into.name(),
                        clock.instant(),
                        actor,
                        reason.strip(),
                        work.at.revision(),
                        work.at.lastCommit(),
                        work.lines);
        try {
            return store.edit(
                    actor,
                    "correct " + period.name(),
                    (connection, edit) -> {
                        if (edit != work.at.revision() + 1
                                || hasCallsAfter(connection, period, work.at.lastCommit())) {
                            throw new Overtaken();
                        }
                        CorrectionTables.insert(connection, correction, period, into);
                        clearMarks(connection, period);
                        return Optional.of(correction);
                    });
        } catch (Overtaken _) {
            return Optional.empty();
        }
    }

    /// The first period that is not sealed; the one after the last if all are.
    private BillingPeriod oldestOpen() {
        Periods periods = new Periods(store);
        List<BillingPeriod> all = periods.list();
        return all.stream()
                .filter(period -> !period.isSealed())
                .findFirst()
                .orElseGet(() ->
                        periods.ensure(
                                YearMonth.parse(all.getLast().name()).plusMonths(1).toString()));
    }

    private static void checkCurrency(
            BillingPeriod period, List<Statement> sealed, Currency currency) {
        for (Statement statement : sealed) {
            if (!statement.currency().equals(currency)) {
                throw new BillingException(
                        period.name()
                                + " was charged in "
                                + statement.currency()
                                + " and the currency is "
                                + currency
                                + " now; a correction cannot be worked out.");
            }
        }
    }

    /// Where the last correction left off, or the seal.
    private static Standpoint standpoint(Connection connection, BillingPeriod period)
            throws SQLException {
        List<Correction> before = CorrectionTables.of(connection, period);
        if (before.isEmpty()) {
            SealRecord seal = SealRecord.of(connection, period);
            return new Standpoint(seal.revision(), seal.lastCommit());
        }
        return new Standpoint(before.getLast().revision(), before.getLast().lastCommit());
    }

    private static boolean hasCallsAfter(
            Connection connection, BillingPeriod period, long lastCommit) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT 1 FROM slice_file_quarter WHERE file > ? AND quarter >= ?"
                                + " AND quarter < ? LIMIT 1")) {
            query.setLong(1, lastCommit);
            query.setLong(2, period.fromMicros());
            query.setLong(3, period.toMicros());
            try (var row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    /// What was late for the period is counted now.
    private static void clearMarks(Connection connection, BillingPeriod period)
            throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM dirty_quarter WHERE quarter >= ? AND quarter < ?")) {
            delete.setLong(1, period.fromMicros());
            delete.setLong(2, period.toMicros());
            delete.executeUpdate();
        }
    }

    /// Takes the transaction back: calls or edits have come in since the rating.
    private static final class Overtaken extends LedgerException {
        private static final long serialVersionUID = 1L;

        Overtaken() {
            super("Calls or edits have come in since the rating.");
        }
    }
}
