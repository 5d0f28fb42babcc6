package net.flowtally.ledger.accounting;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.calls.CallQuarter;
import net.flowtally.ledger.calls.Slice;
import net.flowtally.ledger.engine.Engine;
import org.duckdb.DuckDBAppender;

/// Usage rows in the making: sums associated calls in memory, hands full tables to the engine, and
/// gives them back as one canonical relation. For one thread.
final class UsageBuild implements PartSink {
    private static final int MOST_ROWS = 400_000;

    private final Engine engine;
    private final long[] key = new long[UsageTable.KEYS];
    private final long[] sums = new long[UsageTable.SUMS];
    private UsageTable table = new UsageTable();
    private long calls;
    private long bytes;

    UsageBuild(Engine engine) throws SQLException {
        this.engine = engine;
        engine.execute("CREATE OR REPLACE TABLE fresh (" + UsageColumns.definition() + ")");
    }

    /// Calls that began in the quarter hours added.
    long calls() {
        return calls;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void accept(AssociatedCall part) throws SQLException {
        CallQuarter call = part.call;
        Labels labels = table.labels();
        key[UsageTable.QUARTER] = call.quarter;
        key[UsageTable.DEPARTMENT] = part.owner.department();
        key[UsageTable.USER] = part.owner.user();
        key[UsageTable.WORKSTATION] = part.owner.workstation();
        key[UsageTable.SERVICE] = labels.code(part.service);
        key[UsageTable.ZONE] = part.zone.id();
        key[UsageTable.CATEGORY] = labels.code(part.rating.category());
        key[UsageTable.RULE] = part.rating.rule();
        key[UsageTable.BAND] = labels.code(part.rating.band().column());
        sums[UsageTable.CALLS] = part.calls;
        sums[UsageTable.BYTES_SENT] = part.bytesSent();
        sums[UsageTable.BYTES_RECEIVED] = part.bytesReceived();
        sums[UsageTable.PACKETS_SENT] = part.packetsSent();
        sums[UsageTable.PACKETS_RECEIVED] = part.packetsReceived();
        sums[UsageTable.SAMPLED_BYTES] = part.sampledBytes();
        sums[UsageTable.CORRECTED_BYTES] =
                (call.flags & Slice.CLOCK_CORRECTED) != 0 ? part.bytes() : 0;
        table.add(key, sums);
        calls += part.calls;
        bytes = Math.addExact(bytes, part.bytes());
        if (table.size() >= MOST_ROWS) {
            flush();
        }
    }

    /// All rows added so far as a query in canonical columns, not yet in order.
    String relation() throws SQLException {
        flush();
        List<String> columns = new ArrayList<>(UsageColumns.KEYS);
        for (String column : UsageColumns.SUMS) {
            columns.add("sum(" + column + ")::BIGINT AS " + column);
        }
        return "SELECT "
                + String.join(", ", columns)
                + " FROM fresh GROUP BY "
                + String.join(", ", UsageColumns.KEYS);
    }

    /// What its file is made of.
    UsageWriter.Content content() throws SQLException {
        return new UsageWriter.Content(
                UsageFile.Kind.USAGE,
                relation(),
                String.join(", ", UsageColumns.ALL),
                String.join(", ", UsageColumns.KEYS),
                "bytes_sent + bytes_received");
    }

    private void flush() throws SQLException {
        if (table.size() == 0) {
            return;
        }
        Labels labels = table.labels();
        try (DuckDBAppender appender = engine.connection().createAppender("fresh")) {
            for (int row = 0; row < table.size(); row++) {
                appender.beginRow();
                for (int column = 0; column < UsageTable.KEYS; column++) {
                    long value = table.key(row, column);
                    switch (column) {
                        case UsageTable.SERVICE, UsageTable.CATEGORY, UsageTable.BAND ->
                                appender.append(labels.text((int) value));
                        default -> appender.append(value);
                    }
                }
                for (int column = 0; column < UsageTable.SUMS; column++) {
                    appender.append(table.sum(row, column));
                }
                appender.endRow();
            }
        }
        table = new UsageTable();
    }
}
