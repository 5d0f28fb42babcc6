package net.flowtally.ledger.accounting;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.calls.CallQuarter;
import net.flowtally.ledger.calls.Slice;
import net.flowtally.ledger.engine.Engine;

/// Usage rows in the making: sums associated calls in memory, hands full tables to the engine, and
/// gives them back as one canonical relation. For one thread.
final class UsageBuild implements PartSink {
    /// So many rows at the end of a stretch of quarter hours are handed over: few enough to be
    /// sorted without leaving the processor's own memory.
    private static final int ENOUGH_ROWS = 50_000;

    /// So many are handed over in any case; then some rows are there twice, and are summed up.
    private static final int MOST_ROWS = 400_000;

    private final Engine engine;

    /// Texts of services, categories and bands, which are kept as their codes.
    private final Labels labels = new Labels();

    private final long[] key = new long[UsageTable.KEYS];
    private final long[] sums = new long[UsageTable.SUMS];
    private final UsageTable table = new UsageTable();
    private boolean isSorted = true;
    private long calls;
    private long bytes;

    UsageBuild(Engine engine) throws SQLException {
        this.engine = engine;
        engine.execute(
                "CREATE OR REPLACE TABLE fresh ("
                        + String.join(" BIGINT NOT NULL, ", UsageColumns.ALL)
                        + " BIGINT NOT NULL)");
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
            isSorted = false;
            flush();
        }
    }

    /// What comes from now on is of later quarter hours.
    void endOfStretch() throws SQLException {
        if (table.size() >= ENOUGH_ROWS) {
            flush();
        }
    }

    /// All rows added so far as a query in canonical columns.
    String relation() throws SQLException {
        flush();
        List<String> columns = new ArrayList<>();
        for (String column : UsageColumns.KEYS) {
            columns.add(UsageColumns.isText(column) ? text(column) + " AS " + column : column);
        }
        for (String column : UsageColumns.SUMS) {
            columns.add(isSorted ? column : "sum(" + column + ")::BIGINT AS " + column);
        }
        return "SELECT "
                + String.join(", ", columns)
                + " FROM fresh"
                + (isSorted ? "" : " GROUP BY ALL");
    }

    private String text(String column) {
        List<String> texts = new ArrayList<>();
        for (int code = 0; code < labels.size(); code++) {
            texts.add(Engine.quote(labels.text(code)));
        }
        return "([" + String.join(", ", texts) + "]::VARCHAR[])[" + column + " + 1]";
    }

    /// What its file is made of.
    UsageWriter.Content content() throws SQLException {
        return new UsageWriter.Content(
                UsageFile.Kind.USAGE,
                relation(),
                isSorted,
                String.join(", ", UsageColumns.ALL),
                String.join(", ", UsageColumns.KEYS),
                "bytes_sent + bytes_received");
    }

    private void flush() throws SQLException {
        engine.insert("fresh", table.sorted(labels));
        table.clear();
    }
}
