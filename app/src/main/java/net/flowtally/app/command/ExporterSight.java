package net.flowtally.app.command;

import java.time.Duration;
import net.flowtally.ledger.linter.ExporterSurvey;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The option `--hours`: how far back the behaviour of exporters is looked at.
final class ExporterSight {
    private static final int MOST_HOURS = 24 * 31;

    @Option(
            names = "--hours",
            paramLabel = "N",
            defaultValue = "24",
            description =
                    "Look at the behaviour of the last N hours in which an exporter was heard"
                            + " (default: ${DEFAULT-VALUE}); fewer show sooner whether a change"
                            + " has helped.")
    private int hours;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    Duration window() {
        if (hours < 1 || hours > MOST_HOURS) {
            throw new ParameterException(
                    spec.commandLine(), "--hours takes a number from 1 to " + MOST_HOURS + ".");
        }
        return Duration.ofHours(hours);
    }

    static ExporterSurvey survey(OpenHome site, FlowtallyCommand program) {
        return new ExporterSurvey(site.store(), site.archive());
    }
}
