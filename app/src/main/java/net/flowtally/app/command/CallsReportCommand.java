package net.flowtally.app.command;

import net.flowtally.ledger.explore.CallColumn;
import net.flowtally.ledger.explore.CallSort;
import net.flowtally.ledger.explore.Filter;
import net.flowtally.reports.catalogue.ReportDeclaration;
import net.flowtally.reports.catalogue.ReportParameters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/// A list of calls.
@Command
final class CallsReportCommand extends IntervalReport {
    /// What the calls are ordered by.
    enum Order {
        START,
        DURATION,
        BYTES,
        CHARGE;

        CallSort sort() {
            return switch (this) {
                case START -> CallSort.BY_START;
                case DURATION -> new CallSort(CallColumn.DURATION, true);
                case BYTES -> new CallSort(CallColumn.BYTES, true);
                case CHARGE -> new CallSort(CallColumn.CHARGE, true);
            };
        }
    }

    @Option(
            names = "--filter",
            paramLabel = "F",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description =
                    "Only calls that match, as in 'callee = 198.51.100.0/24 & bytes > 1000000'.")
    private String filter;

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            defaultValue = "START",
            showDefaultValue = Visibility.NEVER,
            description =
                    "One of: ${COMPLETION-CANDIDATES}; START if nothing is said, the highest first"
                            + " in the others.")
    private Order order;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "0",
            showDefaultValue = Visibility.NEVER,
            description = "So many calls, and the rest as one line. Otherwise all.")
    private int top;

    CallsReportCommand(ReportDeclaration declaration, FlowtallyCommand program) {
        super(declaration, program);
    }

    @Override
    ReportParameters ask(ReportParameters asked) {
        return asked.with(Filter.parse(filter))
                .by(order.sort())
                .top(RankingReportCommand.lines(top));
    }
}
