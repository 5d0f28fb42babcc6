package net.flowtally.ledger.accounting;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.accounting.UsagePlan.PricedPeriod;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.engine.Engine;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.tariff.Band;
import org.duckdb.DuckDBAppender;

/// Works out what the statement lines of whole periods charge; from the sums of usage.
final class UsageLines {
    private final Home home;
    private final Engine engine;

    UsageLines(Home home, Engine engine) {
        this.home = home;
        this.engine = engine;
    }

    /// @param period its place in the plan
    record PeriodLine(int period, UsageLine line) {}

    private record Group(int period, long department, long rule, String category, Band band) {}

    private record Sums(long calls, long bytes) {}

    /// What all lines of a group come to.
    private record Charge(long minor, long bytes) {}

    /// The lines of a plan's periods, in the order of period, department, rule, category and band.
    List<PeriodLine> read(UsagePlan plan, Cancellation cancellation) throws SQLException {
        if (plan.files().isEmpty()) {
            return List.of();
        }
        List<PeriodLine> lines = new ArrayList<>();
        priced(plan, cancellation)
                .forEach((group, windowed) ->
                        windowed.group
                                .lines(windowed.windows)
                                .forEach(line -> lines.add(new PeriodLine(group.period, line))));
        return lines;
    }

    /// The samples of those groups of a plan that are priced by their rate.
    List<RateSamples> samples(UsagePlan plan, Cancellation cancellation) throws SQLException {
        if (plan.files().isEmpty()) {
            return List.of();
        }
        List<RateSamples> samples = new ArrayList<>();
        priced(plan, cancellation)
                .values()
                .forEach(windowed ->
                        windowed.group.samples(windowed.windows).ifPresent(samples::add));
        return samples;
    }

    /// The lines of a plan of one period at its end, if its usage goes on as it has: what is to
    /// come of a group is worked out by [Pace].
    List<UsageLine> forecast(UsagePlan plan, List<UsageFile> lately, Cancellation cancellation)
            throws SQLException {
        if (plan.files().isEmpty()) {
            return List.of();
        }
        BillingPeriod period = plan.periods().getFirst().period();
        Snapshots snapshots = plan.periods().getFirst().snapshots();
        Map<Group, Sums> sums = new LinkedHashMap<>(groups(plan, cancellation));
        Pace pace =
                Pace.of(
                        period,
                        snapshots.tariff(),
                        newest(plan, cancellation),
                        first(lately, cancellation));
        toCome(pace, lately, cancellation)
                .forEach((group, more) ->
                        sums.merge(
                                group,
                                more,
                                (now, then) ->
                                        new Sums(
                                                now.calls + then.calls,
                                                Math.addExact(now.bytes, then.bytes))));
        Map<Group, Windows> windows = windows(plan, sums, cancellation);
        List<UsageLine> lines = new ArrayList<>();
        priced(plan, sums)
                .forEach((group, priced) ->
                        lines.addAll(
                                priced.lines(
                                        pace.goneOn(windows.getOrDefault(group, Windows.NONE)))));
        return lines;
    }

    /// The newest quarter hour with usage of a plan; its first one if there is none.
    private long newest(UsagePlan plan, Cancellation cancellation) throws SQLException {
        return engine.query(
                "SELECT coalesce(max(quarter), %d)::BIGINT FROM %s WHERE quarter >= %d AND quarter < %d"
                        .formatted(
                                plan.from(),
                                UsageFile.readParquet(home, plan.files()),
                                plan.from(),
                                plan.to()),
                cancellation,
                row -> {
                    row.next();
                    return row.getLong(1);
                });
    }

    private long first(List<UsageFile> files, Cancellation cancellation) throws SQLException {
        return engine.query(
                "SELECT min(quarter)::BIGINT FROM " + UsageFile.readParquet(home, files),
                cancellation,
                row -> {
                    row.next();
                    return row.getLong(1);
                });
    }

