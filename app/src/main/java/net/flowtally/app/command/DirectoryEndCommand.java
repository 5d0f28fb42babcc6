package net.flowtally.app.command;

import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "end",
        description = "Ends a department, what a user has, or an assignment, at a time.",
        subcommands = {
            DirectoryEndCommand.OfDepartment.class,
            DirectoryEndCommand.OfUser.class,
            DirectoryEndCommand.OfAssignment.class
        })
final class DirectoryEndCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "What ends? There is: department, user, assignment.");
    }

    /// When something ends.
    static final class End {
        @Option(
                names = "--at",
                required = true,
                paramLabel = "T",
                description = "From when on it is no more: " + EffectiveTime.WORDS)
        private String at;

        Instant in(OpenHome site, DirectoryEditing editing) {
            return EffectiveTime.read(at, site.zone(), editing.program().clock());
        }
    }

    @Command(
            name = "department",
            description = "Ends a department, all below it, and what belongs to them.")
    static final class OfDepartment implements Callable<Integer> {
        @Mixin private DirectoryEditing editing;
        @Mixin private End end;

        @Parameters(paramLabel = "PATH", description = "The department.")
        private String path;

        @Override
        public Integer call() {
            return editing.edit(
                    "end department " + path,
                    site -> draft -> draft.endDepartment(path, end.in(site, editing)));
        }
    }

    @Command(name = "user", description = "Ends all memberships and assignments of a user.")
    static final class OfUser implements Callable<Integer> {
        @Mixin private DirectoryEditing editing;
        @Mixin private End end;

        @Parameters(paramLabel = "NAME", description = "The user.")
        private String name;

        @Override
        public Integer call() {
            return editing.edit(
                    "end user " + name,
                    site -> draft -> draft.endUser(name, end.in(site, editing)));
        }
    }

    @Command(name = "assignment", description = "Ends an assignment.")
    static final class OfAssignment implements Callable<Integer> {
        @Mixin private DirectoryEditing editing;
        @Mixin private End end;

        @Parameters(
                paramLabel = "NUMBER",
                description = "As 'directory list assignments' gives it.")
        private long number;

        @Override
        public Integer call() {
            return editing.edit(
                    "end assignment " + number,
                    site -> draft -> draft.endAssignment(number, end.in(site, editing)));
        }
    }
}
