package net.flowtally.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.linter.SurveyedExporter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "lint",
        description = {
            "Says what is wrong with how exporters are set up, and what to change on common"
                    + " devices. Ends with 1 if there is anything."
        })
final class ExportersLintCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ExporterSight sight;

    @Parameters(
            arity = "0..1",
            paramLabel = "ADDRESS",
            description = "Only this exporter; otherwise all of them.")
    private @Nullable Address address;

    @Option(names = "--json", description = "As one JSON array with an object for each finding.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        FlowtallyCommand program = FlowtallyCommand.of(spec);
        try (OpenHome site = program.open()) {
            List<SurveyedExporter> all =
                    ExporterSight.survey(site, program)
                            .read(sight.window(), Cancellation.none())
                            .stream()
                            .filter(one -> address == null || one.address().equals(address))
                            .toList();
            if (address != null && all.isEmpty()) {
                throw new Refused("Nothing has been heard of " + address + ".");
            }
            PrintWriter out = spec.commandLine().getOut();
            int findings =
                    json
                            ? new ExporterJson(out).findings(all)
                            : new ExporterFindings(out).write(all);
            return findings == 0 ? ExitCode.OK : ExitCode.FAILED;
        }
    }
}
