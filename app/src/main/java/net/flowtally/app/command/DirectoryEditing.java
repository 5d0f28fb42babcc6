package net.flowtally.app.command;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.billing.EditPreview;
import net.flowtally.ledger.directory.Directory;
import net.flowtally.ledger.directory.DirectoryChange;
import net.flowtally.ledger.directory.DirectoryChanges;
import net.flowtally.ledger.directory.DirectoryDraft;
import net.flowtally.ledger.directory.DirectoryWords;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The option `--preview` of commands that edit the directory, and how they tell what they did.
final class DirectoryEditing {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--preview",
            description =
                    "Only tell what would change, and which open statements would move by how"
                            + " much. Writes nothing.")
    private boolean preview;

    /// @param what one line for the audit trail
    /// @param edit made with the help of the home, for times and the like
    int edit(String what, Function<OpenHome, Consumer<DirectoryDraft>> edit) {
        FlowtallyCommand program = program();
        try (OpenHome site = program.open()) {
            Directory directory = new Directory(site.store());
            Consumer<DirectoryDraft> made = edit.apply(site);
            return tell(
                    site,
                    preview
                            ? directory.preview(made)
                            : directory.edit(program.actor(), what, made));
        }
    }

    boolean isPreview() {
        return preview;
    }

    FlowtallyCommand program() {
        return (FlowtallyCommand) spec.root().userObject();
    }

    /// Writes out what changed or would change.
    int tell(OpenHome site, DirectoryChanges changes) {
        PrintWriter out = spec.commandLine().getOut();
        if (changes.isEmpty()) {
            out.println("Nothing changes.");
            return ExitCode.OK;
        }
        writeChanges(out, changes);
        changes.conflicts()
                .forEach(conflict ->
                        out.println("conflict: " + DirectoryWords.of(changes.after(), conflict)));
        if (preview) {
            writeMoves(out, site, changes);
        } else {
            out.println(
                    "Edit "
                            + changes.revision()
                            + " is made; the next 'account' books it, 'directory undo' takes it"
                            + " back.");
        }
        return ExitCode.OK;
    }

    static void writeChanges(PrintWriter out, DirectoryChanges changes) {
        for (DirectoryChange change : changes.changes()) {
            String subject = change.subject().name().toLowerCase(Locale.ROOT);
            switch (change.kind()) {
                case ADDED -> out.println("+ " + subject + " " + change.after());
                case REMOVED -> out.println("- " + subject + " " + change.before());
                case CHANGED, ENDED -> {
                    out.println("- " + subject + " " + change.before());
                    out.println("+ " + subject + " " + change.after());
                }
            }
        }
    }

    private void writeMoves(PrintWriter out, OpenHome site, DirectoryChanges changes) {
        MovedStatements.tell(
                new EditPreview(site.store(), site.archive(), site.usage())
                        .of(changes, Cancellation.none(), program().progress()),
                out);
    }
}
