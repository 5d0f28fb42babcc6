package net.flowtally.app.command;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import net.flowtally.ledger.directory.DirectoryChange.Kind;
import net.flowtally.ledger.directory.DirectoryWords;
import net.flowtally.ledger.imports.DirectoryImport;
import net.flowtally.ledger.imports.ImportOptions;
import net.flowtally.ledger.imports.ImportOutcome;
import net.flowtally.ledger.imports.ImportTally;

/// Runs imports in a home and tells what came of them.
final class ImportRun {
    private final FlowtallyCommand program;
    private final OpenHome site;
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean dry;

    /// @param dry whether nothing is to be written
    ImportRun(
            FlowtallyCommand program,
            OpenHome site,
            PrintWriter out,
            PrintWriter err,
            boolean dry) {
        this.program = program;
        this.site = site;
        this.out = out;
        this.err = err;
        this.dry = dry;
    }

    /// @param name under which it is saved; empty = under none
    /// @param asOf from when on it holds; empty = from now on
    ImportOutcome run(String name, ImportTask task, Optional<Instant> asOf, boolean evenMost) {
        ImportOptions options =
                new ImportOptions(
                        task.has(ImportTask.SOURCE) ? task.get(ImportTask.SOURCE) : name,
                        dry,
                        task.has(ImportTask.ALL_OR_NOTHING),
                        task.telling(asOf, program.clock().instant(), evenMost));
        ImportOutcome outcome =
                task.run(
                        new DirectoryImport(site.store(), site.zone(), program.progress()),
                        options,
                        program.actor());
        switch (outcome) {
            case ImportOutcome.Compared compared ->
                    tell(
                            compared,
                            task.get(ImportTask.FORMAT).equals(ImportTask.OF_LEASES)
                                    ? "leases"
                                    : "assignments");
            case ImportOutcome.Rejected rejected -> tell(rejected);
        }
        return outcome;
    }

    /// Whether all of it was taken.
    static boolean isWhole(ImportOutcome outcome) {
        return outcome instanceof ImportOutcome.Compared compared && compared.leftOut().isEmpty();
    }

    /// An outcome in a few words.
    static String summary(ImportOutcome outcome) {
        return switch (outcome) {
            case ImportOutcome.Compared(
                            var _,
                            ImportTally tally,
                            var _,
                            var _,
                            var leftOut,
                            var conflicts) ->
                    "%d rows: %d added, %d changed, %d ended; %d left out, %d conflicts"
                            .formatted(
                                    tally.rows(),
                                    tally.added(),
                                    tally.changed(),
                                    tally.ended(),
                                    leftOut.size(),
                                    conflicts.size());
            case ImportOutcome.Rejected(var errors) -> errors.getFirst().toString();
        };
    }

    /// @param what the rows tell of
    private void tell(ImportOutcome.Compared compared, String what) {
        if (!compared.applied()) {
            DirectoryEditing.writeChanges(out, compared.changes());
        }
        ImportTally tally = compared.tally();
        out.printf(
                "%,d rows: %,d %s added, %,d changed, %,d ended, %,d as before; new are"
                        + " %,d departments, %,d users, %,d workstations.%n",
                tally.rows(),
                tally.added(),
                what,
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
        if (compared.applied() && !compared.changes().isEmpty()) {
            out.println(
                    "Edit "
                            + compared.changes().revision()
                            + " is made; the next 'account' books it, 'directory undo' takes it"
                            + " back.");
        }
        if (!compared.leftOut().isEmpty()) {
            compared.leftOut().forEach(err::println);
            err.println("flowtally: The rows above were left out.");
        }
    }

    private void tell(ImportOutcome.Rejected rejected) {
        if (rejected.errors().getFirst().line() == 0) {
            err.println("flowtally: " + rejected.errors().getFirst());
            return;
        }
        rejected.errors().forEach(err::println);
        err.println("flowtally: Nothing was imported, because of the errors above.");
    }
}