    /// What groups are to have in the rest of a period. Summed up exactly by the quarter hours that
    /// count alike, then divided once.
    private Map<Group, Sums> toCome(Pace pace, List<UsageFile> lately, Cancellation cancellation)
            throws SQLException {
        engine.execute(
                "CREATE OR REPLACE TABLE pace (quarter BIGINT, to_come INTEGER, sampled INTEGER)");
        try (DuckDBAppender appender = engine.connection().createAppender("pace")) {
            for (Pace.Sample sample : pace.samples()) {
                appender.beginRow();
                appender.append(sample.quarter());
                appender.append(sample.toCome());
                appender.append(sample.sampled());
                appender.endRow();
            }
        }
        Map<Group, BigDecimal[]> exact = new LinkedHashMap<>();
        engine.query(
                """
                SELECT 0, department, rule, category, band, to_come, sampled, sum(calls)::BIGINT,
                       sum(bytes_sent + bytes_received)::BIGINT
                FROM %s JOIN pace USING (quarter) GROUP BY ALL ORDER BY ALL
                """
                        .formatted(UsageFile.readParquet(home, lately)),
                cancellation,
                rows -> {
                    while (rows.next()) {
                        BigDecimal[] sum =
                                exact.computeIfAbsent(
                                        group(rows),
                                        _ -> new BigDecimal[] {BigDecimal.ZERO, BigDecimal.ZERO});
                        for (int i = 0; i < sum.length; i++) {
                            sum[i] =
                                    sum[i].add(
                                            BigDecimal.valueOf(rows.getLong(8 + i))
                                                    .multiply(BigDecimal.valueOf(rows.getInt(6)))
                                                    .divide(
                                                            BigDecimal.valueOf(rows.getInt(7)),
                                                            9,
                                                            RoundingMode.HALF_UP));
                        }
                    }
                    return exact;
                });
        Map<Group, Sums> toCome = new LinkedHashMap<>();
        exact.forEach((group, sum) -> toCome.put(group, new Sums(whole(sum[0]), whole(sum[1]))));
        return toCome;
    }

