package net.flowtally.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.DetailRemoved;
import net.flowtally.ledger.linter.Duplicates;
import net.flowtally.ledger.linter.ExporterSurvey;
import net.flowtally.ledger.linter.SurveyedExporter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "explain",
        description = {
            "Tells all that is known of one exporter in plain words: whether it is accounted and"
                    + " why, what it sends, its sampling, clock, losses and templates, whom it"
                    + " sees the same traffic as and who wins, and what ought to be changed."
        })
final class ExportersExplainCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ExporterSight sight;

    @Parameters(paramLabel = "ADDRESS", description = "The exporter.")
    private Address address;

    @Option(names = "--json", description = "As one JSON object, for a program.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        FlowtallyCommand program = FlowtallyCommand.of(spec);
        try (OpenHome site = program.open()) {
            ExporterSurvey survey = ExporterSight.survey(site, program);
            Duration window = sight.window();
            SurveyedExporter exporter =
                    survey.read(address, window, Cancellation.none())
                            .orElseThrow(() ->
                                    new Refused(
                                            "Nothing has been heard of "
                                                    + address
                                                    + ", and nothing is decided about it."));
            PrintWriter out = spec.commandLine().getOut();
            List<Duplicates> duplicates = duplicates(survey, exporter, window);
            if (json) {
                new ExporterJson(out).explain(exporter, duplicates);
            } else {
                new ExporterExplanation(out, window).explain(exporter, duplicates);
            }
            return ExitCode.OK;
        }
    }

    /// Of one that has been silent since, it can no longer be told.
    private List<Duplicates> duplicates(
            ExporterSurvey survey, SurveyedExporter exporter, Duration window) {
        try {
            return survey.duplicates(exporter, window, Cancellation.none());
        } catch (DetailRemoved e) {
            spec.commandLine()
                    .getErr()
                    .println("What it saw twice cannot be told. " + e.getMessage());
            return List.of();
        }
    }
}
