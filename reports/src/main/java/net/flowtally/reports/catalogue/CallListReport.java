package net.flowtally.reports.catalogue;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.accounting.UsageDimension;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.accounting.UsageSum;
import net.flowtally.ledger.accounting.UsageValue;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.explore.CallAnswer;
import net.flowtally.ledger.explore.CallExplorer;
import net.flowtally.ledger.explore.CallQuestion;
import net.flowtally.ledger.explore.CallRecord;
import net.flowtally.ledger.explore.CallTotal;
import net.flowtally.ledger.explore.Filter;
import net.flowtally.ledger.explore.FilterField;
import net.flowtally.ledger.time.Micros;
import net.flowtally.reports.table.Cell;
import net.flowtally.reports.table.Column;
import net.flowtally.reports.table.Column.Kind;
import net.flowtally.reports.table.Drill;
import net.flowtally.reports.table.Row;
import net.flowtally.reports.table.Section;
import net.flowtally.reports.table.Table;

/// Call after call, each with its exact charge. Where usage knows the same part, a line below the
/// calls turns their exact charges into what the statements charge, so that the total is that of
/// every other report.
final class CallListReport {
    /// The most lines that a report holds; `flowtally calls` writes any number.
    private static final int MOST = 200_000;

    private static final int PAGE = 10_000;
    private static final int TEXTS = 9;
    private static final int SUMS = 6;
    private static final UsageScope NOBODY = UsageScope.of(UsageValue.UNASSIGNED);

    private final Figures figures;
    private final ReportParameters asked;
    private final CallExplorer calls;
    private final Cancellation cancellation;
    private final Progress progress;

    CallListReport(
            Figures figures,
            ReportParameters asked,
            CallExplorer calls,
            Cancellation cancellation,
            Progress progress) {
        this.figures = figures;
        this.asked = asked;
        this.calls = calls;
        this.cancellation = cancellation;
        this.progress = progress;
    }

    List<Section> sections() {
        try (CallAnswer answer = find(UsageScope.ALL)) {
            List<Row> rows = new ArrayList<>();
            Sum listed = list(answer, rows);
            Sum found = Sum.of(answer.total());
            long left = answer.total().calls() - rows.size();
            if (left > 0) {
                rows.add(
                        row(
                                Row.Kind.OTHERS,
                                "Others (" + left + ")",
                                found.minus(listed),
                                Drill.NOWHERE));
            }
            List<Section> sections = new ArrayList<>();
            if (left > 0 && rows.size() > MOST) {
                sections.add(note(Wording.tooManyCalls(MOST)));
            }
            foot(found, rows, sections);
            sections.addFirst(new Section.Rows(new Table("Call records", columns(), rows)));
            return sections;
        }
    }

    private CallAnswer find(UsageScope part) {
        return calls.find(
                new CallQuestion(
                        asked.from(), asked.to(), asked.filter(), asked.scope().narrowedTo(part)),
                cancellation,
                progress);
    }

    private Sum list(CallAnswer answer, List<Row> rows) {
        long limit = Math.min(answer.total().calls(), asked.top() == 0 ? MOST : asked.top());
        Sum listed = Sum.NONE;
        for (long offset = 0; offset < limit; offset += PAGE) {
            cancellation.check();
            progress.at("listing calls", offset, limit);
            int page = (int) Math.min(PAGE, limit - offset);
            for (CallRecord call : answer.page(offset, page, asked.order())) {
                listed = listed.plus(Sum.of(call));
                rows.add(row(call));
            }
        }
        return listed;
    }