    private static long whole(BigDecimal exact) {
        return exact.setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    private record Windowed(PricedGroup group, Windows windows) {}

    private Map<Group, Windowed> priced(UsagePlan plan, Cancellation cancellation)
            throws SQLException {
        Map<Group, Sums> groups = groups(plan, cancellation);
        Map<Group, Windows> windows = windows(plan, groups, cancellation);
        Map<Group, Windowed> windowed = new LinkedHashMap<>();
        priced(plan, groups)
                .forEach((group, priced) ->
                        windowed.put(
                                group,
                                new Windowed(priced, windows.getOrDefault(group, Windows.NONE))));
        return windowed;
    }

    private static Map<Group, PricedGroup> priced(UsagePlan plan, Map<Group, Sums> groups) {
        Map<Group, PricedGroup> priced = new LinkedHashMap<>();
        groups.forEach((group, sums) ->
                priced.put(
                        group,
                        new PricedGroup(
                                snapshots(plan, group),
                                group.department,
                                group.rule,
                                group.category,
                                group.band,
                                sums.calls,
                                sums.bytes)));
        return priced;
    }

    private Map<Group, Sums> groups(UsagePlan plan, Cancellation cancellation) throws SQLException {
        return engine.query(
                """
                SELECT %s AS period, department, rule, category, band, sum(calls)::BIGINT,
                       sum(bytes_sent + bytes_received)::BIGINT
                FROM %s WHERE quarter >= %d AND quarter < %d
                GROUP BY ALL ORDER BY ALL
                """
                        .formatted(
                                periodOfQuarter(plan),
                                UsageFile.readParquet(home, plan.files()),
                                plan.from(),
                                plan.to()),
                cancellation,
                rows -> {
                    Map<Group, Sums> groups = new LinkedHashMap<>();
                    while (rows.next()) {
                        if (rows.getInt(1) < 0) {
                            throw new AccountingException(
                                    "There is usage outside every billing period; run the"
                                            + " verification.");
                        }
                        groups.put(group(rows), new Sums(rows.getLong(6), rows.getLong(7)));
                    }
                    return groups;
                });
    }

    private static Group group(ResultSet rows) throws SQLException {
        return new Group(
                rows.getInt(1),
                rows.getLong(2),
                rows.getLong(3),
                rows.getString(4),
                Band.ofColumn(rows.getString(5)));
    }

    private static Snapshots snapshots(UsagePlan plan, Group group) {
        return plan.periods().get(group.period).snapshots();
    }

    /// The quarter hours of those groups that are priced by them.
    private Map<Group, Windows> windows(
            UsagePlan plan, Map<Group, Sums> groups, Cancellation cancellation)
            throws SQLException {
        Set<Long> rules = new TreeSet<>();
        for (Group group : groups.keySet()) {
            if (PricedGroup.needsWindows(snapshots(plan, group), group.rule)) {
                rules.add(group.rule);
            }
        }
        if (rules.isEmpty()) {
            return Map.of();
        }
        String usage =
                "%s WHERE quarter >= %d AND quarter < %d"
                        .formatted(
                                UsageFile.readParquet(home, plan.files()), plan.from(), plan.to());
        List<BitSet> present = new ArrayList<>();
        for (PricedPeriod priced : plan.periods()) {
            present.add(new BitSet(priced.period().quarterHours()));
        }
        engine.query(
                "SELECT DISTINCT %s AS period, quarter FROM %s"
                        .formatted(periodOfQuarter(plan), usage),
                cancellation,
                rows -> {
                    while (rows.next()) {
                        int period = rows.getInt(1);
                        present.get(period).set(window(plan, period, rows.getLong(2)));
                    }
                    return present;
                });
        Map<Group, Windows> windows = new HashMap<>();
        engine.query(
                """
                SELECT %s AS period, department, rule, category, band, quarter,
                       sum(bytes_received)::BIGINT, sum(bytes_sent)::BIGINT
                FROM %s AND rule IN (%s) GROUP BY ALL
                """
                        .formatted(
                                periodOfQuarter(plan),
                                usage,
                                rules.stream()
                                        .map(rule -> Long.toString(rule))
                                        .collect(Collectors.joining(", "))),
                cancellation,
                rows -> {
                    while (rows.next()) {
                        Group group = group(rows);
                        BillingPeriod period = plan.periods().get(group.period).period();
                        Windows own =
                                windows.computeIfAbsent(
                                        group, _ -> Windows.of(period, present.get(group.period)));
                        own.add(
                                window(plan, group.period, rows.getLong(6)),
                                rows.getLong(7),
                                rows.getLong(8));
                    }
                    return windows;
                });
        return windows;
    }

    private static int window(UsagePlan plan, int period, long quarter) {
        long from = plan.periods().get(period).period().fromMicros();
        return Math.toIntExact((quarter - from) / QuarterHour.MICROS);
    }

    /// Puts what the lines of a plan's groups come to into the table `line`.
    void prepare(UsagePlan plan, Cancellation cancellation) throws SQLException {
        Map<Group, Charge> charges = new LinkedHashMap<>();
        for (PeriodLine line : read(plan, cancellation)) {
            UsageLine own = line.line();
            charges.merge(
                    new Group(
                            line.period(),
                            own.department(),
                            own.rule(),
                            own.category(),
                            own.band()),
                    new Charge(own.amount().minor(), own.bytes()),
                    (one, other) ->
                            new Charge(
                                    Math.addExact(one.minor, other.minor),
                                    one.bytes + other.bytes));
        }
        engine.execute(
                "CREATE OR REPLACE TABLE line (line INTEGER, period INTEGER, department BIGINT,"
                        + " rule BIGINT, category VARCHAR, band VARCHAR, bytes BIGINT,"
                        + " amount BIGINT)");
        try (DuckDBAppender appender = engine.connection().createAppender("line")) {
            int number = 0;
            for (Map.Entry<Group, Charge> entry : charges.entrySet()) {
                Group group = entry.getKey();
                appender.beginRow();
                appender.append(number++);
                appender.append(group.period);
                appender.append(group.department);
                appender.append(group.rule);
                appender.append(group.category);
                appender.append(group.band.column());
                appender.append(entry.getValue().bytes);
                appender.append(entry.getValue().minor);
                appender.endRow();
            }
        }
    }

    /// The place in the plan of the period that a quarter hour lies in, as an expression.
    static String periodOfQuarter(UsagePlan plan) {
        StringBuilder sql = new StringBuilder("CASE");
        for (int i = 0; i < plan.periods().size(); i++) {
            PricedPeriod priced = plan.periods().get(i);
            sql.append(" WHEN quarter >= ")
                    .append(priced.period().fromMicros())
                    .append(" AND quarter < ")
                    .append(priced.period().toMicros())
                    .append(" THEN ")
                    .append(i);
        }
        return plan.periods().isEmpty() ? "-1" : sql.append(" ELSE -1 END").toString();
    }
}
