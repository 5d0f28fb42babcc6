package net.flowtally.app.command;

import java.io.Console;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.function.Function;
import net.flowtally.app.window.Workstation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.MalformedAddress;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.store.Home;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// The program as it is called: without a command it opens the workstation, with one it does that
/// and ends. One thread.
@Command(
        name = "flowtally",
        description = {
            "Accounts for the traffic of a network, from the exporter to the statement.",
            "Without a command it opens the workstation."
        },
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = FlowtallyCommand.Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is done",
            "1:it failed",
            "2:it was called wrongly, or asks for what is not allowed",
            "3:a period is not sealed because of its checklist"
        },
        subcommands = {
            DemoCommand.class,
            CollectCommand.class,
            StatusCommand.class,
            ReplayCommand.class,
            ImportCommand.class,
            DirectoryCommand.class,
            AccountCommand.class,
            CompactCommand.class,
            RetentionCommand.class,
            SealCommand.class,
            PeriodCommand.class,
            TariffCommand.class,
            PercentileCommand.class,
            CreditCommand.class,
            BudgetCommand.class,
            StatementCommand.class,
            ExplainCommand.class,
            ReportCommand.class,
            VerifyCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            CallsCommand.class,
            UsageCommand.class,
            ExportersCommand.class,
            FactsCommand.class,
            SimulateCommand.class,
            SetCommand.class
        })
public final class FlowtallyCommand implements Callable<Integer> {
    private final Map<String, String> environment;
    private final Properties system;
    private final Clock clock;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description =
                    "Where everything is kept; otherwise FLOWTALLY_HOME, otherwise the user's data"
                            + " directory.")
    private @Nullable Path home;

    @Spec private CommandSpec spec;

    private @Nullable Path logDirectory;

    private final Ending ending = new Ending();

    /// @param environment variables
    /// @param system properties
    public FlowtallyCommand(Map<String, String> environment, Properties system, Clock clock) {
        this.environment = environment;
        this.system = system;
        this.clock = clock;
    }

    /// The program that a command of any depth belongs to.
    static FlowtallyCommand of(CommandSpec command) {
        return (FlowtallyCommand) command.root().userObject();
    }

    /// Does what the arguments say.
    ///
    /// @return the exit code
    public int run(PrintWriter out, PrintWriter err, String... arguments) {
        PlainSentences sentences = new PlainSentences(this);
        CommandLine line = new CommandLine(this);
        ReportCommand.addReports(line, this);
        int code =
                line.registerConverter(Address.class, text -> read(text, Address::parse))
                        .registerConverter(Prefix.class, text -> read(text, Prefix::parse))
                        .registerConverter(BigDecimal.class, FlowtallyCommand::decimal)
                        .setOut(out)
                        .setErr(err)
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setParameterExceptionHandler(sentences)
                        .setExecutionExceptionHandler(sentences)
                        .setUsageHelpLongOptionsMaxWidth(28)
                        .execute(arguments);
        out.flush();
        err.flush();
        ending.done(code);
        return code;
    }

    @Override
    public Integer call() {
        if (!hasDisplay()) {
            throw new Refused(
                    "There is no display for the workstation; 'flowtally --help' lists the"
                            + " commands, which need none.");
        }
        Home opened = Home.open(root());
        beginLog(opened, "workstation", "OFF");
        return openWorkstation(opened);
    }

    /// The home that the command is about, whether it exists or not.
    Path root() {
        return home == null ? Home.defaultRoot(environment, system) : home;
    }

    /// The home of the demonstration: not the user's own unless that is asked for.
    Path rootForDemo() {
        if (home != null) {
            return home;
        }
        Path own = Home.defaultRoot(environment, system).toAbsolutePath();
        return own.resolveSibling(own.getFileName() + "-demo");
    }

    Clock clock() {
        return clock;
    }

    Ending ending() {
        return ending;
    }

    /// Who acts, for the ledger's trail.
    String actor() {
        return system.getProperty("user.name", "unknown");
    }

    static String version() {
        String version = FlowtallyCommand.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }

    /// Tells how far long work is where somebody watches.
    @SuppressWarnings("SystemConsoleNull") // it still may be null, and NullAway knows
    Progress progress() {
        Console console = System.console();
        return console != null && console.isTerminal()
                ? new ProgressLine(spec.commandLine().getErr())
                : Progress.NONE;
    }

    /// Opens the home, created if it is new.
    OpenHome open() {
        return open(Home.open(root()), "command", "OFF");
    }

    /// @param log name of the log file
    /// @param shown the lowest level of the log that is also shown on standard error
    OpenHome open(Home opened, String log, String shown) {
        beginLog(opened, log, shown);
        return OpenHome.of(opened, clock);
    }

    /// Whether a window can be shown. X11 and Wayland tell by a variable; elsewhere there always is
    /// one.
    boolean hasDisplay() {
        String os = system.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return os.startsWith("windows")
                || os.startsWith("mac")
                || !environment.getOrDefault("DISPLAY", "").isEmpty()
                || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    }

    /// Opens the workstation and waits until it is closed.
    ///
    /// @return the exit code
    int openWorkstation(Home opened) {
        return Workstation.open(opened, clock, Locale.getDefault(), version());
    }

    private void beginLog(Home opened, String log, String shown) {
        logDirectory = opened.log();
        LogFiles.begin(opened.log(), log, shown);
    }

    private static <T> T read(String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (MalformedAddress e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static BigDecimal decimal(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException _) {
            throw new TypeConversionException("'" + text + "' is no number, as in 12.50");
        }
    }

    Optional<Path> logDirectory() {
        return Optional.ofNullable(logDirectory);
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"flowtally " + version()};
        }
    }
}