    /// What nobody owns, the rounding of the statements, and the total.
    private void foot(Sum found, List<Row> rows, List<Section> sections) {
        Sum total = found;
        Optional<UsageSum> used = Optional.empty();
        if (asked.filter().isAll()) {
            UsageSum known = figures.total(asked, UsageScope.ALL);
            if (known.bytes() == found.bytes() && known.calls() == found.begun) {
                used = Optional.of(known);
                total = found.charged(known.charge().decimal());
                BigDecimal rounding = total.charge.subtract(found.charge);
                if (rounding.signum() != 0) {
                    rows.add(rounding(rounding));
                }
            } else {
                sections.add(note(Wording.notAccounted(known)));
            }
        } else {
            sections.add(note(Wording.EXACT_CHARGES));
        }
        if (asked.scope().of(UsageDimension.DEPARTMENT).isEmpty()) {
            unassigned(used.isPresent(), rows);
        }
        rows.add(row(Row.Kind.TOTAL, "Total", total, drill(UsageScope.ALL)));
        long carried = found.records - found.begun;
        if (carried > 0) {
            sections.add(note(Wording.carriedOver(carried, found.records)));
        }
    }

    /// What nobody owns stands among the calls; this repeats its sum. Usage sees sent and received
    /// as the payer does, so these stay open.
    private void unassigned(boolean fromUsage, List<Row> rows) {
        Sum sum;
        if (fromUsage) {
            UsageSum used = figures.total(asked, NOBODY);
            sum =
                    new Sum(
                            0,
                            used.calls(),
                            used.bytesSent(),
                            used.bytesReceived(),
                            used.packets(),
                            used.charge().decimal());
        } else {
            try (CallAnswer answer = find(NOBODY)) {
                sum = Sum.of(answer.total());
            }
        }
        if (sum.bytes() == 0 && sum.begun == 0) {
            return;
        }
        List<Cell> cells = new ArrayList<>(named("of it Unassigned"));
        cells.add(Cell.count(sum.begun));
        cells.add(Cell.EMPTY);
        cells.add(Cell.EMPTY);
        cells.add(Cell.bytes(sum.bytes()));
        cells.add(Cell.count(sum.packets));
        cells.add(new Cell.Price(plain(sum.charge)));
        rows.add(new Row(Row.Kind.SUBTOTAL, 0, cells, drill(NOBODY)));
    }

    private List<Column> columns() {
        String currency = figures.currency().getCurrencyCode();
        return List.of(
                new Column("start", "Start", "", Kind.INSTANT),
                new Column("duration", "Duration", "", Kind.DURATION),
                new Column("caller", "Caller", "", Kind.TEXT),
                new Column("callee", "Callee", "", Kind.TEXT),
                new Column("department", "Department", "", Kind.TEXT),
                new Column("user", "User", "", Kind.TEXT),
                new Column("service", "Service", "", Kind.TEXT),
                new Column("zone", "Zone", "", Kind.TEXT),
                new Column("category", "Cost category", "", Kind.TEXT),
                new Column("calls", "Calls", "begun", Kind.COUNT),
                new Column("sent", "Caller sent", "bytes", Kind.BYTES),
                new Column("received", "Caller received", "bytes", Kind.BYTES),
                new Column("bytes", "Total", "bytes", Kind.BYTES),
                new Column("packets", "Packets", "", Kind.COUNT),
                new Column("charge", "Charge", currency + ", exact", Kind.PRICE));
    }

    private Row row(CallRecord call) {
        List<Cell> cells = new ArrayList<>();
        cells.add(new Cell.Time(call.start()));
        cells.add(new Cell.Span(call.duration()));
        cells.add(Cell.text(endpoint(call.caller().toString(), call.callerPort())));
        cells.add(Cell.text(endpoint(call.callee().toString(), call.calleePort())));
        cells.add(Cell.text(call.department()));
        cells.add(Cell.text(call.user()));
        cells.add(Cell.text(call.service()));
        cells.add(Cell.text(call.zone()));
        cells.add(Cell.text(call.category()));
        cells.addAll(Sum.of(call).cells());
        return new Row(Row.Kind.DETAIL, 0, cells, drill(call));
    }

