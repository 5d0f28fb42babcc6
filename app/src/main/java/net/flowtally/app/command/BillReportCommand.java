package net.flowtally.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;
import net.flowtally.reports.catalogue.ReportEngine;
import net.flowtally.reports.delivery.StatementFolder;
import net.flowtally.reports.table.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/// The statements of a period, of one department or of each.
@Command
final class BillReportCommand extends RunReport {
    @Option(
            names = "--period",
            paramLabel = "PERIOD",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "A month, as in 2026-03. Otherwise the newest that there is.")
    private String period;

    @Option(
            names = "--department",
            paramLabel = "PATH",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description =
                    "Only the statement of this department: its path, as in Sales/North, or"
                            + " Unassigned. Otherwise those of all.")
    private String department;

    BillReportCommand(FlowtallyCommand program) {
        super(program);
    }

    @Override
    void run(OpenHome site) throws IOException {
        List<Statement> statements = WantedStatements.of(site, asked(site.periods()), department);
        if (statements.size() > 1 && output().isOneFile()) {
            throw new Refused(
                    "--out names one file, and there are "
                            + statements.size()
                            + " statements; name a folder, or one department.");
        }
        ReportEngine engine = site.reports(program().clock());
        Optional<StatementFolder> folder = output().folder().map(StatementFolder::new);
        for (Statement statement : statements) {
            Report report = engine.bill(statement, Locale.getDefault(), Cancellation.none());
            if (folder.isPresent()) {
                Path file = folder.get().write(statement, report, output().format());
                out().println(file);
            } else {
                output().write(report, statement.number(), out());
            }
        }
    }

    private String asked(Periods periods) {
        if (!period.isEmpty()) {
            return period;
        }
        List<BillingPeriod> kept = periods.list();
        if (kept.isEmpty()) {
            throw new Refused("There is no usage yet; 'flowtally account' makes it.");
        }
        return kept.getLast().name();
    }
}
