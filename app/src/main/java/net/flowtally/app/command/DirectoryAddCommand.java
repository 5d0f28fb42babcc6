package net.flowtally.app.command;

import java.time.Instant;
import java.util.concurrent.Callable;
import net.flowtally.ledger.address.MalformedAddress;
import net.flowtally.ledger.directory.Assignment;
import net.flowtally.ledger.directory.AssignmentKey;
import net.flowtally.ledger.directory.DirectoryDraft;
import net.flowtally.ledger.directory.Evidence;
import net.flowtally.ledger.directory.Membership;
import net.flowtally.ledger.time.AccountingZone;
import net.flowtally.ledger.time.Span;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "add",
        description = "Adds a department, a user, a workstation or an assignment.",
        subcommands = {
            DirectoryAddCommand.OfDepartment.class,
            DirectoryAddCommand.OfUser.class,
            DirectoryAddCommand.OfWorkstation.class,
            DirectoryAddCommand.OfAssignment.class
        })
final class DirectoryAddCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "What is to be added? There is: department, user, workstation, assignment.");
    }

    /// From when to when something holds.
    static final class Validity {
        @Option(
                names = "--from",
                paramLabel = "T",
                defaultValue = "always",
                description = "From when on (default: ${DEFAULT-VALUE}): " + EffectiveTime.WORDS)
        private String from;

        @Option(names = "--to", paramLabel = "T", description = "Before when (default: open end).")
        private String to = "";

        Span in(OpenHome site, DirectoryEditing editing) {
            AccountingZone zone = site.zone();
            return new Span(
                    EffectiveTime.read(from, zone, editing.program().clock()),
                    to.isEmpty()
                            ? Instant.MAX
                            : EffectiveTime.read(to, zone, editing.program().clock()));
        }
    }

    @Command(name = "department", description = "Adds a department, with its parents.")
    static final class OfDepartment implements Callable<Integer> {
        @Mixin private DirectoryEditing editing;

        @Parameters(paramLabel = "PATH", description = "As in Sales/North.")
        private String path;

        @Override
        public Integer call() {
            return editing.edit("add department " + path, _ -> draft -> draft.addDepartment(path));
        }
    }

    @Command(name = "user", description = "Adds a user, and the department that the user is in.")
    static final class OfUser implements Callable<Integer> {
        @Mixin private DirectoryEditing editing;
        @Mixin private Validity validity;

        @Parameters(paramLabel = "NAME", description = "The user.")
        private String name;

        @Option(
                names = "--department",
                required = true,
                paramLabel = "PATH",
                description = "The department; it must be there.")
        private String department;

        @Override
        public Integer call() {
            return editing.edit(
                    "add user " + name,
                    site ->
                            draft -> {
                                Span span = validity.in(site, editing);
                                long user = draft.addUser(name).id();
                                long into = department(draft, department);
                                draft.join(new Membership(0, user, into, span, ""));
                            });
        }
    }

    @Command(name = "workstation", description = "Adds a workstation or a shared server.")
    static final class OfWorkstation implements Callable<Integer> {
        @Mixin private DirectoryEditing editing;

        @Parameters(paramLabel = "NAME", description = "The machine.")
        private String name;

        @Option(
                names = "--shared",
                description = "It is a server that several departments use; it has no user.")
        private boolean shared;

        @Override
        public Integer call() {
            return editing.edit(
                    "add workstation " + name, _ -> draft -> draft.addWorkstation(name, shared));
        }
    }

    @Command(
            name = "assignment",
            description = {
                "Says that an address, a prefix, a MAC or an interface of an exporter"
                        + " (ADDRESS#INDEX) belonged to somebody.",
                "A MAC owns the addresses that imported leases tie it to; an interface owns what the"
                        + " elected exporter saw behind it."
            })
    static final class OfAssignment implements Callable<Integer> {
        @Mixin private DirectoryEditing editing;
        @Mixin private Validity validity;
        @Spec private CommandSpec spec;

        @Parameters(paramLabel = "KEY", description = "What is assigned.")
        private String key;

        @Option(names = "--user", paramLabel = "NAME", description = "To this user.")
        private String user = "";

        @Option(names = "--workstation", paramLabel = "NAME", description = "To this machine.")
        private String workstation = "";

        @Option(
                names = "--department",
                paramLabel = "PATH",
                description = "To this department, while no department of a user counts.")
        private String department = "";

        @Option(
                names = "--priority",
                paramLabel = "N",
                defaultValue = "0",
                description = "Among assignments of the same key the higher counts.")
        private int priority;

        @Override
        public Integer call() {
            if (user.isEmpty() && department.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(), "An assignment names a user or a department.");
            }
            return editing.edit(
                    "add assignment " + key,
                    site ->
                            draft -> {
                                draft.assign(
                                        new Assignment(
                                                0,
                                                key(),
                                                workstation.isEmpty()
                                                        ? 0
                                                        : draft.workstation(workstation)
                                                                .orElseThrow(() ->
                                                                        unknown(
                                                                                "workstation",
                                                                                workstation))
                                                                .id(),
                                                user.isEmpty()
                                                        ? 0
                                                        : draft.user(user)
                                                                .orElseThrow(
                                                                        () -> unknown("user", user))
                                                                .id(),
                                                department.isEmpty()
                                                        ? 0
                                                        : department(draft, department),
                                                validity.in(site, editing),
                                                priority,
                                                Evidence.STATIC,
                                                ""));
                            });
        }

        private AssignmentKey key() {
            try {
                return AssignmentKey.parse(key);
            } catch (MalformedAddress e) {
                throw new Refused(e.getMessage() + ".");
            }
        }
    }

    private static long department(DirectoryDraft draft, String path) {
        return draft.department(path).orElseThrow(() -> unknown("department", path)).id();
    }

    private static Refused unknown(String what, String name) {
        return new Refused("There is no " + what + " " + name + "; add it first.");
    }
}
