package net.flowtally.ledger.billing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.accounting.LineKind;
import net.flowtally.ledger.accounting.Names;
import net.flowtally.ledger.accounting.Snapshots;
import net.flowtally.ledger.accounting.UsageLine;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.directory.Billing;
import net.flowtally.ledger.directory.Department;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.tariff.Band;

/// The statements of periods: worked out from usage while a period is open, read back as they were
/// stored once it is sealed. There is one for each department with usage, and one for Unassigned.
/// Thread-safe.
public final class Statements {
    private final Store store;
    private final UsageReader usage;

    public Statements(Store store, UsageReader usage) {
        this.store = store;
        this.usage = usage;
    }

    /// In the order of department paths, Unassigned last.
    public List<Statement> of(BillingPeriod period, Cancellation cancellation) {
        Optional<BillingPeriod> now =
                new Periods(store).find(period.name()).filter(BillingPeriod::isSealed);
        if (now.isPresent()) {
            return store.read(connection -> stored(connection, now.get()));
        }
        return draft(
                period,
                usage.lines(period, cancellation),
                Booked.in(store, period, Long.MAX_VALUE),
                Snapshots.newest(store),
                new Integrity(store, usage).of(period, cancellation));
    }

    /// What the statements of an open period will be if usage goes on as it has: its sums grow with
    /// the quarter hours that are left, its rates repeat; tiers, limits, fees and pools are worked
    /// out on that. A period without usage has none.
    List<Statement> forecast(BillingPeriod period, Cancellation cancellation) {
        return draft(
                period,
                usage.forecast(period, cancellation),
                Booked.in(store, period, Long.MAX_VALUE),
                Snapshots.newest(store),
                new Integrity(store, usage).of(period, cancellation));
    }

    /// What the lines of a period come to, numbered.
    ///
    /// @param booked what stands on the statements besides
    static List<Statement> draft(
            BillingPeriod period,
            List<UsageLine> lines,
            Booked booked,
            Snapshots snapshots,
            IntegrityBox integrity) {
        Names names = new Names(snapshots.directory());
        Map<Long, String> gone = goneDepartments(booked, snapshots);
        Function<Long, String> path =
                id -> Optional.ofNullable(gone.get(id)).orElseGet(() -> names.department(id));
        Map<Long, List<StatementLine>> byDepartment =
                new TreeMap<>(
                        Comparator.comparing((Long id) -> id == 0)
                                .thenComparing(path)
                                .thenComparing(id -> id));
        List<UsageLine> charged = new ArrayList<>(ordered(lines));
        charged.addAll(Fees.andPools(snapshots, period, lines));
        for (UsageLine line : charged) {
            byDepartment
                    .computeIfAbsent(line.department(), _ -> new ArrayList<>())
                    .add(StatementLine.of(line));
        }
        for (Correction correction : booked.corrections()) {
            for (CorrectionLine line : correction.lines()) {
                byDepartment
                        .computeIfAbsent(line.departmentId(), _ -> new ArrayList<>())
                        .add(line.onStatement());
            }
        }
        for (Credit credit : booked.credits()) {
            byDepartment
                    .computeIfAbsent(credit.department(), _ -> new ArrayList<>())
                    .add(of(credit, snapshots));
        }
        List<Statement> statements = new ArrayList<>();
        byDepartment.forEach((department, ofDepartment) -> {
            String number =
                    String.format(Locale.ROOT, "%s-%04d", period.name(), statements.size() + 1);
            Percentages.add(ofDepartment, snapshots, period);
            List<StatementLine> numbered = numbered(number, ofDepartment);
            statements.add(
                    new Statement(
                            number,
                            period,
                            department,
                            path.apply(department),
                            billing(department, snapshots),
                            snapshots.currency(),
                            numbered,
                            total(numbered, snapshots.currency()),
                            integrity));
        });
        return statements;
    }

    private static Billing billing(long department, Snapshots snapshots) {
        return snapshots
                .directory()
                .department(department)
                .map(Department::billing)
                .orElse(Billing.CHARGEBACK);
    }

    /// Paths of departments that something is booked for and that are no longer there.
    private static Map<Long, String> goneDepartments(Booked booked, Snapshots snapshots) {
        Map<Long, String> paths = new HashMap<>();
        for (Correction correction : booked.corrections()) {
            for (CorrectionLine line : correction.lines()) {
                paths.put(line.departmentId(), line.departmentPath());
            }
        }
        booked.credits().forEach(credit -> paths.put(credit.department(), credit.departmentPath()));
        paths.remove(0L);
        snapshots.directory().departments().forEach(each -> paths.remove(each.id()));
        return paths;
    }

