package net.flowtally.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.exporter.Exporters;
import net.flowtally.ledger.exporter.HeldRelease;
import net.flowtally.ledger.exporter.HeldReleases;
import net.flowtally.ledger.exporter.Standing;
import net.flowtally.ledger.linter.ExporterSurvey;
import net.flowtally.ledger.linter.SurveyedExporter;
import net.flowtally.ledger.time.Micros;
import net.flowtally.ledger.time.Span;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "exporters",
        description = {
            "Lists the sources of flow information, explains them, and decides about them.",
            "A collector that runs takes decisions up within seconds. Only a preference bears on what"
                    + " has been collected before; it is accounted again with the next 'account'."
        },
        subcommands = {
            ExportersCommand.ListThem.class,
            ExportersCommand.Explain.class,
            ExportersCommand.Lint.class,
            ExportersCommand.Approve.class,
            ExportersCommand.Refuse.class,
            ExportersCommand.Allow.class,
            ExportersCommand.Disallow.class,
            ExportersCommand.Limit.class,
            ExportersCommand.Sample.class,
            ExportersCommand.Prefer.class,
            ExportersCommand.Release.class,
            ExportersCommand.Revoke.class
        })
final class ExportersCommand implements Callable<Integer> {
    @ParentCommand private FlowtallyCommand program;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "What about the exporters? There is: exporters list, explain, lint, approve, refuse,"
                        + " allow, disallow, limit, sample, prefer, release, revoke.");
    }

    /// Something that an administrator decides.
    private interface Decision {
        String decide(Exporters exporters, String actor);
    }

    private Integer decide(CommandSpec of, Decision decision) {
        try (OpenHome site = program.open()) {
            String done = decision.decide(new Exporters(site.store()), program.actor());
            of.commandLine().getOut().println(done);
            return ExitCode.OK;
        }
    }

    private ExporterSurvey survey(OpenHome site) {
        return new ExporterSurvey(
                site.store(), new CallArchive(site.home(), site.store(), program.clock()));
    }

    /// How far back behaviour is looked at.
    static final class Window {
        @Option(
                names = "--hours",
                paramLabel = "N",
                defaultValue = "24",
                description =
                        "Look at the behaviour of the last N hours in which an exporter was heard"
                                + " (default: ${DEFAULT-VALUE}); fewer show sooner whether a change"
                                + " has helped.")
        private int hours;

        @Spec private CommandSpec spec;

        Duration duration() {
            if (hours < 1 || hours > 24 * 31) {
                throw new ParameterException(
                        spec.root().commandLine(), "--hours takes a number from 1 to 744.");
            }
            return Duration.ofHours(hours);
        }
    }

    @Command(
            name = "list",
            description = "Lists every exporter that was heard or decided about, a line for each.")
    static final class ListThem implements Callable<Integer> {
        @ParentCommand private ExportersCommand exporters;
        @Spec private CommandSpec spec;
        @Mixin private Window window;

        @Option(names = "--json", description = "As one JSON array.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            try (OpenHome site = exporters.program.open()) {
                List<SurveyedExporter> all =
                        exporters.survey(site).read(window.duration(), Cancellation.none());
                ExporterText text = new ExporterText(spec.commandLine().getOut());
                if (json) {
                    text.writeJson(all);
                } else {
                    text.writeTable(all);
                }
                return ExitCode.OK;
            }
        }
    }

    @Command(
            name = "explain",
            description = {
                "Tells all that is known of one exporter in plain words: whether it is accounted and"
                        + " why, what it sends, its sampling, clock, losses and templates, whom it"
                        + " sees the same traffic as and who wins, and what ought to be changed."
            })
    static final class Explain implements Callable<Integer> {
        @ParentCommand private ExportersCommand exporters;
        @Spec private CommandSpec spec;
        @Mixin private Window window;

        @Parameters(paramLabel = "ADDRESS", description = "The exporter.")
        private Address address;

        @Override
        public Integer call() {
            try (OpenHome site = exporters.program.open()) {
                ExporterSurvey survey = exporters.survey(site);
                SurveyedExporter exporter =
                        survey.read(address, window.duration(), Cancellation.none())
                                .orElseThrow(() ->
                                        new Refused(
                                                "Nothing has been heard of "
                                                        + address
                                                        + ", and nothing is decided about it."));
                new ExporterText(spec.commandLine().getOut())
                        .explain(
                                exporter,
                                survey.duplicates(exporter, window.duration(), Cancellation.none()),
                                window.duration());
                return ExitCode.OK;
            }
        }
    }

    @Command(
            name = "lint",
            description = {
                "Says what is wrong with how exporters are set up, and what to change on common"
                        + " devices. Ends with 1 if there is anything."
            })
    static final class Lint implements Callable<Integer> {
        @ParentCommand private ExportersCommand exporters;
        @Spec private CommandSpec spec;
        @Mixin private Window window;

        @Parameters(
                arity = "0..1",
                paramLabel = "ADDRESS",
                description = "Only this exporter; otherwise all of them.")
        private @Nullable Address address;

        @Override
        public Integer call() {
            try (OpenHome site = exporters.program.open()) {
                List<SurveyedExporter> all =
                        exporters.survey(site).read(window.duration(), Cancellation.none()).stream()
                                .filter(one -> address == null || one.address().equals(address))
                                .toList();
                if (address != null && all.isEmpty()) {
                    throw new Refused("Nothing has been heard of " + address + ".");
                }
                int findings = new ExporterText(spec.commandLine().getOut()).lint(all);
                return findings == 0 ? ExitCode.OK : ExitCode.FAILED;
            }
        }
    }

    @Command(name = "approve", description = "Accounts what an exporter sends from now on.")
    static final class Approve implements Callable<Integer> {
        @ParentCommand private ExportersCommand exporters;
        @Spec private CommandSpec spec;

        @Parameters(paramLabel = "ADDRESS", description = "The exporter.")
        private Address address;

        @Option(
                names = "--name",
                paramLabel = "NAME",
                description = "What to call it; otherwise it keeps its name.")
        private @Nullable String name;

        @Override
        public Integer call() {
            return exporters.decide(
                    spec,
                    (all, actor) -> {
                        if (name == null) {
                            all.approve(address, actor);
                        } else {
                            all.approve(address, name(name), actor);
                        }
                        return "Exporter " + address + " is approved.";
                    });
        }
    }

    @Command(
            name = "refuse",
            description =
                    "No longer accounts what an exporter sends, whatever subnet it is in; it is"
                            + " counted and shown as ignored.")
    static final class Refuse implements Callable<Integer> {
        @ParentCommand private ExportersCommand exporters;
        @Spec private CommandSpec spec;

        @Parameters(paramLabel = "ADDRESS", description = "The exporter.")
        private Address address;

        @Override
        public Integer call() {
            return exporters.decide(
                    spec,
                    (all, actor) -> {
                        all.refuse(address, actor);
                        return "Exporter " + address + " is refused.";
                    });
        }
    }

    @Command(name = "allow", description = "Approves the exporters in a subnet beforehand.")
    static final class Allow implements Callable<Integer> {
        @ParentCommand private ExportersCommand exporters;
        @Spec private CommandSpec spec;

        @Parameters(paramLabel = "SUBNET", description = "As in 10.0.0.0/24.")
        private Prefix subnet;

        @Override
        public Integer call() {
            return exporters.decide(
                    spec,
                    (all, actor) -> {
                        all.allow(subnet, actor);
                        return "Exporters in " + subnet + " are allowed.";
                    });
        }
    }

    @Command(
            name = "disallow",
            description =
                    "Takes an allowed subnet back; exporters in it that nothing else approves become"
                            + " pending.")
    static final class Disallow implements Callable<Integer> {
        @ParentCommand private ExportersCommand exporters;
        @Spec private CommandSpec spec;

        @Parameters(paramLabel = "SUBNET", description = "As it was allowed.")
        private Prefix subnet;

        @Override
        public Integer call() {
            return exporters.decide(
                    spec,
                    (all, actor) -> {
                        if (!all.disallow(subnet, actor)) {
                            throw new Refused(
                                    "The subnet "
                                            + subnet
                                            + " is not allowed; there is: "
                                            + all.collectorSettings().allowed()
                                            + ".");
                        }
                        return "Exporters in " + subnet + " are no longer allowed.";
                    });
        }
    }

    @Command(
            name = "limit",
            description = {
                "From now on accounts only those flows of an exporter that touch one of these"
                        + " prefixes; the rest is counted as outside.",
                "Without --accounted, all its flows are accounted again."
            })
    static final class Limit implements Callable<Integer> {
        @ParentCommand private ExportersCommand exporters;
        @Spec private CommandSpec spec;

        @Parameters(paramLabel = "ADDRESS", description = "The exporter.")
        private Address address;

        @Option(
                names = "--accounted",
                paramLabel = "PREFIX",
                split = ",",
                description = "As in 10.0.0.0/8,2001:db8::/32.")
        private List<Prefix> accounted = List.of();

        @Override
        public Integer call() {
            return exporters.decide(
                    spec,
                    (all, actor) -> {
                        requireNotRefused(all, address);
                        all.limit(address, accounted, actor);
                        return accounted.isEmpty()
                                ? "All flows of exporter " + address + " are accounted."
                                : "Of exporter "
                                        + address
                                        + " only flows that touch "
                                        + joined(accounted)
                                        + " are accounted.";
                    });
        }
    }

    @Command(
            name = "sample",
            description = {
                "Sets an exporter's sampling rate, from now on: N, or N/D for D packets counted of N.",
                "It overrides what the exporter says. 1 says that it does not sample; as-told goes back"
                        + " to what it says."
            })
    static final class Sample implements Callable<Integer> {
        private static final Pattern RATE = Pattern.compile("(\\d{1,9})(?:/(\\d{1,9}))?");
        private static final String AS_TOLD = "as-told";

        @ParentCommand private ExportersCommand exporters;
        @Spec private CommandSpec spec;

        @Parameters(index = "0", paramLabel = "ADDRESS", description = "The exporter.")
        private Address address;

        @Parameters(index = "1", paramLabel = "RATE", description = "As in 1000, 256/1 or as-told.")
        private String rate;

        @Override
        public Integer call() {
            long[] parts = parse();
            return exporters.decide(
                    spec,
                    (all, actor) -> {
                        requireNotRefused(all, address);
                        all.sample(address, parts[0], parts[1], actor);
                        return parts[1] == 0
                                ? "The sampling rate of exporter " + address + " is what it says."
                                : "Exporter "
                                        + address
                                        + " counts "
                                        + (parts[1] == 1 ? "one packet" : parts[1] + " packets")
                                        + " of "
                                        + parts[0]
                                        + ".";
                    });
        }

        private long[] parse() {
            if (rate.equals(AS_TOLD)) {
                return new long[2];
            }
            Matcher matcher = RATE.matcher(rate);
            if (matcher.matches()) {
                long numerator = Long.parseLong(matcher.group(1));
                String below = matcher.group(2);
                long denominator = below == null ? 1 : Long.parseLong(below);
                if (denominator > 0 && numerator >= denominator) {
                    return new long[] {numerator, denominator};
                }
            }
            throw new ParameterException(
                    spec.commandLine(),
                    "'"
                            + rate
                            + "' is no sampling rate: say N, N/D with D of N packets counted, or "
                            + AS_TOLD
                            + ".");
        }
    }

    @Command(
            name = "prefer",
            description = {
                "Sets an exporter's preference where several see the same traffic: the higher one"
                        + " counts. 0 is every exporter's until it is set."
            })
    static final class Prefer implements Callable<Integer> {
        private static final int MOST = 1_000_000;

        @ParentCommand private ExportersCommand exporters;
        @Spec private CommandSpec spec;

        @Parameters(index = "0", paramLabel = "ADDRESS", description = "The exporter.")
        private Address address;

        @Parameters(index = "1", paramLabel = "N", description = "A whole number, also below 0.")
        private int preference;

        @Override
        public Integer call() {
            if (Math.abs((long) preference) > MOST) {
                throw new ParameterException(
                        spec.commandLine(), "A preference is at most " + MOST + ".");
            }
            return exporters.decide(
                    spec,
                    (all, actor) -> {
                        requireNotRefused(all, address);
                        all.prefer(address, preference, actor);
                        return "Exporter "
                                + address
                                + " has the preference "
                                + preference
                                + "; what it bears on is accounted again with the next 'account'.";
                    });
        }
    }

    @Command(
            name = "release",
            description = {
                "Counts held records of an exporter from now on: those held for a reason in an interval,"
                        + " at a sampling rate or shifted in time. 'account' books them; 'revoke' holds"
                        + " them again.",
                "Without a reason, it lists what is released."
            })
    static final class Release implements Callable<Integer> {
        private static final Pattern SHIFT = Pattern.compile("([+-]?)(\\d{1,4})h(?:(\\d{1,2})m)?");
        private static final long MINUTE = 60_000_000L;

        @ParentCommand private ExportersCommand exporters;
        @Spec private CommandSpec spec;
        @Mixin private Interval interval;

        @Parameters(
                index = "0",
                arity = "0..1",
                paramLabel = "ADDRESS",
                description = "The exporter.")
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
            try (OpenHome site = exporters.program.open()) {
                HeldReleases releases = new HeldReleases(site.store());
                PrintWriter out = spec.commandLine().getOut();
                Address of = address;
                HeldRelease.Reason why = reason;
                if (of == null || why == null) {
                    list(releases, out);
                    return ExitCode.OK;
                }
                Span asked = interval.in(site.zone());
                HeldRelease release =
                        new HeldRelease(
                                0,
                                of,
                                why,
                                asked.fromMicros(),
                                asked.toMicros(),
                                rate,
                                1,
                                micros());
                out.println(
                        "Release "
                                + releases.release(release, exporters.program.actor())
                                + " is made; the next 'account' books it.");
                return ExitCode.OK;
            }
        }

        private static void list(HeldReleases releases, PrintWriter out) {
            for (HeldRelease each : releases.at(Long.MAX_VALUE)) {
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

    @Command(name = "revoke", description = "Takes a release back: its records are held again.")
    static final class Revoke implements Callable<Integer> {
        @ParentCommand private ExportersCommand exporters;
        @Spec private CommandSpec spec;

        @Parameters(paramLabel = "NUMBER", description = "As 'exporters release' lists it.")
        private long number;

        @Override
        public Integer call() {
            try (OpenHome site = exporters.program.open()) {
                new HeldReleases(site.store()).revoke(number, exporters.program.actor());
                spec.commandLine().getOut().println("Release " + number + " is revoked.");
                return ExitCode.OK;
            }
        }
    }

    private static void requireNotRefused(Exporters exporters, Address address) {
        if (exporters.collectorSettings().standing(address) == Standing.REFUSED) {
            throw new Refused("Exporter " + address + " is refused; approve it first.");
        }
    }

    private static String name(String text) {
        if (text.isBlank()
                || text.length() > 100
                || text.chars().anyMatch(Character::isISOControl)) {
            throw new Refused("A name has 1 to 100 characters, and no control characters.");
        }
        return text.strip();
    }

    private static String joined(List<Prefix> prefixes) {
        return String.join(", ", prefixes.stream().map(Prefix::toString).toList());
    }
}
