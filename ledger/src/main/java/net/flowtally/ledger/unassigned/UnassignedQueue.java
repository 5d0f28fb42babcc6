package net.flowtally.ledger.unassigned;

import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.accounting.AccountingException;
import net.flowtally.ledger.accounting.ArchiveCalls;
import net.flowtally.ledger.accounting.AssociatedCall;
import net.flowtally.ledger.accounting.Association;
import net.flowtally.ledger.accounting.Stretch;
import net.flowtally.ledger.accounting.UsageEngine;
import net.flowtally.ledger.accounting.UsageLine;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.CallReader;
import net.flowtally.ledger.calls.CallSelection;
import net.flowtally.ledger.directory.Directory;
import net.flowtally.ledger.directory.DirectorySnapshot;
import net.flowtally.ledger.engine.Engine;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.money.LargestRemainder;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.tariff.Band;
import net.flowtally.ledger.tariff.Rating;
import net.flowtally.ledger.time.Micros;
import net.flowtally.ledger.time.Span;
import org.duckdb.DuckDBAppender;

/// The addresses that paid as Unassigned in a period, as work to be done. Their bytes are those of
/// the archive's calls, so that they add up to the Unassigned statement, as does their money: each
/// of its lines is spread over them by bytes (largest remainder). Money is as it was accounted
/// last. Thread-safe.
public final class UnassignedQueue {
    /// What comes first.
    public enum Order {
        BYTES,
        MONEY
    }

    /// What is priced together.
    private record Line(long rule, String category, Band band) {}

    private final Home home;
    private final Store store;
    private final CallArchive archive;
    private final UsageReader usage;

    public UnassignedQueue(Home home, Store store, CallArchive archive, UsageReader usage) {
        this.home = home;
        this.store = store;
        this.archive = archive;
        this.usage = usage;
    }

    /// @param most how many addresses are wanted, with suggestions for each
    /// @throws net.flowtally.ledger.Cancelled if it was cancelled
    public UnassignedWork of(
            BillingPeriod period,
            Order order,
            int most,
            ReverseNames reverse,
            Cancellation cancellation,
            Progress progress) {
        try (Engine engine = UsageEngine.open(home, store)) {
            List<Stretch> stretches = Stretch.cut(store, period.from(), period.to());
            List<Line> lines = collect(engine, stretches, cancellation, progress);
            spread(engine, lines, amounts(period, cancellation));
            Currency currency = stretches.getLast().snapshots().currency();
            List<UnassignedAddress> top = top(engine, order, most, currency);
            DirectorySnapshot directory = new Directory(store).current();
            return total(engine, suggested(top, directory, reverse, progress), currency, directory);
        } catch (SQLException e) {
            throw new AccountingException("The calls cannot be read: " + e.getMessage(), e);
        }
    }

    /// Sums the unassigned parts of calls up in the table `part`, by address and line.
    ///
    /// @return the lines by their number
    private List<Line> collect(
            Engine engine, List<Stretch> stretches, Cancellation cancellation, Progress progress)
            throws SQLException {
        engine.execute(
                "CREATE TABLE seen (hi BIGINT, lo BIGINT, line INTEGER, bytes BIGINT, calls INTEGER,"
                        + " first BIGINT, last BIGINT)");
        Map<Line, Integer> numbers = new HashMap<>();
        Map<Rating, Integer> byRating = new HashMap<>();
        try (DuckDBAppender appender = engine.connection().createAppender("seen")) {
            for (Stretch stretch : stretches) {
                try (CallReader reader = archive.reader(stretch.snapshots().revision())) {
                    new ArchiveCalls(reader, stretch.lastCommit(), cancellation)
                            .associate(
                                    stretch.from(),
                                    stretch.to(),
                                    CallSelection.ALL,
                                    new Association(stretch.snapshots()),
                                    part -> {
                                        if (part.owner.department() == 0) {
                                            append(
                                                    appender,
                                                    part,
                                                    byRating.computeIfAbsent(
                                                            part.rating,
                                                            rating -> number(numbers, rating)));
                                        }
                                    },
                                    progress);
                }
            }
        }
        engine.execute(
                "CREATE TABLE part AS SELECT hi, lo, line, sum(bytes)::BIGINT AS bytes,"
                        + " sum(calls)::BIGINT AS calls, min(first) AS first, max(last) AS last"
                        + " FROM seen GROUP BY hi, lo, line",
                cancellation);
        engine.execute("DROP TABLE seen");
        List<Line> lines = new ArrayList<>(numbers.keySet());
        numbers.forEach((line, number) -> lines.set(number, line));
        return lines;
    }

    private static int number(Map<Line, Integer> numbers, Rating rating) {
        int next = numbers.size();
        return numbers.computeIfAbsent(
                new Line(rating.rule(), rating.category(), rating.band()), _ -> next);
    }

