package net.flowtally.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.backup.Restore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "restore",
        description = {
            "Makes a new home of a backup. Every file is compared with its hash and the whole"
                    + " ledger verified before the home gets its name; if anything differs there is"
                    + " no home.",
            "A home that is there already is never written over: name a new one with --home."
        })
final class RestoreCommand implements Callable<Integer> {
    @ParentCommand private FlowtallyCommand program;
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "What 'flowtally backup' has written.")
    private Path file;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Restore.Restored restored =
                Restore.restore(file, program.root(), Cancellation.none(), program.progress());
        out.printf(
                Locale.ROOT,
                "%s has the ledger of %s: revision %d, commit %d, %,d files.%n",
                program.root(),
                restored.backup().madeAt(),
                restored.backup().revision(),
                restored.backup().lastCommit(),
                restored.backup().files());
        VerifyCommand.tell(restored.verified(), out);
        return ExitCode.OK;
    }
}
