package net.flowtally.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.accounting.Snapshots;
import net.flowtally.ledger.accounting.TestCall;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.billing.EditPreview;
import net.flowtally.ledger.tariff.SiteNames;
import net.flowtally.ledger.tariff.TariffDraft;
import net.flowtally.ledger.tariff.TariffFile;
import net.flowtally.ledger.tariff.TariffFileWriter;
import net.flowtally.ledger.tariff.TariffVersion;
import net.flowtally.ledger.tariff.Tariffs;
import net.flowtally.ledger.time.AccountingZone;
import net.flowtally.ledger.time.Micros;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "tariff",
        description = {
            "Lists and shows the versions of the tariff, reads new ones from files, tells which rule"
                    + " prices a call, and what a period would cost under another tariff.",
            "'tariff show' writes what 'tariff import' reads."
        },
        subcommands = {
            TariffCommand.ListThem.class,
            TariffCommand.Show.class,
            TariffCommand.Starter.class,
            TariffCommand.Check.class,
            TariffCommand.Import.class,
            TariffCommand.Try.class,
            TariffWhatIfCommand.class
        })
final class TariffCommand implements Callable<Integer> {
    /// A tariff of some thousand rules is far below.
    private static final long LARGEST_FILE = 4L << 20;

    @ParentCommand private FlowtallyCommand program;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "What about the tariff? There is: tariff list, show, starter, check, import, test-call,"
                        + " what-if.");
    }

    FlowtallyCommand program() {
        return program;
    }

    static TariffDraft read(OpenHome site, Path file, PrintWriter err) {
        TariffFile.Outcome outcome = TariffFile.read(lines(file), SiteNames.current(site.store()));
        return switch (outcome) {
            case TariffFile.Outcome.Read(var draft) -> draft;
            case TariffFile.Outcome.Refused(var errors) -> {
                errors.forEach(err::println);
                throw new Refused(
                        "The tariff in "
                                + file
                                + " is not taken because of the errors above; nothing changed.");
            }
        };
    }

    private static List<String> lines(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new Refused(file + " is too large for a tariff.");
            }
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new Refused(file + " is no text in UTF-8.");
        } catch (IOException e) {
            throw new Refused("The file " + file + " cannot be read: " + e.getMessage() + ".");
        }
    }

    private static void warn(TariffVersion version, PrintWriter err) {
        version.shadowed().forEach(sentence -> err.println("warning: " + sentence));
    }

    private static String from(TariffVersion version, AccountingZone zone) {
        Instant from = version.span().from();
        return from.equals(Instant.MIN) ? "always" : from.atZone(zone.id()).toString();
    }

    @Command(name = "list", description = "Lists the versions in the order of time.")
    static final class ListThem implements Callable<Integer> {
        @ParentCommand private TariffCommand tariff;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            try (OpenHome site = tariff.program.open()) {
                for (TariffVersion version : new Tariffs(site.store()).current().versions()) {
                    spec.commandLine()
                            .getOut()
                            .printf(
                                    Locale.ROOT,
                                    "%-32s from %-32s %3d rules, the %s pays%n",
                                    version.name(),
                                    from(version, site.zone()),
                                    version.rules().size(),
                                    version.payer());
                    warn(version, spec.commandLine().getErr());
                }
                return ExitCode.OK;
            }
        }
    }

    @Command(
            name = "show",
            description = "Writes a version as a tariff file: the one in force, or the one named.")
    static final class Show implements Callable<Integer> {
        @ParentCommand private TariffCommand tariff;
        @Spec private CommandSpec spec;

        @Parameters(
                arity = "0..1",
                paramLabel = "NAME",
                defaultValue = "",
                showDefaultValue = Visibility.NEVER,
                description = "As 'tariff list' has it; the newest of that name.")
        private String name;

        @Override
        public Integer call() {
            try (OpenHome site = tariff.program.open()) {
                var current = new Tariffs(site.store()).current();
                TariffVersion wanted =
                        name.isEmpty()
                                ? current.versionOf(Micros.of(tariff.program.clock().instant()))
                                        .orElseThrow(() -> new Refused("No tariff is in force."))
                                : current.versions().reversed().stream()
                                        .filter(version -> version.name().equals(name))
                                        .findFirst()
                                        .orElseThrow(() ->
                                                new Refused(
                                                        "There is no tariff "
                                                                + name
                                                                + "; 'tariff list' names those there"
                                                                + " are."));
                TariffFileWriter.write(
                                wanted,
                                SiteNames.current(site.store()),
                                site.settings().current().unit().name())
                        .forEach(spec.commandLine().getOut()::println);
                return ExitCode.OK;
            }
        }
    }

    @Command(
            name = "starter",
            description =
                    "Writes a tariff file for a new site to begin with, every form of price explained.")
    static final class Starter implements Callable<Integer> {
        @ParentCommand private TariffCommand tariff;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            try (OpenHome site = tariff.program.open()) {
                TariffFile.starter(site.settings().current().unit().name())
                        .forEach(spec.commandLine().getOut()::println);
                return ExitCode.OK;
            }
        }
    }

    @Command(name = "check", description = "Reads a tariff file and changes nothing.")
    static final class Check implements Callable<Integer> {
        @ParentCommand private TariffCommand tariff;
        @Spec private CommandSpec spec;

        @Parameters(paramLabel = "FILE", description = "A tariff file.")
        private Path file;

        @Override
        public Integer call() {
            try (OpenHome site = tariff.program.open()) {
                TariffDraft draft = read(site, file, spec.commandLine().getErr());
                spec.commandLine()
                        .getOut()
                        .println(
                                "Tariff "
                                        + draft.name()
                                        + " with "
                                        + draft.rules().size()
                                        + " rules can be imported.");
                return ExitCode.OK;
            }
        }
    }

    @Command(
            name = "import",
            description = {
                "Puts the tariff of a file in force, from the time on that the file says, until the"
                        + " next version that is there.",
                "What it bears on is accounted again with the next 'account'; of sealed periods only"
                        + " with 'period correct'."
            })
    static final class Import implements Callable<Integer> {
        @ParentCommand private TariffCommand tariff;
        @Spec private CommandSpec spec;

        @Parameters(paramLabel = "FILE", description = "A tariff file.")
        private Path file;

        @Option(
                names = "--preview",
                description =
                        "Only tell which open statements would move by how much. Changes nothing.")
        private boolean preview;

        @Override
        public Integer call() {
            try (OpenHome site = tariff.program.open()) {
                TariffDraft draft = read(site, file, spec.commandLine().getErr());
                if (preview) {
                    MovedStatements.tell(
                            new EditPreview(site.store(), site.archive(), site.usage())
                                    .of(draft, Cancellation.none(), tariff.program.progress()),
                            spec.commandLine().getOut());
                    return ExitCode.OK;
                }
                Tariffs tariffs = new Tariffs(site.store());
                tariffs.replace(draft, tariff.program.actor());
                tariffs.current().versions().stream()
                        .filter(version -> version.span().from().equals(draft.from()))
                        .forEach(version -> warn(version, spec.commandLine().getErr()));
                spec.commandLine()
                        .getOut()
                        .println(
                                "Tariff "
                                        + draft.name()
                                        + " is in force; the next 'account' rates by it.");
                return ExitCode.OK;
            }
        }
    }

    @Command(
            name = "test-call",
            description =
                    "Tells what would become of a call: who pays, which rule prices it, and why none"
                            + " before.")
    static final class Try implements Callable<Integer> {
        @ParentCommand private TariffCommand tariff;
        @Spec private CommandSpec spec;

        @Option(
                names = "--caller",
                required = true,
                paramLabel = "ADDRESS",
                description = "The endpoint that opens the call.")
        private Address caller;

        @Option(
                names = "--callee",
                required = true,
                paramLabel = "ADDRESS",
                description = "The other.")
        private Address callee;

        @Option(
                names = "--protocol",
                paramLabel = "N",
                defaultValue = "6",
                description = "The IP protocol's number (default: 6, TCP).")
        private int protocol;

        @Option(
                names = "--port",
                paramLabel = "PORT",
                defaultValue = "443",
                description = "The callee's port (default: ${DEFAULT-VALUE}).")
        private int port;

        @Option(
                names = "--at",
                paramLabel = "T",
                defaultValue = "",
                showDefaultValue = Visibility.NEVER,
                description = "When it is: a local time, as in 2026-03-31T14:30. Otherwise now.")
        private String at;

        @Override
        public Integer call() {
            if (protocol < 0 || protocol > 255 || port < 0 || port > 65_535) {
                throw new ParameterException(
                        spec.commandLine(),
                        "A protocol is a number from 0 to 255, a port from 0 to 65535.");
            }
            try (OpenHome site = tariff.program.open()) {
                Instant when =
                        at.isEmpty() ? tariff.program.clock().instant() : site.zone().parse(at);
                new TestCall(caller, callee, protocol, 0, port, Micros.of(when))
                        .explain(Snapshots.newest(site.store()))
                        .forEach(spec.commandLine().getOut()::println);
                return ExitCode.OK;
            }
        }
    }
}