    private static void append(DuckDBAppender appender, AssociatedCall part, int line)
            throws SQLException {
        appender.beginRow();
        // shifted, so that they sort as unsigned numbers
        appender.append(
                (part.callerPays ? part.call.callerHi : part.call.calleeHi) ^ Long.MIN_VALUE);
        appender.append(
                (part.callerPays ? part.call.callerLo : part.call.calleeLo) ^ Long.MIN_VALUE);
        appender.append(line);
        appender.append(part.bytes());
        appender.append(part.calls);
        appender.append(part.call.ownedAt);
        appender.append(Math.max(part.call.ownedAt, part.call.end));
        appender.endRow();
    }

    /// What the lines of Unassigned charge.
    private Map<Line, Amount> amounts(BillingPeriod period, Cancellation cancellation) {
        Map<Line, Amount> amounts = new HashMap<>();
        for (UsageLine line : usage.lines(period, cancellation)) {
            if (line.department() == 0) {
                amounts.merge(
                        new Line(line.rule(), line.category(), line.band()),
                        line.amount(),
                        Amount::plus);
            }
        }
        return amounts;
    }

    /// Puts each address's share of each line into the table `share`.
    private static void spread(Engine engine, List<Line> lines, Map<Line, Amount> amounts)
            throws SQLException {
        engine.execute("CREATE TABLE share (hi BIGINT, lo BIGINT, amount BIGINT)");
        try (DuckDBAppender appender = engine.connection().createAppender("share")) {
            for (int i = 0; i < lines.size(); i++) {
                Amount amount = amounts.get(lines.get(i));
                if (amount == null || amount.isZero()) {
                    continue;
                }
                List<long[]> parts = new ArrayList<>();
                engine.query(
                        "SELECT hi, lo, bytes FROM part WHERE line = " + i + " ORDER BY hi, lo",
                        Cancellation.none(),
                        rows -> {
                            while (rows.next()) {
                                parts.add(
                                        new long[] {
                                            rows.getLong(1), rows.getLong(2), rows.getLong(3)
                                        });
                            }
                            return parts;
                        });
                long[] shares =
                        LargestRemainder.spread(
                                amount.minor(),
                                parts.stream().mapToLong(part -> part[2]).toArray());
                for (int k = 0; k < shares.length; k++) {
                    appender.beginRow();
                    appender.append(parts.get(k)[0]);
                    appender.append(parts.get(k)[1]);
                    appender.append(shares[k]);
                    appender.endRow();
                }
            }
        }
    }

    private static List<UnassignedAddress> top(
            Engine engine, Order order, int most, Currency currency) throws SQLException {
        engine.execute(
                """
                CREATE TABLE address AS
                SELECT hi, lo, bytes, calls, first, last, coalesce(amount, 0) AS amount
                FROM (SELECT hi, lo, sum(bytes)::BIGINT AS bytes, sum(calls)::BIGINT AS calls,
                             min(first) AS first, max(last) AS last FROM part GROUP BY hi, lo)
                LEFT JOIN (SELECT hi, lo, sum(amount)::BIGINT AS amount
                           FROM share GROUP BY hi, lo) USING (hi, lo)
                """);
        return engine.query(
                "SELECT hi, lo, bytes, calls, first, last, amount FROM address ORDER BY "
                        + (order == Order.BYTES ? "bytes DESC, amount" : "amount DESC, bytes")
                        + " DESC, hi, lo LIMIT "
                        + most,
                Cancellation.none(),
                rows -> {
                    List<UnassignedAddress> top = new ArrayList<>();
                    while (rows.next()) {
                        top.add(
                                new UnassignedAddress(
                                        new Address(
                                                rows.getLong(1) ^ Long.MIN_VALUE,
                                                rows.getLong(2) ^ Long.MIN_VALUE),
                                        rows.getLong(3),
                                        rows.getLong(4),
                                        new Amount(rows.getLong(7), currency),
                                        Micros.instant(rows.getLong(5)),
                                        Micros.instant(rows.getLong(6)),
                                        List.of()));
                    }
                    return top;
                });
    }

    private static List<UnassignedAddress> suggested(
            List<UnassignedAddress> top,
            DirectorySnapshot directory,
            ReverseNames reverse,
            Progress progress) {
        progress.at("looking for owners", 0, top.size());
        Suggestions suggestions =
                new Suggestions(
                        directory,
                        reverse.of(top.stream().map(UnassignedAddress::address).toList()));
        List<UnassignedAddress> suggested = new ArrayList<>(top.size());
        for (UnassignedAddress each : top) {
            Span seen = new Span(each.first(), each.last().plus(1, ChronoUnit.MICROS));
            suggested.add(each.with(suggestions.of(each.address(), seen)));
        }
        return suggested;
    }

    private static UnassignedWork total(
            Engine engine,
            List<UnassignedAddress> top,
            Currency currency,
            DirectorySnapshot directory)
            throws SQLException {
        return engine.query(
                "SELECT count(*), coalesce(sum(bytes), 0)::BIGINT, coalesce(sum(calls), 0)::BIGINT,"
                        + " coalesce(sum(amount), 0)::BIGINT FROM address",
                Cancellation.none(),
                rows -> {
                    rows.next();
                    return new UnassignedWork(
                            top,
                            rows.getLong(1),
                            rows.getLong(2),
                            rows.getLong(3),
                            new Amount(rows.getLong(4), currency),
                            directory);
                });
    }
}
