package net.flowtally.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import net.flowtally.app.demo.DemoException;
import net.flowtally.collector.CollectorException;
import net.flowtally.collector.stream.AlreadyReplayed;
import net.flowtally.ledger.LedgerException;
import net.flowtally.ledger.address.MalformedAddress;
import net.flowtally.ledger.calls.DetailRemoved;
import net.flowtally.ledger.directory.BadDirectoryEdit;
import net.flowtally.ledger.explain.UnknownLine;
import net.flowtally.ledger.explore.MalformedFilter;
import net.flowtally.ledger.exporter.BadRelease;
import net.flowtally.ledger.imports.BadImport;
import net.flowtally.ledger.settings.BadSetting;
import net.flowtally.ledger.settings.UnknownSetting;
import net.flowtally.ledger.time.MalformedTime;
import net.flowtally.ledger.zone.BadZone;
import net.flowtally.reports.ReportException;
import net.flowtally.reports.catalogue.UnknownName;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Tells what went wrong in one sentence on standard error. The trace goes to the log.
final class PlainSentences implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final FlowtallyCommand program;

    PlainSentences(FlowtallyCommand program) {
        this.program = program;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        say(err, String.valueOf(e.getMessage()));
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("'" + command.getCommandSpec().qualifiedName() + " --help' says how.");
        return ExitCode.REFUSED;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
        command.getOut().flush();
        PrintWriter err = command.getErr();
        switch (e) {
            case Refused _,
                    MalformedTime _,
                    MalformedFilter _,
                    MalformedAddress _,
                    UnknownSetting _,
                    BadSetting _,
                    BadZone _,
                    BadDirectoryEdit _,
                    BadImport _,
                    BadRelease _,
                    UnknownName _,
                    UnknownLine _,
                    DetailRemoved _,
                    AlreadyReplayed _,
                    DemoException _ -> {
                say(err, String.valueOf(e.getMessage()));
                return ExitCode.REFUSED;
            }
            case LedgerException _, CollectorException _, ReportException _ -> {
                log(command, e);
                say(err, String.valueOf(e.getMessage()));
            }
            default -> {
                log(command, e);
                say(err, "Something went wrong that should not have: " + e + whereItIsLogged());
            }
        }
        return ExitCode.FAILED;
    }

    private static void say(PrintWriter err, String sentence) {
        err.println("flowtally: " + sentence);
        err.flush();
    }

    private static void log(CommandLine command, Exception e) {
        LoggerFactory.getLogger(PlainSentences.class)
                .error("the command {} failed", command.getCommandName(), e);
    }

    private String whereItIsLogged() {
        return program.logDirectory().map(PlainSentences::seeLog).orElse("");
    }

    private static String seeLog(Path directory) {
        return ". The log in " + directory + " has the details.";
    }
}
