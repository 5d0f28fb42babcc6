package net.flowtally.app.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.billing.Statements;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.explore.CallExplorer;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;
import net.flowtally.reports.catalogue.ReportEngine;
import net.flowtally.reports.delivery.StatementFolder;
import net.flowtally.reports.delivery.StatementFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "statement",
        description = {
            "Writes the statements of a billing period to files, one for each department.",
            "Those of an open period are drafts, from the usage as it was accounted last."
        })
final class StatementCommand implements Callable<Integer> {
    @ParentCommand private FlowtallyCommand program;
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "PERIOD", description = "A month, as in 2026-03.")
    private String period;

    @Option(
            names = "--department",
            paramLabel = "D",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "Only this department: its path, as in Sales/North, or Unassigned.")
    private String department;

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            description = "One of: ${COMPLETION-CANDIDATES}.")
    private StatementFormat format;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The folder to write to; made if it is not there.")
    private Path out;

    @Override
    public Integer call() {
        try (OpenHome site = program.open();
                UsageReader usage = new UsageReader(site.home(), site.store())) {
            Periods periods = new Periods(site.store());
            CallArchive archive = new CallArchive(site.home(), site.store(), program.clock());
            ReportEngine engine =
                    new ReportEngine(
                            usage,
                            new CallExplorer(site.home(), site.store(), archive),
                            periods,
                            site.settings(),
                            program.clock());
            BillingPeriod asked = periods.ensure(period);
            StatementFolder folder = new StatementFolder(out);
            for (Statement statement : statements(site, usage, asked)) {
                Path file =
                        folder.write(
                                statement,
                                engine.bill(statement, Locale.getDefault(), Cancellation.none()),
                                format);
                spec.commandLine().getOut().println(file);
            }
            return ExitCode.OK;
        }
    }

    private List<Statement> statements(OpenHome site, UsageReader usage, BillingPeriod asked) {
        List<Statement> all = new Statements(site.store(), usage).of(asked, Cancellation.none());
        if (all.isEmpty()) {
            throw new Refused(
                    "There is no usage in " + asked.name() + "; 'flowtally account' makes it.");
        }
        if (department.isEmpty()) {
            return all;
        }
        List<Statement> chosen =
                all.stream()
                        .filter(statement -> statement.departmentPath().equals(department))
                        .toList();
        if (chosen.isEmpty()) {
            throw new Refused(
                    "There is no statement for '"
                            + department
                            + "' in "
                            + asked.name()
                            + "; there is one for: "
                            + all.stream()
                                    .map(Statement::departmentPath)
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        return chosen;
    }
}
