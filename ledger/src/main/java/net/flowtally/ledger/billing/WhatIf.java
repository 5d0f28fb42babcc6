package net.flowtally.ledger.billing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.accounting.PeriodRating;
import net.flowtally.ledger.accounting.Snapshots;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.rework.Rework;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.tariff.TariffDraft;
import net.flowtally.ledger.tariff.Tariffs;

/// What the statements of a period would be if another tariff had been in force all the time. Rates
/// the period's calls again, those of a sealed one as of its seal; books nothing. For one thread.
public final class WhatIf {
    private static final Comparator<Change> WINNERS_FIRST =
            Comparator.comparingLong((Change change) -> change.difference().minor())
                    .thenComparing(Change::path);

    private final Store store;
    private final BillingPeriod period;
    private final TariffDraft draft;
    private final List<Statement> now;
    private final Snapshots snapshots;
    private final PeriodRating rating;

    private WhatIf(
            Store store,
            BillingPeriod period,
            TariffDraft draft,
            List<Statement> now,
            Snapshots snapshots,
            PeriodRating rating) {
        this.store = store;
        this.period = period;
        this.draft = draft;
        this.now = now;
        this.snapshots = snapshots;
        this.rating = rating;
    }

    /// Sorts the calls of a period to the rules of a draft.
    ///
    /// @param usage what the statements are now
    /// @throws BillingException if calls of the period wait to be accounted, or it has none
    public static WhatIf of(
            Store store,
            CallArchive archive,
            UsageReader usage,
            BillingPeriod period,
            TariffDraft draft,
            Cancellation cancellation,
            Progress progress) {
        if (!period.isSealed()
                && store.read(connection ->
                        Rework.isMarked(connection, period.fromMicros(), period.toMicros()))) {
            throw new BillingException(
                    "Some of "
                            + period.name()
                            + " waits to be accounted; there is nothing to compare with before"
                            + " 'flowtally account'.");
        }
        List<Statement> now = new Statements(store, usage).of(period, cancellation);
        if (now.isEmpty()) {
            throw new BillingException("There is no usage in " + period.name() + ".");
        }
        long revision = store.revision();
        long lastCommit = Long.MAX_VALUE;
        if (period.isSealed()) {
            SealRecord seal = store.read(connection -> SealRecord.of(connection, period));
            revision = seal.revision();
            lastCommit = seal.lastCommit();
        }
        Snapshots present = Snapshots.at(store, revision);
        Snapshots snapshots = present.with(new Tariffs(store).supposing(draft, revision));
        return new WhatIf(
                store,
                period,
                draft,
                now,
                snapshots,
                PeriodRating.of(archive, period, snapshots, lastCommit, cancellation, progress));
    }

    /// What a department pays, and would pay.
    public record Change(long department, String path, Amount before, Amount after) {
        /// Below zero for who would pay less.
        public Amount difference() {
            return after.minus(before);
        }
    }

    /// @param changes of every department, who would gain most first
    public record Comparison(List<Change> changes, Amount before, Amount after) {
        public Comparison {
            changes = List.copyOf(changes);
        }

        public Amount difference() {
            return after.minus(before);
        }
    }

    /// A draft that brings in as much as the present tariff, or as nearly as prices can.
    ///
    /// @param factor that prices were multiplied by
    /// @param comparison of the draft with scaled prices
    public record Solution(BigDecimal factor, TariffDraft draft, Comparison comparison) {
        public boolean isExact() {
            return comparison.difference().isZero();
        }
    }

    /// What would change under the draft as it is.
    public Comparison comparison() {
        return comparison(draft);
    }

    /// Finds the factor for prices by which the total stays what it is. All amounts grow with the
    /// factor, so it is found by halving; of the factors that do, the one with the fewest decimals.
    ///
    /// @param category whose prices are scaled; empty for those of all rules
    /// @throws BillingException if no rule has the category, or its prices are zero
    public Solution solve(String category) {
        if (!draft.scaled(category, BigDecimal.ZERO).rules().equals(draft.rules())) {
            BigDecimal factor =
                    new NeutralFactor(this::minorAt, total(now).minor(), category).find();
            TariffDraft solved = draft.scaled(category, factor);
            return new Solution(factor, solved, comparison(solved));
        }
        throw new BillingException(
                category.isEmpty()
                        ? "All prices of the draft are 0; no factor makes anything of them."
                        : "The draft has no price for "
                                + category
                                + " that could be scaled; there is: "
                                + String.join(", ", draft.categories())
                                + ".");
    }

    private long minorAt(String category, BigDecimal factor) {
        return total(statements(draft.scaled(category, factor))).minor();
    }

    private Comparison comparison(TariffDraft supposed) {
        List<Statement> then = statements(supposed);
        Amount none = Amount.zero(snapshots.currency());
        Map<Long, Change> changes = new TreeMap<>();
        for (Statement statement : now) {
            changes.put(
                    statement.departmentId(),
                    new Change(
                            statement.departmentId(),
                            statement.departmentPath(),
                            statement.total(),
                            none));
        }
        for (Statement statement : then) {
            changes.merge(
                    statement.departmentId(),
                    new Change(
                            statement.departmentId(),
                            statement.departmentPath(),
                            none,
                            statement.total()),
                    (before, after) ->
                            new Change(before.department, before.path, before.before, after.after));
        }
        List<Change> ordered = new ArrayList<>(changes.values());
        ordered.sort(WINNERS_FIRST);
        return new Comparison(ordered, total(now), total(then));
    }

    private List<Statement> statements(TariffDraft supposed) {
        Snapshots priced =
                snapshots.with(new Tariffs(store).supposing(supposed, snapshots.revision()));
        return Statements.draft(
                period,
                rating.lines(priced),
                Booked.in(store, period, snapshots.revision()),
                priced,
                now.getFirst().integrity());
    }

    private static Amount total(List<Statement> statements) {
        Amount total = Amount.zero(statements.getFirst().currency());
        for (Statement statement : statements) {
            total = total.plus(statement.total());
        }
        return total;
    }
}
