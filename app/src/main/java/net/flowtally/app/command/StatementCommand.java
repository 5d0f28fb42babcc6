package net.flowtally.app.command;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.reports.catalogue.ReportEngine;
import net.flowtally.reports.delivery.ReportFormat;
import net.flowtally.reports.delivery.StatementFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Mixin private PeriodParameter period;

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
    private ReportFormat format;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The folder to write to; made if it is not there.")
    private Path out;

    @Override
    public Integer call() {
        try (OpenHome site = program.open()) {
            ReportEngine engine = site.reports(program.clock());
            StatementFolder folder = new StatementFolder(out);
            for (Statement statement : WantedStatements.of(site, period.name(), department)) {
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
}
