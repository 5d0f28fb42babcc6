package net.flowtally.app.command;

import java.util.Objects;
import java.util.concurrent.Callable;
import net.flowtally.reports.catalogue.Catalogue;
import net.flowtally.reports.catalogue.ReportDeclaration;
import net.flowtally.reports.catalogue.ReportDeclaration.Shape;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "report",
        description = {
            "Runs a report of the catalogue and shows it, or writes it to a file.",
            "Without a report it lists them; 'flowtally report CR-02 --help' says what that report"
                    + " can be asked."
        },
        subcommands = ReportListCommand.class)
final class ReportCommand implements Callable<Integer> {
    private static final String NAME = "report";

    @Spec private CommandSpec spec;

    /// Makes every report of the catalogue a command below this one.
    static void addReports(CommandLine line, FlowtallyCommand program) {
        CommandLine reports = Objects.requireNonNull(line.getSubcommands().get(NAME));
        for (ReportDeclaration declaration : Catalogue.all()) {
            CommandLine report = new CommandLine(command(declaration, program));
            report.getCommandSpec()
                    .usageMessage()
                    .description(declaration.title() + ": " + declaration.question());
            reports.addSubcommand(declaration.id(), report);
        }
        reports.setSubcommandsCaseInsensitive(true);
    }

    private static RunReport command(ReportDeclaration declaration, FlowtallyCommand program) {
        return switch (declaration.shape()) {
            case Shape.Calls() -> new CallsReportCommand(declaration, program);
            case Shape.Ranking ranking -> new RankingReportCommand(declaration, ranking, program);
            case Shape.Days() -> new DaysReportCommand(declaration, program);
            case Shape.Bill() -> new BillReportCommand(program);
        };
    }

    @Override
    public Integer call() {
        ReportListCommand.print(spec.commandLine().getOut());
        return ExitCode.OK;
    }
}
