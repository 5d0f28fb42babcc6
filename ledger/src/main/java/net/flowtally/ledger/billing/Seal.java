package net.flowtally.ledger.billing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.LedgerException;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.accounting.Accounting;
import net.flowtally.ledger.accounting.ArchiveHash;
import net.flowtally.ledger.accounting.Snapshots;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.billing.ChecklistItem.Severity;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.PeriodState;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.rework.Rework;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.MaintenanceLock;
import net.flowtally.ledger.store.Store;

/// Closes periods for ever: accounts what is open, goes through the checklist, and stores the
/// statements with everything that is needed to work them out again.
public final class Seal {
    /// Slices and edits may come in between accounting and sealing; then both are done again.
    private static final int ATTEMPTS = 5;

    private final Home home;
    private final Store store;
    private final CallArchive archive;
    private final Clock clock;
    private final String programVersion;

    public Seal(Home home, Store store, CallArchive archive, Clock clock, String programVersion) {
        this.home = home;
        this.store = store;
        this.archive = archive;
        this.clock = clock;
        this.programVersion = programVersion;
    }

    /// @param period `YYYY-MM`
    /// @param reason for sealing over errors of the checklist; blank for none
    /// @param actor who seals, for the audit trail
    public SealOutcome seal(
            String period,
            String reason,
            String actor,
            Cancellation cancellation,
            Progress progress) {
        try (MaintenanceLock lock =
                        MaintenanceLock.take(home, MaintenanceLock.PATIENCE, cancellation);
                UsageReader usage = new UsageReader(home, store)) {
            Periods periods = new Periods(store);
            Optional<SealOutcome> early = whileItLasts(periods.derive(period));
            if (early.isPresent()) {
                return early.get();
            }
            if (periods.find(period).isEmpty()) {
                // calls that nobody has accounted yet make the periods in which they lie
                new Accounting(home, store, archive, clock).run(lock, cancellation, progress);
                Optional<SealOutcome> beside = besideTheCalls(period, periods);
                if (beside.isPresent()) {
                    return beside.get();
                }
            }
            BillingPeriod found = periods.ensure(period);
            if (found.isSealed()) {
                return new SealOutcome.AlreadySealed(found);
            }
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                long revision = store.revision();
                new Accounting(home, store, archive, clock).run(lock, cancellation, progress);
                List<ChecklistItem> items =
                        new Checklist(store, usage, clock).check(found, cancellation);
                boolean errors = items.stream().anyMatch(item -> item.severity() == Severity.ERROR);
                if (errors && reason.isBlank()) {
                    return new SealOutcome.Refused(found, items);
                }
                progress.at("sealing " + period, 0, 0);
                Optional<SealOutcome> sealed =
                        close(found, errors ? reason : "", actor, revision, usage, cancellation);
                if (sealed.isPresent()) {
                    return sealed.get();
                }
            }
            throw new BillingException(
                    "Calls or edits kept coming in for "
                            + period
                            + "; seal it when its collectors have caught up.");
        }
    }

    /// A period is not sealed before its end: what it would still bring would be late for ever.
    private Optional<SealOutcome> whileItLasts(BillingPeriod period) {
        return clock.instant().isBefore(period.to())
                ? Optional.of(
                        new SealOutcome.Impossible(
                                period.name(),
                                period.name()
                                        + " ends at "
                                        + period.to().atZone(period.zone()).toOffsetDateTime()
                                        + " and can be sealed then, not before."))
                : Optional.empty();
    }

    /// A month without calls is sealed like any other where there are calls before and after it;
    /// one that lies beside all of them is a slip of the pen.
    private static Optional<SealOutcome> besideTheCalls(String period, Periods periods) {
        List<BillingPeriod> kept = periods.list();
        if (kept.isEmpty()) {
            return Optional.of(
                    new SealOutcome.Impossible(
                            period,
                            "There are no calls yet, so there is nothing to seal in "
                                    + period
                                    + "."));
        }
        String first = kept.getFirst().name();
        String last = kept.getLast().name();
        return period.compareTo(first) < 0 || period.compareTo(last) > 0
                ? Optional.of(
                        new SealOutcome.Impossible(
                                period,
                                "There are no calls in "
                                        + period
                                        + "; the archive has some from "
                                        + first
                                        + " to "
                                        + last
                                        + "."))
                : Optional.empty();
    }

    /// Works out the statements and stores them, unless calls or edits have come in since.
    private Optional<SealOutcome> close(
            BillingPeriod period,
            String accepted,
            String actor,
            long revision,
            UsageReader usage,
            Cancellation cancellation) {
        long lastCommit = store.read(Seal::lastCommit);
        Snapshots snapshots = Snapshots.at(store, revision);
        IntegrityBox integrity = new Integrity(store, usage).of(period, cancellation);
        BillingPeriod closed =
                new BillingPeriod(
                        period.id(),
                        period.name(),
                        period.from(),
                        period.to(),
                        period.zone(),
                        PeriodState.SEALED);
        List<Statement> statements =
                Statements.draft(
                        closed,
                        usage.lines(period, cancellation),
                        Booked.in(store, period, revision),
                        snapshots,
                        integrity);
        SealRecord seal =
                new SealRecord(
                        clock.instant(),
                        revision,
                        lastCommit,
                        programVersion,
                        ArchiveHash.of(archive, period, lastCommit, cancellation),
                        usage.hash(period.from(), period.to(), cancellation),
                        StatementHash.of(statements),
                        accepted,
                        integrity);
        try {
            return store.edit(
                    actor,
                    "seal " + period.name(),
                    (connection, edit) -> {
                        if (edit != revision + 1
                                || Rework.isMarked(
                                        connection, period.fromMicros(), period.toMicros())) {
                            throw new Overtaken();
                        }
                        Statements.store(connection, statements);
                        seal.insert(connection, period);
                        Periods.setState(connection, period, PeriodState.SEALED);
                        return Optional.of(new SealOutcome.Sealed(closed, statements));
                    });
        } catch (Overtaken _) {
            return Optional.empty();
        }
    }

    /// Takes the transaction back: calls or edits have come in since the accounting.
    private static final class Overtaken extends LedgerException {
        private static final long serialVersionUID = 1L;

        Overtaken() {
            super("Calls or edits have come in since the accounting.");
        }
    }

    static long lastCommit(Connection connection) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement("SELECT coalesce(max(id), 0) FROM slice_file");
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