    private static List<UsageLine> ordered(List<UsageLine> lines) {
        List<UsageLine> ordered = new ArrayList<>(lines);
        ordered.sort(
                Comparator.comparing((UsageLine line) -> line.rule() == 0)
                        .thenComparing(UsageLine::category)
                        .thenComparing(UsageLine::band)
                        .thenComparing(UsageLine::zone)
                        .thenComparingLong(UsageLine::rule));
        return ordered;
    }

    private static StatementLine of(Credit credit, Snapshots snapshots) {
        return new StatementLine(
                0,
                "",
                LineKind.CREDIT,
                credit.reason(),
                0,
                credit.name(),
                "",
                Band.ANY,
                0,
                0,
                credit.amount().decimal(),
                snapshots.unit().bytes(),
                credit.amount().negate());
    }

    private static List<StatementLine> numbered(String number, List<StatementLine> lines) {
        List<StatementLine> numbered = new ArrayList<>();
        for (StatementLine line : lines) {
            int place = numbered.size() + 1;
            numbered.add(
                    line.numbered(place, String.format(Locale.ROOT, "%s-%02d", number, place)));
        }
        return numbered;
    }

    static Amount total(List<StatementLine> lines, Currency currency) {
        Amount total = Amount.zero(currency);
        for (StatementLine line : lines) {
            total = total.plus(line.amount());
        }
        return total;
    }

    /// Stores the statements of a period that is being sealed.
    static void store(Connection connection, List<Statement> statements) throws SQLException {
        try (PreparedStatement head =
                        connection.prepareStatement(
                                "INSERT INTO statement (number, period, department,"
                                        + " department_path, currency, total_minor, billing)"
                                        + " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id");
                PreparedStatement body =
                        connection.prepareStatement(
                                "INSERT INTO statement_line (statement, line, line_id, rule,"
                                        + " category, zone, band, calls, bytes, unit_price,"
                                        + " unit_bytes, amount_minor, kind, reference)"
                                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Statement statement : statements) {
                head.setString(1, statement.number());
                head.setLong(2, statement.period().id());
                head.setLong(3, statement.departmentId());
                head.setString(4, statement.departmentPath());
                head.setString(5, statement.currency().getCurrencyCode());
                head.setLong(6, statement.total().minor());
                head.setString(7, statement.billing().column());
                long id;
                try (ResultSet row = head.executeQuery()) {
                    row.next();
                    id = row.getLong(1);
                }
                for (StatementLine line : statement.lines()) {
                    body.setLong(1, id);
                    body.setInt(2, line.line());
                    body.setString(3, line.id());
                    body.setLong(4, line.rule());
                    body.setString(5, line.category());
                    body.setString(6, line.zone());
                    body.setString(7, line.band().column());
                    body.setLong(8, line.calls());
                    body.setLong(9, line.bytes());
                    body.setString(10, line.unitPrice().toPlainString());
                    body.setLong(11, line.unitBytes());
                    body.setLong(12, line.amount().minor());
                    body.setString(13, line.kind().column());
                    body.setString(14, line.reference());
                    body.executeUpdate();
                }
            }
        }
    }

    /// The statements of a sealed period, exactly as stored.
    static List<Statement> stored(Connection connection, BillingPeriod period) throws SQLException {
        IntegrityBox integrity = SealRecord.of(connection, period).integrity();
        List<Statement> statements = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT id, number, department, department_path, currency, total_minor,"
                                + " billing FROM statement WHERE period = ? ORDER BY number")) {
            query.setLong(1, period.id());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    Currency currency = Currency.getInstance(rows.getString(5));
                    statements.add(
                            new Statement(
                                    rows.getString(2),
                                    period,
                                    rows.getLong(3),
                                    rows.getString(4),
                                    Billing.ofColumn(rows.getString(7)),
                                    currency,
                                    storedLines(connection, rows.getLong(1), currency),
                                    new Amount(rows.getLong(6), currency),
                                    integrity));
                }
            }
        }
        return statements;
    }

    private static List<StatementLine> storedLines(
            Connection connection, long statement, Currency currency) throws SQLException {
        List<StatementLine> lines = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT line, line_id, rule, category, zone, band, calls, bytes,"
                                + " unit_price, unit_bytes, amount_minor, kind, reference"
                                + " FROM statement_line WHERE statement = ? ORDER BY line")) {
            query.setLong(1, statement);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    lines.add(
                            new StatementLine(
                                    rows.getInt(1),
                                    rows.getString(2),
                                    LineKind.ofColumn(rows.getString(12)),
                                    rows.getString(13),
                                    rows.getLong(3),
                                    rows.getString(4),
                                    rows.getString(5),
                                    Band.ofColumn(rows.getString(6)),
                                    rows.getLong(7),
                                    rows.getLong(8),
                                    rows.getBigDecimal(9),
                                    rows.getLong(10),
                                    new Amount(rows.getLong(11), currency)));
                }
            }
        }
        return lines;
    }
}