    private static Row row(Row.Kind kind, String name, Sum sum, Drill drill) {
        List<Cell> cells = new ArrayList<>(named(name));
        cells.addAll(sum.cells());
        return new Row(kind, 0, cells, drill);
    }

    /// The cent that a statement line is rounded by has no bytes.
    private static Row rounding(BigDecimal charge) {
        List<Cell> cells = new ArrayList<>(named("Rounding of lines"));
        cells.addAll(Collections.nCopies(SUMS - 1, Cell.EMPTY));
        cells.add(new Cell.Price(plain(charge)));
        return new Row(Row.Kind.OTHERS, 0, cells, Drill.NOWHERE);
    }

    private static List<Cell> named(String name) {
        List<Cell> cells = new ArrayList<>(Collections.nCopies(TEXTS, Cell.EMPTY));
        cells.set(0, Cell.text(name));
        return cells;
    }

    private Drill drill(UsageScope part) {
        return new Drill.Calls(
                asked.from(), asked.to(), asked.scope().narrowedTo(part), asked.filter().text());
    }

    /// The quarter hours of the call and its ends; that is all there is to tell it by.
    private Drill drill(CallRecord call) {
        Instant from = quarter(call.start());
        Instant to = quarter(call.end()).plusNanos(QuarterHour.MICROS * 1000);
        String ends =
                Filter.condition(FilterField.CALLER, true, call.caller().toString())
                        + " & "
                        + Filter.condition(FilterField.CALLEE, true, call.callee().toString())
                        + " & "
                        + Filter.condition(
                                FilterField.PROTOCOL, true, Integer.toString(call.protocol()));
        if (call.callerPort() != 0 || call.calleePort() != 0) {
            ends += " & " + port(call.callerPort()) + " & " + port(call.calleePort());
        }
        return new Drill.Calls(
                from.isBefore(asked.from()) ? asked.from() : from,
                to.isAfter(asked.to()) ? asked.to() : to,
                asked.scope(),
                ends);
    }

    private static String port(int port) {
        return Filter.condition(FilterField.PORT, true, Integer.toString(port));
    }

    private static Instant quarter(Instant instant) {
        return Micros.instant(QuarterHour.of(Micros.of(instant)));
    }

    private static Section note(String sentence) {
        return new Section.Note(List.of(sentence));
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

    /// Sums of calls. Sent and received are as the callers see them.
    ///
    /// @param records how many call records
    /// @param begun how many of them usage counts here
    private record Sum(
            long records, long begun, long sent, long received, long packets, BigDecimal charge) {
        static final Sum NONE = new Sum(0, 0, 0, 0, 0, BigDecimal.ZERO);

        static Sum of(CallRecord call) {
            return new Sum(
                    1,
                    call.begun(),
                    call.bytesSent(),
                    call.bytesReceived(),
                    call.packets(),
                    call.exactCharge());
        }

        static Sum of(CallTotal total) {
            return new Sum(
                    total.calls(),
                    total.begun(),
                    total.bytesSent(),
                    total.bytesReceived(),
                    total.packets(),
                    total.exactCharge());
        }

        long bytes() {
            return sent + received;
        }

        /// In the order of the columns.
        List<Cell> cells() {
            return List.of(
                    Cell.count(begun),
                    Cell.bytes(sent),
                    Cell.bytes(received),
                    Cell.bytes(bytes()),
                    Cell.count(packets),
                    new Cell.Price(plain(charge)));
        }

        Sum charged(BigDecimal other) {
            return new Sum(records, begun, sent, received, packets, other);
        }

        Sum plus(Sum other) {
            return new Sum(
                    records + other.records,
                    begun + other.begun,
                    sent + other.sent,
                    received + other.received,
                    packets + other.packets,
                    charge.add(other.charge));
        }

        Sum minus(Sum other) {
            return new Sum(
                    records - other.records,
                    begun - other.begun,
                    sent - other.sent,
                    received - other.received,
                    packets - other.packets,
                    charge.subtract(other.charge));
        }
    }
}
