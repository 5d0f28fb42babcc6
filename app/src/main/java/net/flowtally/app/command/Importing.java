package net.flowtally.app.command;

import java.io.PrintWriter;
import java.util.Map;
import java.util.function.BiFunction;
import net.flowtally.ledger.directory.DirectoryChange.Kind;
import net.flowtally.ledger.directory.DirectoryWords;
import net.flowtally.ledger.imports.DirectoryImport;
import net.flowtally.ledger.imports.ImportOptions;
import net.flowtally.ledger.imports.ImportOutcome;
import net.flowtally.ledger.imports.ImportTally;
import net.flowtally.ledger.imports.Telling;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The options that all imports have, and how they tell what they did.
final class Importing {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--dry-run",
            description = "Only tell, row by row, what would change. Writes nothing.")
    private boolean dryRun;

    @Option(
            names = "--all-or-nothing",
            description =
                    "Take nothing if a row is wrong; otherwise just that row is left out, and the"
                            + " command ends with 1.")
    private boolean allOrNothing;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description =
                    "Keep what is said under this name (default: the kind of import). An import"
                            + " changes only what was said under its own name.")
    private String source = "";

    FlowtallyCommand program() {
        return (FlowtallyCommand) spec.root().userObject();
    }

    /// Runs an import in the home.
    int run(Telling telling, BiFunction<DirectoryImport, ImportOptions, ImportOutcome> work) {
        try (OpenHome site = program().open()) {
            return run(site, "", telling, work);
        }
    }

    /// @param otherwise the name that is used if none was given; empty = the kind of import
    int run(
            OpenHome site,
            String otherwise,
            Telling telling,
            BiFunction<DirectoryImport, ImportOptions, ImportOutcome> work) {
        ImportOptions options =
                new ImportOptions(
                        source.isEmpty() ? otherwise : source, dryRun, allOrNothing, telling);
        DirectoryImport imports =
                new DirectoryImport(site.store(), site.zone(), program().progress());
        return tell(work.apply(imports, options));
    }

    private int tell(ImportOutcome outcome) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        return switch (outcome) {
            case ImportOutcome.Compared compared -> tell(compared, out, err);
            case ImportOutcome.Rejected rejected -> tell(rejected, err);
        };
    }

    private static int tell(ImportOutcome.Compared compared, PrintWriter out, PrintWriter err) {
        if (!compared.applied()) {
            DirectoryEditing.writeChanges(out, compared.changes());
        }
        ImportTally tally = compared.tally();
        out.printf(
                "%,d rows: %,d assignments added, %,d changed, %,d ended, %,d as before; new are"
                        + " %,d departments, %,d users, %,d workstations.%n",
                tally.rows(),
                tally.added(),
                tally.changed(),
                tally.ended(),
                tally.unchanged(),
                tally.departments(),
                tally.users(),
                tally.workstations());
        if (!compared.applied()) {
            Map<Kind, Integer> counts = compared.changes().counts();
            out.printf(
                    "A dry run: %,d rows of the directory would be added, %,d changed, %,d ended,"
                            + " %,d removed. Nothing is written.%n",
                    counts.getOrDefault(Kind.ADDED, 0),
                    counts.getOrDefault(Kind.CHANGED, 0),
                    counts.getOrDefault(Kind.ENDED, 0),
                    counts.getOrDefault(Kind.REMOVED, 0));
        }
        compared.warnings().forEach(warning -> out.println("warning: " + warning));
        compared.conflicts()
                .forEach(conflict ->
                        out.println(
                                "conflict: "
                                        + DirectoryWords.of(compared.changes().after(), conflict)));
        if (compared.leftOut().isEmpty()) {
            return ExitCode.OK;
        }
        compared.leftOut().forEach(err::println);
        err.println("flowtally: The rows above were left out.");
        return ExitCode.FAILED;
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
