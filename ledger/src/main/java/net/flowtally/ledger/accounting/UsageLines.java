package net.flowtally.ledger.accounting;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.accounting.UsagePlan.PricedPeriod;
import net.flowtally.ledger.engine.Engine;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.tariff.Band;
import net.flowtally.ledger.tariff.TariffRule;
import net.flowtally.ledger.zone.Zone;
import org.duckdb.DuckDBAppender;

/// Works out what the statement lines of whole periods charge; the one place that prices usage.
final class UsageLines {
    private final Home home;
    private final Engine engine;

    UsageLines(Home home, Engine engine) {
        this.home = home;
        this.engine = engine;
    }

    /// @param period its place in the plan
    record PeriodLine(int period, UsageLine line) {}

    /// The lines of a plan's periods, in the order of period, department, rule, category and band.
    List<PeriodLine> read(UsagePlan plan, Cancellation cancellation) throws SQLException {
        if (plan.files().isEmpty()) {
            return List.of();
        }
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
                    List<PeriodLine> lines = new ArrayList<>();
                    while (rows.next()) {
                        int period = rows.getInt(1);
                        if (period < 0) {
                            throw new AccountingException(
                                    "There is usage outside every billing period; run the"
                                            + " verification.");
                        }
                        lines.add(
                                new PeriodLine(
                                        period,
                                        price(
                                                plan.periods().get(period).snapshots(),
                                                rows.getLong(2),
                                                rows.getLong(3),
                                                rows.getString(4),
                                                Band.ofColumn(rows.getString(5)),
                                                rows.getLong(6),
                                                rows.getLong(7))));
                    }
                    return lines;
                });
    }

    /// Puts the lines of a plan into the table `line`.
    void prepare(UsagePlan plan, Cancellation cancellation) throws SQLException {
        List<PeriodLine> lines = read(plan, cancellation);
        engine.execute(
                "CREATE OR REPLACE TABLE line (line INTEGER, period INTEGER, department BIGINT,"
                        + " rule BIGINT, category VARCHAR, band VARCHAR, bytes BIGINT,"
                        + " amount BIGINT)");
        try (DuckDBAppender appender = engine.connection().createAppender("line")) {
            for (int i = 0; i < lines.size(); i++) {
                UsageLine line = lines.get(i).line();
                appender.beginRow();
                appender.append(i);
                appender.append(lines.get(i).period());
                appender.append(line.department());
                appender.append(line.rule());
                appender.append(line.category());
                appender.append(line.band().column());
                appender.append(line.bytes());
                appender.append(line.amount().minor());
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

    static UsageLine price(
            Snapshots snapshots,
            long department,
            long rule,
            String category,
            Band band,
            long calls,
            long bytes) {
        Optional<TariffRule> known = snapshots.rule(rule);
        BigDecimal price = known.map(TariffRule::price).orElse(BigDecimal.ZERO);
        String zone =
                known.flatMap(priced -> snapshots.zones().zone(priced.zone()))
                        .map(Zone::name)
                        .orElse("");
        long unitBytes = snapshots.unit().bytes();
        return new UsageLine(
                department,
                rule,
                category,
                band,
                zone,
                calls,
                bytes,
                price,
                unitBytes,
                Amount.priced(bytes, unitBytes, price, snapshots.currency()));
    }
}
