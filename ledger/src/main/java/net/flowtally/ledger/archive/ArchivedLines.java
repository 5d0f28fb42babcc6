package net.flowtally.ledger.archive;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.flowtally.ledger.accounting.LineKind;
import net.flowtally.ledger.billing.StatementLine;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.money.LargestRemainder;
import net.flowtally.ledger.tariff.Band;

/// Works out every statement line of an archive again from what it says itself, and from what it
/// refers to: volume, calls and rates from their prices, minimum and cap from the lines of their
/// rule, fees from their heads, pools from all their parts, credits and corrections from their
/// tables, mark-up and tax from the lines before them. For one thread.
final class ArchivedLines {
    private static final Pattern COMMIT =
            Pattern.compile(".*, commit (\\S+?)(?: for (\\d+) of (\\d+) quarter hours)?");
    private static final Pattern OVERAGE =
            Pattern.compile(
                    "(\\S+) Mbit/s beyond the commit(?: for (\\d+) of (\\d+) quarter hours)?");
    private static final Pattern HEADS = Pattern.compile("(\\d+) \\w+");
    private static final Pattern WEIGHT = Pattern.compile("(\\S+) (?:of|%).*");

    /// Decimals of what is not rounded yet, far below the smallest unit of any currency.
    private static final int EXACT_DECIMALS = 24;

    private final Connection in;
    private final List<Bill> bills = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();

    private record Bill(long department, Currency currency, List<StatementLine> lines) {
        Amount sum(Predicate<StatementLine> which) {
            Amount sum = Amount.zero(currency);
            for (StatementLine line : lines) {
                if (which.test(line)) {
                    sum = sum.plus(line.amount());
                }
            }
            return sum;
        }
    }

    private record Share(Bill bill, StatementLine line) {}

    private ArchivedLines(Connection in) {
        this.in = in;
    }

    /// A sentence for each line whose amount is not what its figures come to.
    static List<String> check(Connection in) throws SQLException {
        ArchivedLines lines = new ArchivedLines(in);
        try {
            lines.read();
            lines.run();
        } catch (IllegalArgumentException | ArithmeticException e) {
            lines.findings.add("The statement lines cannot be worked out: " + e.getMessage() + ".");
        }
        return lines.findings;
    }

