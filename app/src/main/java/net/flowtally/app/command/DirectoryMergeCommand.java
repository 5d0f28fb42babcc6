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
        name = "merge",
        description = "Merges one department into another, or two names of one user.",
        subcommands = {
            DirectoryMergeCommand.OfDepartments.class,
            DirectoryMergeCommand.OfUsers.class
        })
final class DirectoryMergeCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "What is to be merged? There is: department, user.");
    }

    @Command(
            name = "department",
            description =
                    "What belongs to FROM belongs to INTO from a time on; FROM ends then, and the"
                            + " departments below it go along.")
    static final class OfDepartments implements Callable<Integer> {
        @Mixin private DirectoryEditing editing;

        @Parameters(index = "0", paramLabel = "FROM", description = "The department that ends.")
        private String from;

        @Parameters(index = "1", paramLabel = "INTO", description = "The department that goes on.")
        private String into;

        @Option(
                names = "--at",
                required = true,
                paramLabel = "T",
                description = "From when on: " + EffectiveTime.WORDS)
        private String at;

        @Override
        public Integer call() {
            return editing.edit(
                    "merge department " + from + " into " + into,
                    site ->
                            draft ->
                                    draft.mergeDepartments(
                                            from,
                                            into,
                                            EffectiveTime.read(
                                                    at, site.zone(), editing.program().clock())));
        }
    }

    @Command(
            name = "user",
            description =
                    "Two names are one person: what belongs to FROM belongs to INTO and always did.")
    static final class OfUsers implements Callable<Integer> {
        @Mixin private DirectoryEditing editing;

        @Parameters(index = "0", paramLabel = "FROM", description = "The name that goes.")
        private String from;

        @Parameters(index = "1", paramLabel = "INTO", description = "The name that stays.")
        private String into;

        @Override
        public Integer call() {
            return editing.edit(
                    "merge user " + from + " into " + into,
                    _ -> draft -> draft.mergeUsers(from, into));
        }
    }
}
