package net.flowtally.app.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import net.flowtally.ledger.directory.Directory;
import net.flowtally.ledger.directory.DirectoryRevision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "history",
        description = "Tells who edited the directory, when and what; with a number, row by row.")
final class DirectoryHistoryCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "EDIT",
            defaultValue = "0",
            description = "An edit, of which every row is told as it was and as it became.")
    private long revision;

    @Option(
            names = "--most",
            paramLabel = "N",
            defaultValue = "50",
            description = "No more than N edits, the newest first (default: ${DEFAULT-VALUE}).")
    private int most;

    @Override
    public Integer call() {
        FlowtallyCommand program = (FlowtallyCommand) spec.root().userObject();
        PrintWriter out = spec.commandLine().getOut();
        try (OpenHome site = program.open()) {
            Directory directory = new Directory(site.store());
            directory.history().stream()
                    .filter(each -> revision == 0 || each.revision() == revision)
                    .limit(most)
                    .forEach(each -> out.println(line(each)));
            if (revision != 0) {
                DirectoryEditing.writeChanges(out, directory.changesOf(revision));
            }
            return ExitCode.OK;
        }
    }

    private static String line(DirectoryRevision each) {
        return each.revision()
                + "  "
                + each.at()
                + "  "
                + each.actor()
                + "  "
                + each.what()
                + (each.undone() ? "  (taken back)" : "");
    }
}
