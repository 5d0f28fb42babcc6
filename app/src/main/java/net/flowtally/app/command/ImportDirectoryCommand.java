package net.flowtally.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import net.flowtally.ledger.directory.DirectoryWords;
import net.flowtally.ledger.imports.DirectoryImport;
import net.flowtally.ledger.imports.ImportOutcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "directory",
        description = {
            "Brings a directory into the ledger: all of the file, or nothing if anything in it is"
                    + " wrong.",
            "",
            "The file is CSV in UTF-8 with the header",
            "  department,user,workstation,address,from,to",
            "A department is a path such as Sales/North; an address may be a prefix; times are ISO"
                    + " 8601 instants or dates in the accounting zone; an empty 'from' means"
                    + " always."
        })
final class ImportDirectoryCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The CSV file.")
    private Path file;

    @Override
    public Integer call() {
        FlowtallyCommand program = FlowtallyCommand.of(spec);
        try (OpenHome site = program.open()) {
            ImportOutcome outcome =
                    new DirectoryImport(site.store(), site.zone()).csv(file, program.actor());
            return switch (outcome) {
                case ImportOutcome.Compared applied -> tell(applied, spec.commandLine().getOut());
                case ImportOutcome.Rejected rejected -> tell(rejected, spec.commandLine().getErr());
            };
        }
    }

    private static int tell(ImportOutcome.Compared applied, PrintWriter out) {
        out.printf(
                "%,d rows: %,d assignments added, %,d changed, %,d as before; new are %,d"
                        + " departments, %,d users, %,d workstations.%n",
                applied.tally().rows(),
                applied.tally().added(),
                applied.tally().changed(),
                applied.tally().unchanged(),
                applied.tally().departments(),
                applied.tally().users(),
                applied.tally().workstations());
        applied.warnings().forEach(warning -> out.println("warning: " + warning));
        applied.conflicts()
                .forEach(conflict ->
                        out.println(
                                "conflict: "
                                        + DirectoryWords.of(applied.changes().after(), conflict)));
        return ExitCode.OK;
    }

    private static int tell(ImportOutcome.Rejected rejected, PrintWriter err) {
        if (rejected.errors().getFirst().line() == 0) {
            err.println("flowtally: " + rejected.errors().getFirst());
            return ExitCode.FAILED;
        }
        rejected.errors().forEach(err::println);
        err.println("flowtally: Nothing was imported, because of the errors above.");
        return ExitCode.FAILED;
    }
}
