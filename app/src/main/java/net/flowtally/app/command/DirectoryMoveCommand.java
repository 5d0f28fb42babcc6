package net.flowtally.app.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "move",
        description = "Moves a user to another department, or a department under another.",
        subcommands = {DirectoryMoveCommand.OfUser.class, DirectoryMoveCommand.OfDepartment.class})
final class DirectoryMoveCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "What is to be moved? There is: user, department.");
    }

    @Command(
            name = "user",
            description = "Moves a user, with all that is assigned to the user, from a time on.")
    static final class OfUser implements Callable<Integer> {
        @Mixin private DirectoryEditing editing;

        @Parameters(index = "0", paramLabel = "NAME", description = "The user.")
        private String name;

        @Parameters(index = "1", paramLabel = "PATH", description = "The department.")
        private String department;

        @Option(
                names = "--at",
                required = true,
                paramLabel = "T",
                description = "From when on: " + EffectiveTime.WORDS)
        private String at;

        @Override
        public Integer call() {
            return editing.edit(
                    "move user " + name + " to " + department,
                    site ->
                            draft ->
                                    draft.moveUser(
                                            name,
                                            department,
                                            EffectiveTime.read(
                                                    at, site.zone(), editing.program().clock())));
        }
    }

    @Command(
            name = "department",
            description = {
                "Hangs a department, with all below it, under another one.",
                "Usage stays its own; roll-ups and paths of open months follow at once."
            })
    static final class OfDepartment implements Callable<Integer> {
        @Mixin private DirectoryEditing editing;

        @Parameters(index = "0", paramLabel = "PATH", description = "The department.")
        private String path;

        @Parameters(
                index = "1",
                paramLabel = "PARENT",
                description = "Its new parent; '/' for the top.")
        private String parent;

        @Override
        public Integer call() {
            return editing.edit(
                    "move department " + path + " to " + parent,
                    _ -> draft -> draft.moveDepartment(path, parent.equals("/") ? "" : parent));
        }
    }
}
