package net.flowtally.ledger.billing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.accounting.Snapshots;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.directory.DirectorySnapshot;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.revision.RevisedTable;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.tariff.ServiceLevel;
import net.flowtally.ledger.tariff.TariffVersion;
import net.flowtally.ledger.time.Micros;

/// Credits on statements of open periods, given by hand or because a promise of the tariff was not
/// kept. Thread-safe.
public final class Credits {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /// Decimals of a measured percentage.
    private static final int MEASURED_DECIMALS = 4;

    private static final RevisedTable<Credit> TABLE =
            new RevisedTable<>(
                    "credit",
                    List.of(
                            "id",
                            "period",
                            "department",
                            "department_path",
                            "name",
                            "reason",
                            "currency",
                            "amount_minor"),
                    row ->
                            new Credit(
                                    row.getLong(1),
                                    row.getString(2),
                                    row.getLong(3),
                                    row.getString(4),
                                    row.getString(5),
                                    row.getString(6),
                                    new Amount(
                                            row.getLong(8),
                                            Currency.getInstance(row.getString(7)))),
                    (statement, credit) -> {
                        statement.setLong(1, credit.id());
                        statement.setString(2, credit.period());
                        statement.setLong(3, credit.department());
                        statement.setString(4, credit.departmentPath());
                        statement.setString(5, credit.name());
                        statement.setString(6, credit.reason());
                        statement.setString(7, credit.amount().currency().getCurrencyCode());
                        statement.setLong(8, credit.amount().minor());
                    });

    private final Store store;

    public Credits(Store store) {
        this.store = store;
    }

    /// Those on the statements of a period, in the order in which they were given.
    public List<Credit> of(String period) {
        return store.read(connection -> of(connection, period, Long.MAX_VALUE));
    }

    static List<Credit> of(Connection connection, String period, long revision)
            throws SQLException {
        return TABLE.at(connection, revision).stream()
                .filter(credit -> credit.period().equals(period))
                .toList();
    }