    private void read() throws SQLException {
        Map<Long, Bill> byId = new TreeMap<>();
        try (PreparedStatement query =
                        in.prepareStatement("SELECT id, department, currency FROM statement");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                byId.put(
                        row.getLong(1),
                        new Bill(
                                row.getLong(2),
                                Currency.getInstance(row.getString(3)),
                                new ArrayList<>()));
            }
        }
        try (PreparedStatement query =
                        in.prepareStatement(
                                "SELECT statement, line, line_id, kind, reference, rule, category,"
                                        + " zone, band, calls, bytes, unit_price, unit_bytes,"
                                        + " amount_minor FROM statement_line"
                                        + " ORDER BY statement, line");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                Bill bill = byId.get(row.getLong(1));
                if (bill == null) {
                    findings.add("Statement line " + row.getString(3) + " has no statement.");
                    continue;
                }
                bill.lines.add(
                        new StatementLine(
                                row.getInt(2),
                                row.getString(3),
                                LineKind.ofColumn(row.getString(4)),
                                row.getString(5),
                                row.getLong(6),
                                row.getString(7),
                                row.getString(8),
                                Band.ofColumn(row.getString(9)),
                                row.getLong(10),
                                row.getLong(11),
                                new BigDecimal(row.getString(12)),
                                row.getLong(13),
                                new Amount(row.getLong(14), bill.currency)));
            }
        }
        bills.addAll(byId.values());
    }

    private void run() throws SQLException {
        for (Bill bill : bills) {
            int credits = 0;
            for (StatementLine line : bill.lines) {
                switch (line.kind()) {
                    case USAGE ->
                            compare(
                                    line,
                                    Amount.priced(
                                            line.bytes(),
                                            line.unitBytes(),
                                            line.unitPrice(),
                                            bill.currency));
                    case CALLS -> compare(line, product(line, BigDecimal.valueOf(line.calls())));
                    case COMMIT -> compare(line, rated(line, match(COMMIT, line)));
                    case OVERAGE -> compare(line, rated(line, match(OVERAGE, line)));
                    case MINIMUM, CAP ->
                            compare(
                                    line,
                                    Amount.rounded(line.unitPrice(), bill.currency)
                                            .minus(bill.sum(other -> isLimitedBy(line, other))));
                    case FEE ->
                            compare(
                                    line,
                                    product(line, new BigDecimal(match(HEADS, line).group(1))));
                    case CREDIT -> compare(line, given(bill, credits++));
                    case CORRECTION -> compare(line, booked(line));
                    case MARKUP -> compare(line, percentage(line, bill, LineKind.MARKUP));
                    case TAX -> compare(line, percentage(line, bill, LineKind.TAX));
                    case POOL -> {
                        // checked with all its parts below
                    }
                }
            }
        }
        checkPools();
    }

    private void compare(StatementLine line, Amount again) {
        if (!line.amount().equals(again)) {
            findings.add(
                    "Statement line "
                            + line.id()
                            + " ("
                            + line.title()
                            + ") has "
                            + line.amount()
                            + ", its figures come to "
                            + again
                            + ".");
        }
    }

    private static Amount product(StatementLine line, BigDecimal quantity) {
        return Amount.rounded(line.unitPrice().multiply(quantity), line.amount().currency());
    }

    private static Matcher match(Pattern pattern, StatementLine line) {
        Matcher matcher = pattern.matcher(line.reference());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "line " + line.id() + " does not say what it is for");
        }
        return matcher;
    }

    /// A rate at its price, for the part of the period that the rule was in force.
    private static Amount rated(StatementLine line, Matcher said) {
        BigDecimal whole = new BigDecimal(said.group(1)).multiply(line.unitPrice());
        if (said.group(2) == null) {
            return Amount.rounded(whole, line.amount().currency());
        }
        return Amount.rounded(
                whole.multiply(new BigDecimal(said.group(2)))
                        .divide(
                                new BigDecimal(said.group(3)),
                                EXACT_DECIMALS,
                                RoundingMode.HALF_UP),
                line.amount().currency());
    }

    private static boolean isLimitedBy(StatementLine limit, StatementLine other) {
        return other.kind().isOfUsage()
                && other.kind() != LineKind.MINIMUM
                && other.kind() != LineKind.CAP
                && other.rule() == limit.rule()
                && other.category().equals(limit.category())
                && other.band() == limit.band();
    }

    private static Amount percentage(StatementLine line, Bill bill, LineKind own) {
        Amount base =
                bill.sum(other ->
                        other.kind() != LineKind.TAX
                                && (own == LineKind.TAX || other.kind() != LineKind.MARKUP));
        return Amount.rounded(
                base.decimal().multiply(line.unitPrice()).movePointLeft(2), bill.currency);
    }

    private Amount given(Bill bill, int place) throws SQLException {
        return one(
                        "SELECT amount_minor FROM credit WHERE department = "
                                + bill.department
                                + " AND period = (SELECT name FROM billing_period WHERE id ="
                                + " (SELECT period FROM statement LIMIT 1)) ORDER BY id LIMIT 1"
                                + " OFFSET "
                                + place,
                        "",
                        bill.currency)
                .negate();
    }

    private Amount booked(StatementLine line) throws SQLException {
        return one(
                "SELECT amount_minor FROM correction_line WHERE line_id = ?",
                line.reference(),
                line.amount().currency());
    }

    /// @param of what the condition asks for; empty where it asks for nothing
    private Amount one(String sql, String of, Currency currency) throws SQLException {
        try (PreparedStatement query = in.prepareStatement(sql)) {
            if (!of.isEmpty()) {
                query.setString(1, of);
            }
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? new Amount(row.getLong(1), currency) : Amount.zero(currency);
            }
        }
    }

    private void checkPools() {
        Map<String, List<Share>> pools = new HashMap<>();
        for (Bill bill : bills) {
            for (StatementLine line : bill.lines) {
                if (line.kind() == LineKind.POOL) {
                    pools.computeIfAbsent(line.category(), _ -> new ArrayList<>())
                            .add(new Share(bill, line));
                }
            }
        }
        for (List<Share> parts : pools.values()) {
            parts.sort(Comparator.comparingLong(part -> part.bill.department));
            List<BigDecimal> weights =
                    parts.stream()
                            .map(part -> new BigDecimal(match(WEIGHT, part.line).group(1)))
                            .toList();
            int scale = weights.stream().mapToInt(BigDecimal::scale).max().orElse(0);
            Amount whole =
                    Amount.rounded(
                            parts.getFirst().line.unitPrice(), parts.getFirst().bill.currency);
            long[] again =
                    LargestRemainder.spread(
                            whole.minor(),
                            weights.stream()
                                    .mapToLong(
                                            weight -> weight.movePointRight(scale).longValueExact())
                                    .toArray());
            for (int i = 0; i < again.length; i++) {
                compare(parts.get(i).line, new Amount(again[i], whole.currency()));
            }
        }
    }
}
