package net.flowtally.ledger.accounting;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.engine.Engine;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.Micros;

/// Reads usage. The charge of a group is its share of the statement lines that its usage is on: a
/// line is priced and rounded once over its whole billing period, then spread over the groups asked
/// for by largest remainder, in the order of their keys. So the money of every report adds up to
/// the statements. Thread-safe; questions wait for each other.
public final class UsageReader implements AutoCloseable {
    private static final List<UsageDimension> FINEST =
            List.of(
                    UsageDimension.QUARTER,
                    UsageDimension.DEPARTMENT,
                    UsageDimension.USER,
                    UsageDimension.WORKSTATION,
                    UsageDimension.SERVICE,
                    UsageDimension.ZONE,
                    UsageDimension.CATEGORY,
                    UsageDimension.RULE,
                    UsageDimension.BAND);

    /// A file that the catalog named may be replaced before it is opened; then the new one is read.
    private static final int ATTEMPTS = 5;

    private final Home home;
    private final Store store;
    private final SnapshotCache snapshots;
    private Optional<Engine> engine = Optional.empty();

    /// What the engine has the lines of: a thousand statements ask about the same month.
    private Optional<UsagePlan> prepared = Optional.empty();

    public UsageReader(Home home, Store store) {
        this.home = home;
        this.store = store;
        this.snapshots = new SnapshotCache(store);
    }

    /// Sums of the groups that have usage, in the order of their keys.
    public List<UsageSum> sums(UsageQuestion question, Cancellation cancellation) {
        List<UsageSum> sums = new ArrayList<>();
        read(
                question,
                cancellation,
                (rows, plan) -> {
                    UsageValues values = new UsageValues(plan.naming());
                    int keys = question.by().size();
                    while (rows.next()) {
                        List<UsageValue> key = new ArrayList<>(keys);
                        for (int i = 0; i < keys; i++) {
                            key.add(values.read(question.by().get(i), rows, i + 1));
                        }
                        sums.add(
                                new UsageSum(
                                        key,
                                        rows.getLong(keys + 1),
                                        rows.getLong(keys + 2),
                                        rows.getLong(keys + 3),
                                        rows.getLong(keys + 4),
                                        rows.getLong(keys + 5),
                                        new Amount(rows.getLong(keys + 6), plan.currency())));
                    }
                });
        sums.sort(UsageValues.ORDER);
        return sums;
    }

    /// The sum of a scope, all zero where it has no usage.
    public UsageSum total(Instant from, Instant to, UsageScope scope, Cancellation cancellation) {
        List<UsageSum> sums = sums(new UsageQuestion(from, to, List.of(), scope), cancellation);
        return sums.isEmpty()
                ? new UsageSum(List.of(), 0, 0, 0, 0, 0, Amount.zero(snapshots.newest().currency()))
                : sums.getFirst();
    }

    /// Hands over every row of an interval in canonical order.
    public void rows(Instant from, Instant to, Consumer<UsageRow> sink, Cancellation cancellation) {
        UsageQuestion question = new UsageQuestion(from, to, FINEST, UsageScope.ALL);
        read(
                question,
                cancellation,
                (rows, plan) -> {
                    UsageValues values = new UsageValues(plan.naming());
                    while (rows.next()) {
                        cancellation.check();
                        sink.accept(values.row(rows, plan.currency()));
                    }
                });
    }

    /// What the statements of a period charge, in the order of department, rule, category and band.
    public List<UsageLine> lines(BillingPeriod period, Cancellation cancellation) {
        return attempt(engine -> {
            UsagePlan plan = UsagePlan.of(store, snapshots, period.fromMicros(), period.toMicros());
            List<UsageLine> lines = new ArrayList<>();
            for (UsageLines.PeriodLine line :
                    new UsageLines(home, engine).read(plan, cancellation)) {
                lines.add(line.line());
            }
            return lines;
        });
    }

    /// What the lines of a period would be at its end if usage went on as it has: each quarter hour
    /// to come like those of the same time of day, on working days or on days off, of the last four
    /// weeks up to the newest one with usage. A working day is one that the calendar of the tariff
    /// has peak hours on.
    public List<UsageLine> forecast(BillingPeriod period, Cancellation cancellation) {
        return attempt(engine ->
                new UsageLines(home, engine)
                        .forecast(
                                UsagePlan.of(
                                        store, snapshots, period.fromMicros(), period.toMicros()),
                                files(period.fromMicros() - Pace.LOOKED_BACK, period.toMicros()),
                                cancellation));
    }

