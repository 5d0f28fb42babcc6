package net.flowtally.app.command;

import java.util.concurrent.Callable;
import net.flowtally.ledger.directory.Directory;
import net.flowtally.ledger.directory.DirectoryRevision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "redo", description = "Makes the edit again that was taken back last.")
final class DirectoryRedoCommand implements Callable<Integer> {
    @Mixin private DirectoryEditing editing;

    @Override
    public Integer call() {
        FlowtallyCommand program = editing.program();
        try (OpenHome site = program.open()) {
            Directory directory = new Directory(site.store());
            long undo =
                    directory
                            .newestUndo()
                            .map(DirectoryRevision::revision)
                            .orElseThrow(() -> new Refused("No edit was taken back."));
            return editing.tell(
                    site,
                    editing.isPreview()
                            ? directory.previewUndo(undo)
                            : directory.undo(program.actor(), undo));
        }
    }
}
