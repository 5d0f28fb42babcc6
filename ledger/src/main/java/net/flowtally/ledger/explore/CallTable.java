package net.flowtally.ledger.explore;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.accounting.AssociatedCall;
import net.flowtally.ledger.accounting.Labels;
import net.flowtally.ledger.accounting.Names;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.CallQuarter;
import net.flowtally.ledger.engine.Engine;
import net.flowtally.ledger.settings.VolumeUnit;
import net.flowtally.ledger.tariff.Rating;
import org.duckdb.DuckDBAppender;

/// Collects the parts of calls that a question asks for in the engine, which spills what does not
/// fit its memory, and sums them up to call records. For one thread.
final class CallTable implements AutoCloseable {
    /// Texts that may change in the course of a call, kept as codes into the table `label`.
    static final List<String> TEXTS =
            List.of(
                    "exporter",
                    "service",
                    "department",
                    "username",
                    "workstation",
                    "zone",
                    "category");

    private final Engine engine;
    private final DuckDBAppender appender;
    private final Labels labels;
    private final Map<Address, String> addresses = new HashMap<>();
    private final Map<Rating, Long> weights = new HashMap<>();
    private final List<Verdict> verdicts = new ArrayList<>(List.of(Verdict.YES));
    private long exporterHi;
    private long exporterLo;
    private String exporter = "";

    CallTable(Engine engine, Labels labels) throws SQLException {
        this.engine = engine;
        this.labels = labels;
        engine.execute(
                """
                CREATE TABLE part (
                    call_hi BIGINT, call_lo BIGINT, call_start BIGINT, part_end BIGINT,
                    caller_hi BIGINT, caller_lo BIGINT, callee_hi BIGINT, callee_lo BIGINT,
                    caller_port INTEGER, callee_port INTEGER, protocol INTEGER,
                    exporter INTEGER, service INTEGER, department INTEGER, username INTEGER,
                    workstation INTEGER, zone INTEGER, category INTEGER,
                    bytes_sent BIGINT, bytes_received BIGINT,
                    packets_sent BIGINT, packets_received BIGINT,
                    weight BIGINT, begun INTEGER, verdict INTEGER)
                """);
        this.appender = engine.connection().createAppender("part");
    }

    void add(AssociatedCall part, Names names, VolumeUnit unit, Verdict verdict)
            throws SQLException {
        CallQuarter call = part.call;
        appender.beginRow();
        appender.append(call.callHi);
        appender.append(call.callLo);
        appender.append(call.callStart);
        appender.append(call.end);
        // shifted, so that they sort as unsigned numbers
        appender.append(call.callerHi ^ Long.MIN_VALUE);
        appender.append(call.callerLo ^ Long.MIN_VALUE);
        appender.append(call.calleeHi ^ Long.MIN_VALUE);
        appender.append(call.calleeLo ^ Long.MIN_VALUE);
        appender.append(call.callerPort);
        appender.append(call.calleePort);
        appender.append(call.protocol);
        appender.append(labels.code(exporter(call)));
        appender.append(labels.code(part.service));
        appender.append(labels.code(names.department(part.owner.department())));
        appender.append(labels.code(names.user(part.owner.user())));
        appender.append(labels.code(names.workstation(part.owner.workstation())));
        appender.append(labels.code(part.zone.name()));
        appender.append(labels.code(part.rating.category()));
        appender.append(part.bytesFromCaller);
        appender.append(part.bytesToCaller);
        appender.append(part.packetsFromCaller);
        appender.append(part.packetsToCaller);
        appender.append(
                (long)
                        weights.computeIfAbsent(
                                part.rating,
                                rating -> ExactCharge.weight(rating.pricePerUnit(), unit)));
        appender.append(part.calls);
        appender.append(code(verdict));
        appender.endRow();
    }

    /// Prices are those of one revision: forgets them before the next.
    void forgetPrices() {
        weights.clear();
    }

