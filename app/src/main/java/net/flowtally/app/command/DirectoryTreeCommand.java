package net.flowtally.app.command;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import net.flowtally.ledger.directory.Billing;
import net.flowtally.ledger.directory.Department;
import net.flowtally.ledger.directory.Directory;
import net.flowtally.ledger.directory.DirectorySnapshot;
import net.flowtally.ledger.directory.DirectoryWords;
import net.flowtally.ledger.directory.User;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "tree",
        description = "Shows the departments, each below its parent, with who was in them.")
final class DirectoryTreeCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--at",
            paramLabel = "T",
            defaultValue = "now",
            description = "When (default: ${DEFAULT-VALUE}): " + EffectiveTime.WORDS)
    private String at;

    @Option(names = "--users", description = "Also name the users.")
    private boolean users;

    @Override
    public Integer call() {
        FlowtallyCommand program = (FlowtallyCommand) spec.root().userObject();
        try (OpenHome site = program.open()) {
            DirectorySnapshot directory = new Directory(site.store()).current();
            Instant when = EffectiveTime.read(at, site.zone(), program.clock());
            write(directory, 0, "", when, spec.commandLine().getOut());
            return ExitCode.OK;
        }
    }

    private void write(
            DirectorySnapshot directory,
            long parent,
            String indent,
            Instant when,
            PrintWriter out) {
        List<Department> children = new ArrayList<>();
        for (Department each : directory.departments()) {
            if (each.parent() == parent && each.span().contains(when)) {
                children.add(each);
            }
        }
        children.sort(Comparator.comparing(Department::name));
        for (Department child : children) {
            List<String> members =
                    directory.users().stream()
                            .filter(user -> directory.departmentOf(user.id(), when) == child.id())
                            .map(User::name)
                            .sorted()
                            .toList();
            out.println(
                    indent
                            + child.name()
                            + (members.isEmpty() ? "" : " (" + members.size() + ")")
                            + (child.billing() == Billing.SHOWBACK ? ", showback" : "")
                            + DirectoryWords.during(child.span()));
            if (users) {
                members.forEach(member -> out.println(indent + "  - " + member));
            }
            write(directory, child.id(), indent + "  ", when, out);
        }
    }
}
