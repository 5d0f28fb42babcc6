package net.flowtally.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.linter.SurveyedExporter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        description = {
            "Lists every exporter that was heard or decided about, a line for each. --json has more"
                    + " figures of each."
        })
final class ExportersListCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ExporterSight sight;

    @Option(names = "--json", description = "As one JSON array.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        FlowtallyCommand program = FlowtallyCommand.of(spec);
        try (OpenHome site = program.open()) {
            List<SurveyedExporter> all =
                    ExporterSight.survey(site, program).read(sight.window(), Cancellation.none());
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                new ExporterJson(out).writeAll(all);
            } else {
                new ExporterTable(out).write(all);
            }
            return ExitCode.OK;
        }
    }
}
