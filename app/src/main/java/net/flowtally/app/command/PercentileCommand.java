package net.flowtally.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.accounting.RateSamples;
import net.flowtally.ledger.directory.Directory;
import net.flowtally.ledger.directory.DirectorySnapshot;
import net.flowtally.ledger.period.BillingPeriod;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "percentile",
        description = {
            "Tells what stands behind the lines of a period that are charged by a 95th percentile:"
                    + " method, samples, how many were discarded, and what came of it.",
            "With --format it writes every sample, the highest first, and whether it counts."
        })
final class PercentileCommand implements Callable<Integer> {
    private static final List<String> COLUMNS =
            List.of(
                    "department",
                    "category",
                    "band",
                    "method",
                    "percentile_mbits",
                    "from",
                    "direction",
                    "bytes",
                    "mbits",
                    "discarded",
                    "missing");

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
            paramLabel = "FORMAT",
            description = "Every sample, as one of: ${COMPLETION-CANDIDATES}.")
    private Optional<RowOutput.Format> format = Optional.empty();

    @Override
    public Integer call() throws IOException {
        try (OpenHome site = program.open()) {
            BillingPeriod asked = period.in(site);
            DirectorySnapshot directory = new Directory(site.store()).current();
            List<RateSamples> wanted =
                    site.usage().samples(asked, Cancellation.none()).stream()
                            .filter(each ->
                                    department.isEmpty()
                                            || directory
                                                    .pathOf(each.department())
                                                    .equals(department))
                            .toList();
            if (wanted.isEmpty()) {
                throw new Refused(
                        "Nothing of "
                                + (department.isEmpty() ? "" : department + " in ")
                                + asked.name()
                                + " is charged by a percentile.");
            }
            if (format.isPresent()) {
                write(wanted, directory, asked.zone(), format.get());
            } else {
                wanted.forEach(each -> tell(each, directory, spec.commandLine().getOut()));
            }
            return ExitCode.OK;
        }
    }

    private static void tell(RateSamples samples, DirectorySnapshot directory, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s, %s: %s Mbit/s, %s; commit %s Mbit/s. %,d samples, %,d discarded, %,d quarter"
                        + " hours without data (%s).%n",
                directory.pathOf(samples.department()),
                samples.category(),
                samples.value().toPlainString(),
                samples.rate().method().words(),
                samples.rate().commit().toPlainString(),
                samples.samples().size(),
                samples.discarded(),
                samples.missing(),
                samples.rate().missing().words());
    }

    private void write(
            List<RateSamples> wanted,
            DirectorySnapshot directory,
            ZoneId zone,
            RowOutput.Format rowFormat)
            throws IOException {
        try (Rows rows = rowFormat.to(spec.commandLine().getOut(), COLUMNS)) {
            for (RateSamples each : wanted) {
                for (RateSamples.Sample sample : each.samples()) {
                    rows.row(
                            directory.pathOf(each.department()),
                            each.category(),
                            each.band().column(),
                            each.rate().method().word(),
                            each.value(),
                            sample.from().atZone(zone).toOffsetDateTime(),
                            sample.direction().name().toLowerCase(Locale.ROOT),
                            sample.bytes(),
                            sample.mbits(),
                            sample.isDiscarded(),
                            sample.isMissing());
                }
            }
        }
    }
}
