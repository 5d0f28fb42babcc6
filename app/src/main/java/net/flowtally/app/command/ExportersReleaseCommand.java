package net.flowtally.app.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.HeldRelease;
import net.flowtally.ledger.exporter.HeldReleases;
import net.flowtally.ledger.time.Micros;
import net.flowtally.ledger.time.Span;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "release",
        description = {
            "Counts held records of an exporter from now on: those held for a reason in an interval,"
                    + " at a sampling rate or shifted in time. 'account' books them; 'revoke' holds"
                    + " them again.",
            "Without an address and a reason, it lists what is released."
        },
        footer = {
            "%nFor instance, what an exporter with a clock eight hours ahead sent in March:",
            "  flowtally exporters release 192.0.2.1 --reason future --shift -8h --from 2026-03-01"
                    + " --to 2026-04-01"
        })
final class ExportersReleaseCommand implements Callable<Integer> {
    private static final Pattern SHIFT = Pattern.compile("([+-]?)(\\d{1,4})h(?:(\\d{1,2})m)?");
    private static final long MINUTE = 60_000_000L;

    @Spec private CommandSpec spec;
    @Mixin private Interval interval;

    @Parameters(index = "0", arity = "0..1", paramLabel = "ADDRESS", description = "The exporter.")
    private @Nullable Address address;

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            description = "Why they are held: ${COMPLETION-CANDIDATES}.")
    private HeldRelease.@Nullable Reason reason;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1",
            description = "One packet of N was counted (default: ${DEFAULT-VALUE}).")
    private long rate;

    @Option(
            names = "--shift",
            paramLabel = "TIME",
            defaultValue = "0h",
            description =
                    "Shifts their times by whole quarter hours, as in -8h or +2h15m (default:"
                            + " ${DEFAULT-VALUE}).")
    private String shift;

    @Override
    public Integer call() {
        FlowtallyCommand program = FlowtallyCommand.of(spec);
        try (OpenHome site = program.open()) {
            HeldReleases releases = new HeldReleases(site.store());
            PrintWriter out = spec.commandLine().getOut();
            Address of = address;
            HeldRelease.Reason why = reason;
            if (of == null && why == null) {
                list(releases.at(Long.MAX_VALUE), out);
                return ExitCode.OK;
            }
            if (of == null || why == null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "A release needs both ADDRESS and --reason; without both of them, those that"
                                + " there are are listed.");
            }
            Span asked = interval.in(site.zone());
            HeldRelease release =
                    new HeldRelease(
                            0, of, why, asked.fromMicros(), asked.toMicros(), rate, 1, micros());
            out.println(
                    "Release "
                            + releases.release(release, program.actor())
                            + " is made; the next 'account' books it.");
            return ExitCode.OK;
        }
    }

    private static void list(List<HeldRelease> releases, PrintWriter out) {
        if (releases.isEmpty()) {
            out.println("Nothing is released.");
        }
        for (HeldRelease each : releases) {
            out.println(
                    each.id()
                            + "  "
                            + each.exporter()
                            + "  "
                            + each.reason()
                            + "  "
                            + Micros.instant(each.from())
                            + " to "
                            + Micros.instant(each.to())
                            + "  rate "
                            + each.numerator()
                            + "  shift "
                            + each.shift() / MINUTE
                            + " min");
        }
    }

    private long micros() {
        Matcher parts = SHIFT.matcher(shift);
        if (!parts.matches()) {
            throw new ParameterException(
                    spec.commandLine(), "--shift takes a time such as -8h or +2h15m.");
        }
        String minutes = parts.group(3);
        long sum =
                Long.parseLong(parts.group(2)) * 60
                        + (minutes == null ? 0 : Long.parseLong(minutes));
        return (parts.group(1).equals("-") ? -sum : sum) * MINUTE;
    }
}
