package net.flowtally.app.command;

import net.flowtally.reports.catalogue.ReportDeclaration;
import net.flowtally.reports.catalogue.ReportParameters;
import picocli.CommandLine.Command;

/// A line for each day.
@Command
final class DaysReportCommand extends IntervalReport {
    DaysReportCommand(ReportDeclaration declaration, FlowtallyCommand program) {
        super(declaration, program);
    }

    @Override
    ReportParameters ask(ReportParameters asked) {
        return asked;
    }
}
