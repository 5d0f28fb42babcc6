package net.flowtally.ledger.accounting;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.engine.Engine;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.time.Micros;
import org.duckdb.DuckDBAppender;

/// The query that answers a question about usage. It groups the whole periods by what was asked for
/// and by statement line, halves each line's amount between what lies inside the interval and scope
/// and what lies outside, and spreads the half inside over its groups by largest remainder. So the
/// sum of an answer does not depend on how it is grouped.
final class UsageQuery {
    private final Home home;
    private final UsagePlan plan;
    private final UsageQuestion question;

    UsageQuery(Home home, UsagePlan plan, UsageQuestion question) {
        this.home = home;
        this.plan = plan;
        this.question = question;
    }

    /// Prepares the tables that the query needs besides `line`, and gives its text. Its columns are
    /// the keys, then calls, bytes and packets sent and received, and the charge in minor units.
    String prepare(Engine engine) throws SQLException {
        boolean calendar = needsCalendar();
        if (calendar) {
            fillCalendar(engine);
        }
        List<String> keys = new ArrayList<>();
        List<String> named = new ArrayList<>();
        for (UsageDimension dimension : question.by()) {
            String name = "k" + keys.size();
            keys.add(name);
            named.add(column(dimension) + " AS " + name + ",");
        }
        return """
        WITH used AS (
            SELECT %1$s AS period, %2$s
                   department AS l_department, rule AS l_rule, category AS l_category,
                   band AS l_band, (%3$s) AS wanted,
                   calls, bytes_sent, bytes_received, packets_sent, packets_received
            FROM %4$s %5$s
            WHERE quarter >= %6$d AND quarter < %7$d%10$s
        ), grouped AS (
            SELECT period, %8$s l_department, l_rule, l_category, l_band, wanted,
                   sum(calls)::BIGINT AS calls,
                   sum(bytes_sent)::BIGINT AS bytes_sent,
                   sum(bytes_received)::BIGINT AS bytes_received,
                   sum(packets_sent)::BIGINT AS packets_sent,
                   sum(packets_received)::BIGINT AS packets_received
            FROM used GROUP BY ALL
        ), joined AS (
            SELECT grouped.*, line.line, line.amount, line.bytes AS line_bytes,
                   (bytes_sent + bytes_received)::HUGEINT AS own,
                   sum(bytes_sent + bytes_received)
                       OVER (PARTITION BY line.line, wanted)::HUGEINT AS part
            FROM grouped JOIN line
              ON line.period = grouped.period AND department = l_department
             AND rule = l_rule AND category = l_category AND band = l_band
        ), halved AS (
            SELECT *,
                   CASE WHEN line_bytes = 0 THEN 0::HUGEINT
                        ELSE amount::HUGEINT * part // line_bytes
                             + CASE WHEN 2 * (amount::HUGEINT * part %% line_bytes) >= line_bytes
                                    THEN 1 ELSE 0 END
                   END AS part_amount
            FROM joined
        ), shared AS (
            SELECT *,
                   CASE WHEN part = 0 THEN 0::HUGEINT ELSE part_amount * own // part
                   END AS share,
                   CASE WHEN part = 0 THEN 0::HUGEINT ELSE part_amount * own %% part
                   END AS remainder
            FROM halved
        ), placed AS (
            SELECT *, part_amount - sum(share) OVER (PARTITION BY line, wanted) AS open,
                   row_number() OVER (PARTITION BY line, wanted
                                      ORDER BY remainder DESC, %8$s wanted DESC) AS place
            FROM shared
        )
        SELECT %8$s sum(calls)::BIGINT, sum(bytes_sent)::BIGINT, sum(bytes_received)::BIGINT,
               sum(packets_sent)::BIGINT, sum(packets_received)::BIGINT,
               sum(share + CASE WHEN place <= open THEN 1 ELSE 0 END)::BIGINT
        FROM placed WHERE wanted %9$s
        """
                .formatted(
                        UsageLines.periodOfQuarter(plan),
                        String.join(" ", named),
                        wanted(),
                        UsageFile.readParquet(home, plan.files()),
                        calendar ? "JOIN calendar USING (quarter)" : "",
                        plan.from(),
                        plan.to(),
                        keys.isEmpty() ? "" : String.join(", ", keys) + ",",
                        keys.isEmpty()
                                ? "HAVING count(*) > 0"
                                : "GROUP BY ALL ORDER BY " + String.join(", ", keys),
                        ofDepartments());
    }

    /// No line is of two departments: where some are asked for, nothing else is read.
    private String ofDepartments() {
        List<String> departments =
                question.scope().of(UsageDimension.DEPARTMENT).stream()
                        .map(department -> Long.toString(department.id()))
                        .toList();
        return departments.isEmpty()
                ? ""
                : " AND department IN (" + String.join(", ", departments) + ")";
    }

    private String wanted() {
        List<String> conditions = new ArrayList<>();
        conditions.add("quarter >= " + Micros.of(question.from()));
        conditions.add("quarter < " + Micros.of(question.to()));
        for (UsageDimension dimension : UsageDimension.values()) {
            List<String> alternatives = new ArrayList<>();
            for (UsageValue value : question.scope().of(dimension)) {
                alternatives.add(
                        value.isNamedById()
                                ? Long.toString(value.id())
                                : Engine.quote(value.label()));
            }
            if (!alternatives.isEmpty()) {
                conditions.add(column(dimension) + " IN (" + String.join(", ", alternatives) + ")");
            }
        }
        return String.join(" AND ", conditions);
    }

    private boolean needsCalendar() {
        Set<UsageDimension> used = EnumSet.noneOf(UsageDimension.class);
        used.addAll(question.by());
        question.scope().values().forEach(value -> used.add(value.dimension()));
        return used.contains(UsageDimension.HOUR) || used.contains(UsageDimension.DAY);
    }

    /// The hour and day of each quarter hour in the accounting zone.
    private void fillCalendar(Engine engine) throws SQLException {
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        for (UsageFile file : plan.files()) {
            from = Math.min(from, file.fromQuarter());
            to = Math.max(to, file.toQuarter());
        }
        UsageCalendar calendar = new UsageCalendar(plan.naming().accountingZone());
        engine.execute(
                "CREATE OR REPLACE TABLE calendar (quarter BIGINT, hour BIGINT, day BIGINT)");
        try (DuckDBAppender appender = engine.connection().createAppender("calendar")) {
            for (long quarter = from; quarter < to; quarter += QuarterHour.MICROS) {
                appender.beginRow();
                appender.append(quarter);
                appender.append(calendar.hourOf(quarter));
                appender.append(calendar.dayOf(quarter));
                appender.endRow();
            }
        }
    }

    private static String column(UsageDimension dimension) {
        return switch (dimension) {
            case QUARTER -> "quarter";
            case HOUR -> "hour";
            case DAY -> "day";
            case DEPARTMENT -> "department";
            case USER -> "user_id";
            case WORKSTATION -> "workstation";
            case SERVICE -> "service";
            case ZONE -> "zone";
            case CATEGORY -> "category";
            case BAND -> "band";
            case RULE -> "rule";
        };
    }
}