    /// Those on the statements of a period, with who gave them, in the same order.
    public List<GivenCredit> given(String period) {
        return store.read(connection -> {
            List<GivenCredit> given = new ArrayList<>();
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT r.made_at, r.actor FROM credit c JOIN revision r"
                                    + " ON r.revision = c.rev_from WHERE c.id = ?"
                                    + " ORDER BY c.rev_from LIMIT 1")) {
                for (Credit credit : of(connection, period, Long.MAX_VALUE)) {
                    query.setLong(1, credit.id());
                    try (ResultSet row = query.executeQuery()) {
                        row.next();
                        given.add(
                                new GivenCredit(
                                        credit, Micros.instant(row.getLong(1)), row.getString(2)));
                    }
                }
            }
            return given;
        });
    }

    /// @param period `YYYY-MM`
    /// @param department its path, or `Unassigned`
    /// @param amount above zero, in whole units of the currency
    /// @throws BillingException if the period is sealed, there is no such department, or the amount
    ///   is no amount of money
    public Credit add(
            String period,
            String department,
            String name,
            BigDecimal amount,
            String reason,
            String actor) {
        Snapshots snapshots = Snapshots.newest(store);
        DirectorySnapshot directory = snapshots.directory();
        long id =
                department.equals(DirectorySnapshot.UNASSIGNED)
                        ? 0
                        : directory
                                .department(department)
                                .orElseThrow(() ->
                                        new BillingException(
                                                "There is no department " + department + "."))
                                .id();
        Amount money = Amount.rounded(amount, snapshots.currency());
        if (amount.signum() <= 0 || money.decimal().compareTo(amount) != 0) {
            throw new BillingException(
                    amount.toPlainString()
                            + " is no credit: it is above zero and in whole units of the smallest"
                            + " coin of "
                            + snapshots.currency()
                            + ".");
        }
        if (name.isBlank()) {
            throw new BillingException("A credit needs a name, which stands on the statement.");
        }
        Credit credit = new Credit(0, period, id, department, name.strip(), reason.strip(), money);
        return book(period, List.of(credit), actor).getFirst();
    }

    /// Takes a credit back.
    ///
    /// @throws BillingException if there is none, or its period is sealed
    public void remove(long id, String actor) {
        store.edit(
                actor,
                "take back credit " + id,
                (connection, revision) -> {
                    Credit credit =
                            TABLE.current(connection).stream()
                                    .filter(each -> each.id() == id)
                                    .findFirst()
                                    .orElseThrow(() ->
                                            new BillingException("There is no credit " + id + "."));
                    checkOpen(connection, credit.period());
                    TABLE.close(connection, revision, List.of(id));
                    return credit;
                });
    }

    /// What the service levels of the tariff give back for a period as it was measured: a credit
    /// for each level that was missed and each department that paid for usage. Those that are given
    /// already are not among them. Books nothing.
    public List<Credit> proposed(
            BillingPeriod period, UsageReader usage, Cancellation cancellation) {
        List<Statement> statements = new Statements(store, usage).of(period, cancellation);
        List<Credit> given = of(period.name());
        List<Credit> proposed = new ArrayList<>();
        for (ServiceLevel level : levels(period)) {
            for (Statement statement : statements) {
                BigDecimal measured = measured(level.measure(), statement.integrity());
                Amount credit = credit(level, statement);
                boolean isGiven =
                        given.stream()
                                .anyMatch(each ->
                                        each.department() == statement.departmentId()
                                                && each.name().equals(level.name()));
                if (level.isMissedBy(measured) && credit.minor() > 0 && !isGiven) {
                    proposed.add(
                            new Credit(
                                    0,
                                    period.name(),
                                    statement.departmentId(),
                                    statement.departmentPath(),
                                    level.name(),
                                    words(level, statement.integrity(), ofUsage(statement)),
                                    credit));
                }
            }
        }
        return proposed;
    }

    /// Gives what was proposed.
    ///
    /// @throws BillingException if the period is sealed
    public List<Credit> book(String period, List<Credit> proposed, String actor) {
        return store.edit(
                actor,
                "credits in " + period,
                (connection, revision) -> {
                    checkOpen(connection, period);
                    long first = TABLE.nextId(connection);
                    List<Credit> credits = new ArrayList<>();
                    for (Credit each : proposed) {
                        credits.add(
                                new Credit(
                                        first + credits.size(),
                                        each.period(),
                                        each.department(),
                                        each.departmentPath(),
                                        each.name(),
                                        each.reason(),
                                        each.amount()));
                    }
                    TABLE.add(connection, revision, credits);
                    return credits;
                });
    }

    private static void checkOpen(Connection connection, String name) throws SQLException {
        Optional<BillingPeriod> period =
                Periods.list(connection).stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst();
        if (period.isEmpty()) {
            throw new BillingException("There is no period " + name + ".");
        }
        if (period.get().isSealed()) {
            throw new BillingException(
                    name
                            + " is sealed; a credit for it stands on the statement of an open"
                            + " period.");
        }
    }

    private List<ServiceLevel> levels(BillingPeriod period) {
        return Snapshots.newest(store)
                .tariff()
                .versionOf(period.fromMicros())
                .map(TariffVersion::levels)
                .orElse(List.of());
    }

    /// Per cent.
    private static BigDecimal measured(ServiceLevel.Measure measure, IntegrityBox box) {
        return switch (measure) {
            case COVERAGE -> percent(box.quarterHoursWithData(), box.quarterHours());
            case LOSS -> percent(box.lostRecords(), box.expectedRecords());
        };
    }

    private static BigDecimal percent(long part, long whole) {
        return whole == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(part)
                        .multiply(HUNDRED)
                        .divide(BigDecimal.valueOf(whole), MEASURED_DECIMALS, RoundingMode.HALF_UP);
    }

    private static Amount ofUsage(Statement statement) {
        Amount sum = Amount.zero(statement.currency());
        for (StatementLine line : statement.lines()) {
            if (line.kind().isOfUsage()) {
                sum = sum.plus(line.amount());
            }
        }
        return sum;
    }

    private static Amount credit(ServiceLevel level, Statement statement) {
        return Amount.rounded(
                ofUsage(statement).decimal().multiply(level.credit()).movePointLeft(2),
                statement.currency());
    }

    private static String words(ServiceLevel level, IntegrityBox box, Amount of) {
        return words(level, box) + ": " + level.credit().toPlainString() + " % of " + of + " back";
    }

    /// What was measured, and what is promised.
    public static String words(ServiceLevel level, IntegrityBox box) {
        return "%s was %s %%, promised is %s %%"
                .formatted(
                        level.measure().word(),
                        measured(level.measure(), box).toPlainString(),
                        level.bound().toPlainString());
    }
}