    /// What stands behind the lines of a period that are charged by a 95th percentile, in the order
    /// of the lines.
    public List<RateSamples> samples(BillingPeriod period, Cancellation cancellation) {
        return attempt(engine ->
                new UsageLines(home, engine)
                        .samples(
                                UsagePlan.of(
                                        store, snapshots, period.fromMicros(), period.toMicros()),
                                cancellation));
    }

    /// How the usage of an interval came about.
    public UsageQuality quality(Instant from, Instant to, Cancellation cancellation) {
        return attempt(engine -> {
            long start = Micros.of(from);
            long end = Micros.of(to);
            List<UsageFile> files = files(start, end);
            if (files.isEmpty()) {
                return new UsageQuality(0, 0, 0, 0, 0, 0);
            }
            return engine.query(
                    """
                    SELECT coalesce(sum(bytes), 0)::BIGINT,
                           coalesce(sum(sampled_bytes), 0)::BIGINT,
                           coalesce(sum(corrected_bytes), 0)::BIGINT,
                           coalesce(sum(bytes) FILTER (department = 0), 0)::BIGINT,
                           coalesce(sum(bytes) FILTER (rule = 0), 0)::BIGINT,
                           count(DISTINCT quarter)
                    FROM (SELECT *, bytes_sent + bytes_received AS bytes FROM %s
                          WHERE quarter >= %d AND quarter < %d)
                    """
                            .formatted(UsageFile.readParquet(home, files), start, end),
                    cancellation,
                    rows -> {
                        rows.next();
                        return new UsageQuality(
                                rows.getLong(1),
                                rows.getLong(2),
                                rows.getLong(3),
                                rows.getLong(4),
                                rows.getLong(5),
                                rows.getInt(6));
                    });
        });
    }

    /// A hash over the canonical rows of an interval, the same however they lie in files.
    public String hash(Instant from, Instant to, Cancellation cancellation) {
        return attempt(_ -> {
            long start = Micros.of(from);
            long end = Micros.of(to);
            return UsageHash.of(home, store, files(start, end), start, end, cancellation);
        });
    }

    @Override
    public synchronized void close() {
        engine.ifPresent(Engine::close);
        engine = Optional.empty();
        prepared = Optional.empty();
    }

    private void read(UsageQuestion question, Cancellation cancellation, Reading reading) {
        attempt(engine -> {
            long from = Micros.of(question.from());
            long to = Micros.of(question.to());
            UsagePlan plan = UsagePlan.of(store, snapshots, from, to);
            if (plan.files().isEmpty()) {
                return plan;
            }
            if (!prepared.equals(Optional.of(plan))) {
                prepared = Optional.empty();
                new UsageLines(home, engine).prepare(plan, cancellation);
                prepared = Optional.of(plan);
            }
            String sql = new UsageQuery(home, plan, question).prepare(engine);
            return engine.query(
                    sql,
                    cancellation,
                    rows -> {
                        reading.read(rows, plan);
                        return plan;
                    });
        });
    }

    private List<UsageFile> files(long from, long to) {
        return store.read(
                connection -> UsageFile.overlapping(connection, UsageFile.Kind.USAGE, from, to));
    }

    private synchronized <T> T attempt(Work<T> work) {
        Engine opened = engine.orElseGet(() -> UsageEngine.open(home, store));
        engine = Optional.of(opened);
        for (int attempt = 1; ; attempt++) {
            try {
                return work.run(opened);
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !isMissingFile(e)) {
                    throw new AccountingException("The usage cannot be read: " + e.getMessage(), e);
                }
            }
        }
    }

    static boolean isMissingFile(SQLException e) {
        String message = Optional.ofNullable(e.getMessage()).orElse("");
        return message.contains("No files found")
                || message.contains("Cannot open file")
                || message.contains("No such file");
    }

    private interface Work<T> {
        T run(Engine engine) throws SQLException;
    }

    private interface Reading {
        void read(ResultSet rows, UsagePlan plan) throws SQLException;
    }
}