    /// Sums the parts up; nothing can be added any more.
    void finish(Cancellation cancellation) throws SQLException {
        appender.close();
        if (verdicts.size() > 1) {
            dropByBytes(cancellation);
        }
        engine.execute("CREATE TABLE label (code INTEGER, text VARCHAR)");
        try (DuckDBAppender texts = engine.connection().createAppender("label")) {
            for (int code = 0; code < labels.size(); code++) {
                texts.beginRow();
                texts.append(code);
                texts.append(labels.text(code));
                texts.endRow();
            }
        }
        StringBuilder firsts = new StringBuilder();
        StringBuilder changes = new StringBuilder();
        StringBuilder lists = new StringBuilder();
        for (String text : TEXTS) {
            firsts.append("min(%1$s) AS %1$s, ".formatted(text));
            changes.append(changes.isEmpty() ? "" : " OR ")
                    .append("min(%1$s) <> max(%1$s)".formatted(text));
            lists.append(", string_agg(DISTINCT %1$s::VARCHAR, ',') AS %1$s_codes".formatted(text));
        }
        engine.execute(
                """
                CREATE TABLE call AS
                SELECT call_hi, call_lo, min(call_start) AS start, max(part_end) AS finish,
                       any_value(caller_hi) AS caller_hi, any_value(caller_lo) AS caller_lo,
                       any_value(callee_hi) AS callee_hi, any_value(callee_lo) AS callee_lo,
                       any_value(caller_port) AS caller_port,
                       any_value(callee_port) AS callee_port,
                       any_value(protocol) AS protocol,
                       %s
                       sum(bytes_sent)::BIGINT AS bytes_sent,
                       sum(bytes_received)::BIGINT AS bytes_received,
                       sum(packets_sent)::BIGINT AS packets_sent,
                       sum(packets_received)::BIGINT AS packets_received,
                       sum((bytes_sent + bytes_received)::HUGEINT * weight)::HUGEINT AS charge,
                       sum(begun)::INTEGER AS begun,
                       (%s) AS changes
                FROM part GROUP BY call_hi, call_lo
                """
                        .formatted(firsts, changes),
                cancellation);
        engine.execute(
                """
                CREATE TABLE several AS
                SELECT call_hi, call_lo%s
                FROM part SEMI JOIN (SELECT * FROM call WHERE changes) USING (call_hi, call_lo)
                GROUP BY call_hi, call_lo
                """
                        .formatted(lists),
                cancellation);
        engine.execute("DROP TABLE part");
    }

    @Override
    public void close() throws SQLException {
        if (!appender.isClosed()) {
            appender.close();
        }
    }

    /// Drops parts whose filter depends on the bytes of their call record, now that these are
    /// known.
    private void dropByBytes(Cancellation cancellation) throws SQLException {
        StringBuilder condition = new StringBuilder("CASE verdict");
        for (int code = 0; code < verdicts.size(); code++) {
            condition.append(" WHEN ").append(code).append(" THEN ");
            condition.append(
                    switch (verdicts.get(code)) {
                        case Verdict.Known(boolean yes) -> yes ? "TRUE" : "FALSE";
                        case Verdict.Open open -> open.sql("record_bytes");
                    });
        }
        engine.execute(
                """
                CREATE TABLE kept AS
                SELECT part.* FROM part JOIN
                    (SELECT call_hi, call_lo,
                            sum(bytes_sent + bytes_received)::BIGINT AS record_bytes
                     FROM part GROUP BY call_hi, call_lo) USING (call_hi, call_lo)
                WHERE %s END
                """
                        .formatted(condition),
                cancellation);
        engine.execute("DROP TABLE part");
        engine.execute("ALTER TABLE kept RENAME TO part");
    }

    private int code(Verdict verdict) {
        int code = verdicts.indexOf(verdict);
        if (code < 0) {
            code = verdicts.size();
            verdicts.add(verdict);
        }
        return code;
    }

    private String exporter(CallQuarter call) {
        if (exporter.isEmpty() || call.exporterHi != exporterHi || call.exporterLo != exporterLo) {
            exporterHi = call.exporterHi;
            exporterLo = call.exporterLo;
            exporter =
                    addresses.computeIfAbsent(
                            new Address(exporterHi, exporterLo), Address::toString);
        }
        return exporter;
    }
}
