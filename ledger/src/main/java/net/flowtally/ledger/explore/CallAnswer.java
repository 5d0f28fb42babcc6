package net.flowtally.ledger.explore;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.accounting.AccountingException;
import net.flowtally.ledger.accounting.Labels;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.engine.Engine;
import net.flowtally.ledger.time.Micros;

/// The calls that a question found, as they were when it was asked: their total, and any page of
/// them in any order. Holds memory and temporary files until it is closed. Thread-safe; pages wait
/// for each other.
public final class CallAnswer implements AutoCloseable {
    private final Engine engine;
    private final Labels labels;
    private final CallTotal total;

    CallAnswer(Engine engine, Labels labels, Currency currency) throws SQLException {
        this.engine = engine;
        this.labels = labels;
        this.total =
                engine.query(
                        """
                        SELECT count(*), coalesce(sum(begun), 0)::BIGINT,
                               coalesce(sum(bytes_sent), 0)::BIGINT,
                               coalesce(sum(bytes_received), 0)::BIGINT,
                               coalesce(sum(packets_sent), 0)::BIGINT,
                               coalesce(sum(packets_received), 0)::BIGINT,
                               coalesce(sum(charge), 0)::HUGEINT
                        FROM call
                        """,
                        Cancellation.none(),
                        rows -> {
                            rows.next();
                            return new CallTotal(
                                    rows.getLong(1),
                                    rows.getLong(2),
                                    rows.getLong(3),
                                    rows.getLong(4),
                                    rows.getLong(5),
                                    rows.getLong(6),
                                    ExactCharge.charge((BigInteger) rows.getObject(7)),
                                    currency);
                        });
    }

    public CallTotal total() {
        return total;
    }

    /// How many call records there are.
    public long count() {
        return total.calls();
    }

    /// A page of the call records in an order.
    ///
    /// @param offset of the first, from 0
    public synchronized List<CallRecord> page(long offset, int limit, CallSort sort) {
        if (offset < 0 || limit < 0) {
            throw new IllegalArgumentException("no page: " + limit + " from " + offset);
        }
        List<CallRecord> records = new ArrayList<>(Math.min(limit, 10_000));
        read(query(sort) + " LIMIT " + limit + " OFFSET " + offset, records::add);
        return records;
    }

    /// Hands over all call records in an order.
    public synchronized void forEach(CallSort sort, Consumer<CallRecord> sink) {
        read(query(sort), sink);
    }

    @Override
    public synchronized void close() {
        engine.close();
    }

    private void read(String sql, Consumer<CallRecord> sink) {
        try {
            engine.query(
                    sql,
                    Cancellation.none(),
                    rows -> {
                        while (rows.next()) {
                            sink.accept(read(rows));
                        }
                        return sink;
                    });
        } catch (SQLException e) {
            throw new AccountingException("The calls cannot be read: " + e.getMessage(), e);
        }
    }

    private CallRecord read(ResultSet rows) throws SQLException {
        long id = rows.getLong(1);
        String[] texts = new String[CallTable.TEXTS.size()];
        boolean changes = rows.getBoolean(17);
        for (int i = 0; i < texts.length; i++) {
            texts[i] = changes ? joined(rows.getString(26 + i)) : labels.text(rows.getInt(19 + i));
        }
        return new CallRecord(
                String.format("%016x%016x", id, rows.getLong(2)),
                Micros.instant(rows.getLong(3)),
                Micros.instant(rows.getLong(4)),
                texts[0],
                address(rows, 5),
                address(rows, 7),
                rows.getInt(9),
                rows.getInt(10),
                rows.getInt(11),
                texts[1],
                texts[2],
                texts[3],
                texts[4],
                texts[5],
                texts[6],
                rows.getLong(12),
                rows.getLong(13),
                rows.getLong(14),
                rows.getLong(15),
                rows.getInt(18),
                ExactCharge.charge((BigInteger) rows.getObject(16)));
    }

    private static Address address(ResultSet rows, int column) throws SQLException {
        return new Address(
                rows.getLong(column) ^ Long.MIN_VALUE, rows.getLong(column + 1) ^ Long.MIN_VALUE);
    }

    private String joined(String codes) {
        TreeSet<String> texts = new TreeSet<>();
        for (String code : codes.split(",", -1)) {
            texts.add(labels.text(Integer.parseInt(code)));
        }
        return String.join(", ", texts);
    }

    private static String query(CallSort sort) {
        StringBuilder sql =
                new StringBuilder(
                        "SELECT call.call_hi, call.call_lo, start, finish, caller_hi, caller_lo,"
                                + " callee_hi, callee_lo, protocol, caller_port, callee_port,"
                                + " bytes_sent, bytes_received, packets_sent, packets_received,"
                                + " charge, changes, begun");
        for (String text : CallTable.TEXTS) {
            sql.append(", call.").append(text);
        }
        for (String text : CallTable.TEXTS) {
            sql.append(", several.").append(text).append("_codes");
        }
        String direction = sort.descending() ? " DESC" : "";
        String order = order(sort.column(), direction);
        sql.append(" FROM call LEFT JOIN several USING (call_hi, call_lo)");
        if (order.startsWith("text")) {
            sql.append(" JOIN label ON label.code = call.").append(text(sort.column()));
        }
        return sql.append(" ORDER BY ")
                .append(order)
                .append(direction)
                .append(", start, call.call_hi, call.call_lo")
                .toString();
    }

    private static String order(CallColumn column, String direction) {
        return switch (column) {
            case START -> "start";
            case END -> "finish";
            case DURATION -> "finish - start";
            case CALLER -> "caller_hi" + direction + ", caller_lo";
            case CALLEE -> "callee_hi" + direction + ", callee_lo";
            case PROTOCOL -> "protocol";
            case CALLER_PORT -> "caller_port";
            case CALLEE_PORT -> "callee_port";
            case BYTES_SENT -> "bytes_sent";
            case BYTES_RECEIVED -> "bytes_received";
            case BYTES -> "bytes_sent + bytes_received";
            case PACKETS_SENT -> "packets_sent";
            case PACKETS_RECEIVED -> "packets_received";
            case PACKETS -> "packets_sent + packets_received";
            case CHARGE -> "charge";
            case EXPORTER, SERVICE, DEPARTMENT, USER, WORKSTATION, ZONE, CATEGORY -> "text";
        };
    }

    private static String text(CallColumn column) {
        return switch (column) {
            case EXPORTER -> "exporter";
            case SERVICE -> "service";
            case DEPARTMENT -> "department";
            case USER -> "username";
            case WORKSTATION -> "workstation";
            case ZONE -> "zone";
            case CATEGORY -> "category";
            default -> throw new AssertionError(column + " is no text");
        };
    }
}
