package net.flowtally.ledger.billing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.accounting.Snapshots;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.directory.Department;
import net.flowtally.ledger.directory.DirectorySnapshot;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.revision.RevisedTable;
import net.flowtally.ledger.store.Store;

/// Budgets and quotas of departments, and how they stand. Thread-safe.
public final class Budgets {
    /// Decimals of a volume in MB.
    private static final int VOLUME_DECIMALS = 6;

    private static final RevisedTable<Budget> TABLE =
            new RevisedTable<>(
                    "budget",
                    List.of("id", "department", "kind", "most"),
                    row ->
                            new Budget(
                                    row.getLong(1),
                                    row.getLong(2),
                                    Budget.Kind.ofColumn(row.getString(3)),
                                    new BigDecimal(row.getString(4))),
                    (statement, budget) -> {
                        statement.setLong(1, budget.id());
                        statement.setLong(2, budget.department());
                        statement.setString(3, budget.kind().column());
                        statement.setString(4, budget.most().toPlainString());
                    });

    private final Store store;
    private final Clock clock;

    /// @param clock tells whether a period is over
    public Budgets(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /// In the order in which they were set first.
    public List<Budget> list() {
        return store.read(TABLE::current);
    }

    /// Sets a budget in place of the one of its kind that there is.
    ///
    /// @param department its path
    /// @throws BillingException if there is no such department, or the limit is below zero
    public Budget set(String department, Budget.Kind kind, BigDecimal most, String actor) {
        long id = id(department);
        if (most.signum() < 0) {
            throw new BillingException("A budget is not below zero.");
        }
        return store.edit(
                actor,
                "budget of " + department,
                (connection, revision) -> {
                    Optional<Budget> before = close(connection, revision, id, kind);
                    Budget budget =
                            new Budget(
                                    before.isPresent()
                                            ? before.get().id()
                                            : TABLE.nextId(connection),
                                    id,
                                    kind,
                                    most);
                    TABLE.add(connection, revision, List.of(budget));
                    return budget;
                });
    }

    /// Takes a budget away.
    ///
    /// @throws BillingException if there is none
    public void remove(String department, Budget.Kind kind, String actor) {
        long id = id(department);
        store.edit(
                actor,
                "no budget of " + department,
                (connection, revision) ->
                        close(connection, revision, id, kind)
                                .orElseThrow(() ->
                                        new BillingException(
                                                department
                                                        + " has no budget of "
                                                        + kind.column()
                                                        + ".")));
    }

    /// How all budgets stand in a period, by the usage as it was accounted last.
    public List<BudgetStatus> status(
            BillingPeriod period, UsageReader usage, Cancellation cancellation) {
        Statements statements = new Statements(store, usage);
        List<Statement> now = statements.of(period, cancellation);
        boolean isOver = period.isSealed() || !clock.instant().isBefore(period.to());
        List<Statement> then = isOver ? now : statements.forecast(period, cancellation);
        Snapshots snapshots = Snapshots.newest(store);
        DirectorySnapshot directory = snapshots.directory();
        List<BudgetStatus> status = new ArrayList<>();
        for (Budget budget : list()) {
            Set<Long> departments = withThoseBelow(budget.department(), directory);
            status.add(
                    new BudgetStatus(
                            budget,
                            directory.pathOf(budget.department()),
                            sum(now, departments, budget.kind(), snapshots),
                            sum(then, departments, budget.kind(), snapshots)));
        }
        return status;
    }

    private long id(String department) {
        return Snapshots.newest(store)
                .directory()
                .department(department)
                .map(Department::id)
                .orElseThrow(
                        () -> new BillingException("There is no department " + department + "."));
    }

    private static Optional<Budget> close(
            Connection connection, long revision, long department, Budget.Kind kind)
            throws SQLException {
        Optional<Budget> found =
                TABLE.current(connection).stream()
                        .filter(each -> each.department() == department && each.kind() == kind)
                        .findFirst();
        TABLE.close(connection, revision, found.map(Budget::id).stream().toList());
        return found;
    }

    private static Set<Long> withThoseBelow(long department, DirectorySnapshot directory) {
        Map<Long, List<Long>> children = new HashMap<>();
        directory
                .departments()
                .forEach(each ->
                        children.computeIfAbsent(each.parent(), _ -> new ArrayList<>())
                                .add(each.id()));
        Set<Long> found = new HashSet<>();
        List<Long> open = new ArrayList<>(List.of(department));
        while (!open.isEmpty()) {
            long next = open.removeLast();
            if (found.add(next)) {
                open.addAll(children.getOrDefault(next, List.of()));
            }
        }
        return found;
    }

    private static BigDecimal sum(
            List<Statement> statements,
            Set<Long> departments,
            Budget.Kind kind,
            Snapshots snapshots) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Statement statement : statements) {
            if (departments.contains(statement.departmentId())) {
                sum =
                        sum.add(
                                switch (kind) {
                                    case MONEY -> statement.total().decimal();
                                    case VOLUME -> volume(statement, snapshots);
                                });
            }
        }
        return sum;
    }

    /// Of usage of the period, without what corrections book of others.
    private static BigDecimal volume(Statement statement, Snapshots snapshots) {
        long bytes = 0;
        for (StatementLine line : statement.lines()) {
            bytes += line.kind().isOfUsage() ? line.bytes() : 0;
        }
        return BigDecimal.valueOf(bytes)
                .divide(
                        BigDecimal.valueOf(snapshots.unit().bytes()),
                        VOLUME_DECIMALS,
                        RoundingMode.HALF_UP);
    }
}
