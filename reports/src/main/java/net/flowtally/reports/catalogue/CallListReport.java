package net.flowtally.reports.catalogue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.explore.CallAnswer;
import net.flowtally.ledger.explore.CallRecord;
import net.flowtally.ledger.explore.CallSort;
import net.flowtally.ledger.explore.CallTotal;
import net.flowtally.reports.table.Cell;
import net.flowtally.reports.table.Column;
import net.flowtally.reports.table.Column.Kind;
import net.flowtally.reports.table.Drill;
import net.flowtally.reports.table.Row;
import net.flowtally.reports.table.Section;
import net.flowtally.reports.table.Table;

/// Call after call, in order of time, all of them.
final class CallListReport {
    private static final int PAGE = 10_000;

    private final Figures figures;

    CallListReport(Figures figures) {
        this.figures = figures;
    }

    List<Section> sections(CallAnswer answer) {
        String currency = figures.currency().getCurrencyCode();
        List<Column> columns =
                List.of(
                        new Column("start", "Start", "", Kind.INSTANT),
                        new Column("duration", "Duration", "", Kind.DURATION),
                        new Column("caller", "Caller", "", Kind.TEXT),
                        new Column("callee", "Callee", "", Kind.TEXT),
                        new Column("department", "Department", "", Kind.TEXT),
                        new Column("user", "User", "", Kind.TEXT),
                        new Column("service", "Service", "", Kind.TEXT),
                        new Column("zone", "Zone", "", Kind.TEXT),
                        new Column("sent", "Sent", "bytes", Kind.BYTES),
                        new Column("received", "Received", "bytes", Kind.BYTES),
                        new Column("packets", "Packets", "", Kind.COUNT),
                        new Column("category", "Cost category", "", Kind.TEXT),
                        new Column(
                                "charge", "Exact charge", currency + ", not rounded", Kind.PRICE));
        List<Row> rows = new ArrayList<>();
        for (int offset = 0; offset < answer.total().calls(); offset += PAGE) {
            for (CallRecord call : answer.page(offset, PAGE, CallSort.BY_START)) {
                rows.add(row(call));
            }
        }
        rows.add(total(answer.total()));
        return List.of(new Section.Rows(new Table("Call records", columns, rows)));
    }

    private static Row row(CallRecord call) {
        return new Row(
                Row.Kind.DETAIL,
                0,
                List.of(
                        new Cell.Time(call.start()),
                        new Cell.Span(call.duration()),
                        Cell.text(endpoint(call.caller().toString(), call.callerPort())),
                        Cell.text(endpoint(call.callee().toString(), call.calleePort())),
                        Cell.text(call.department()),
                        Cell.text(call.user()),
                        Cell.text(call.service()),
                        Cell.text(call.zone()),
                        Cell.bytes(call.bytesSent()),
                        Cell.bytes(call.bytesReceived()),
                        Cell.count(call.packets()),
                        Cell.text(call.category()),
                        new Cell.Price(plain(call.exactCharge()))),
                Drill.NOWHERE);
    }

    private static Row total(CallTotal total) {
        return new Row(
                Row.Kind.TOTAL,
                0,
                List.of(
                        Cell.text("Total"),
                        Cell.EMPTY,
                        Cell.text(total.calls() + " calls"),
                        Cell.EMPTY,
                        Cell.EMPTY,
                        Cell.EMPTY,
                        Cell.EMPTY,
                        Cell.EMPTY,
                        Cell.bytes(total.bytesSent()),
                        Cell.bytes(total.bytesReceived()),
                        Cell.count(total.packets()),
                        Cell.EMPTY,
                        new Cell.Price(plain(total.exactCharge()))),
                Drill.NOWHERE);
    }

    private static String endpoint(String address, int port) {
        if (port == 0) {
            return address;
        }
        return address.indexOf(':') >= 0 ? "[" + address + "]:" + port : address + ":" + port;
    }

    private static BigDecimal plain(BigDecimal exact) {
        return exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
    }
}
