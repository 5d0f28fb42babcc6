package net.flowtally.app.command;

import java.util.concurrent.Callable;
import net.flowtally.ledger.directory.Directory;
import net.flowtally.ledger.directory.DirectoryRevision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "undo",
        description = {
            "Takes an edit of the directory back, imports among them: the newest, or the one that is"
                    + " named.",
            "It is refused if later edits have changed the same or go on from it."
        })
final class DirectoryUndoCommand implements Callable<Integer> {
    @Mixin private DirectoryEditing editing;

    @Parameters(
            arity = "0..1",
            paramLabel = "EDIT",
            defaultValue = "0",
            description = "As 'directory history' numbers them.")
    private long revision;

    @Override
    public Integer call() {
        FlowtallyCommand program = editing.program();
        try (OpenHome site = program.open()) {
            Directory directory = new Directory(site.store());
            long undone =
                    revision != 0
                            ? revision
                            : directory
                                    .newestEdit()
                                    .map(DirectoryRevision::revision)
                                    .orElseThrow(
                                            () -> new Refused("There is no edit to take back."));
            return editing.tell(
                    site,
                    editing.isPreview()
                            ? directory.previewUndo(undone)
                            : directory.undo(program.actor(), undone));
        }
    }
}
