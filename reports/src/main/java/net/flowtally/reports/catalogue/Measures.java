package net.flowtally.reports.catalogue;

import java.util.Currency;
import java.util.List;
import net.flowtally.ledger.accounting.UsageSum;
import net.flowtally.ledger.money.Amount;
import net.flowtally.reports.table.Cell;
import net.flowtally.reports.table.Column;
import net.flowtally.reports.table.Column.Kind;

/// The measures that every report on usage shows, calls and bytes both by name.
record Measures(long calls, long sent, long received, long packets, Amount charge) {
    static Measures none(Currency currency) {
        return new Measures(0, 0, 0, 0, Amount.zero(currency));
    }

    static Measures of(UsageSum sum) {
        return new Measures(
                sum.calls(), sum.bytesSent(), sum.bytesReceived(), sum.packets(), sum.charge());
    }

    static Measures of(List<UsageSum> sums, Currency currency) {
        Measures total = none(currency);
        for (UsageSum sum : sums) {
            total = total.plus(sum);
        }
        return total;
    }

    static List<Column> columns(Currency currency) {
        return List.of(
                new Column("calls", "Calls", "", Kind.COUNT),
                new Column("sent", "Sent", "bytes", Kind.BYTES),
                new Column("received", "Received", "bytes", Kind.BYTES),
                new Column("bytes", "Total", "bytes", Kind.BYTES),
                new Column("packets", "Packets", "", Kind.COUNT),
                new Column("charge", "Charge", currency.getCurrencyCode(), Kind.MONEY));
    }

    Measures plus(UsageSum sum) {
        return plus(of(sum));
    }

    Measures plus(Measures other) {
        return new Measures(
                calls + other.calls,
                sent + other.sent,
                received + other.received,
                packets + other.packets,
                charge.plus(other.charge));
    }

    long bytes() {
        return sent + received;
    }

    /// In the order of `columns`.
    List<Cell> cells() {
        return List.of(
                Cell.count(calls),
                Cell.bytes(sent),
                Cell.bytes(received),
                Cell.bytes(bytes()),
                Cell.count(packets),
                Cell.money(charge));
    }
}
