package net.flowtally.app.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "directory",
        description = {
            "Shows and edits to whom addresses belong: departments, users, workstations, and what was"
                    + " assigned to them when.",
            "Every edit is one revision with who, when and what; it can be looked at beforehand"
                    + " (--preview) and taken back (undo). Closed months never move. Times without"
                    + " a zone are of the accounting zone; what is shown is UTC."
        },
        subcommands = {
            DirectoryListCommand.class,
            DirectoryTreeCommand.class,
            DirectoryOwnerCommand.class,
            DirectoryUnassignedCommand.class,
            DirectoryAddCommand.class,
            DirectoryMoveCommand.class,
            DirectoryEndCommand.class,
            DirectoryRenameCommand.class,
            DirectoryMergeCommand.class,
            DirectoryBillCommand.class,
            DirectoryHistoryCommand.class,
            DirectoryUndoCommand.class,
            DirectoryRedoCommand.class
        })
final class DirectoryCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "What about the directory? There is: directory list, tree, owner, unassigned, add,"
                        + " move, end, rename, merge, bill, history, undo, redo.");
    }
}
