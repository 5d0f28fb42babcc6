package net.flowtally.app.calls;

import java.util.Optional;
import net.flowtally.app.widget.Figures;
import net.flowtally.ledger.explore.CallColumn;
import net.flowtally.ledger.explore.CallRecord;
import net.flowtally.ledger.explore.FilterField;

/// The columns of the table of calls, in their order.
enum CallField {
    START(CallColumn.START, 148),
    DURATION(CallColumn.DURATION, 66),
    CALLER(CallColumn.CALLER, 100),
    CALLEE(CallColumn.CALLEE, 104),
    DEPARTMENT(CallColumn.DEPARTMENT, 112),
    USER(CallColumn.USER, 90),
    SERVICE(CallColumn.SERVICE, 82),
    ZONE(CallColumn.ZONE, 66),
    SENT(CallColumn.BYTES_SENT, 102),
    RECEIVED(CallColumn.BYTES_RECEIVED, 120),
    PACKETS(CallColumn.PACKETS, 78),
    CHARGE(CallColumn.CHARGE, 74),
    CATEGORY(CallColumn.CATEGORY, 120),
    WORKSTATION(CallColumn.WORKSTATION, 110),
    EXPORTER(CallColumn.EXPORTER, 118);

    private final CallColumn column;
    private final double width;

    CallField(CallColumn column, double width) {
        this.column = column;
        this.width = width;
    }

    CallColumn column() {
        return column;
    }

    double width() {
        return width;
    }

    /// What the filter calls this column's values, if it knows them.
    Optional<FilterField> filter() {
        return switch (this) {
            case CALLER -> Optional.of(FilterField.CALLER);
            case CALLEE -> Optional.of(FilterField.CALLEE);
            case DEPARTMENT -> Optional.of(FilterField.DEPARTMENT);
            case USER -> Optional.of(FilterField.USER);
            case SERVICE -> Optional.of(FilterField.SERVICE);
            case ZONE -> Optional.of(FilterField.ZONE);
            case CATEGORY -> Optional.of(FilterField.CATEGORY);
            case WORKSTATION -> Optional.of(FilterField.WORKSTATION);
            case EXPORTER -> Optional.of(FilterField.EXPORTER);
            case START, DURATION, SENT, RECEIVED, PACKETS, CHARGE -> Optional.empty();
        };
    }

    boolean isNumber() {
        return switch (this) {
            case DURATION, SENT, RECEIVED, PACKETS, CHARGE -> true;
            default -> false;
        };
    }

    String text(CallRecord call, Figures figures) {
        return switch (this) {
            case START -> figures.second(call.start());
            case DURATION -> figures.duration(call.duration());
            case CALLER -> call.caller().toString();
            case CALLEE -> call.callee().toString();
            case DEPARTMENT -> call.department();
            case USER -> call.user();
            case SERVICE -> call.service();
            case ZONE -> call.zone();
            case SENT -> figures.count(call.bytesSent());
            case RECEIVED -> figures.count(call.bytesReceived());
            case PACKETS -> figures.count(call.packets());
            case CHARGE -> figures.exact(call.exactCharge());
            case CATEGORY -> call.category();
            case WORKSTATION -> call.workstation();
            case EXPORTER -> call.exporter();
        };
    }
}
