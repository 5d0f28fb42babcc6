package net.flowtally.app.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.calls.Compaction;
import net.flowtally.ledger.calls.CompactionRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "compact",
        description = {
            "Rewrites the many small files of settled hours into one for each hour; no figure"
                    + " changes.",
            "'account' does it as well. Fails (exit code 1) if a file is damaged; it is left as it"
                    + " is."
        })
final class CompactCommand implements Callable<Integer> {
    @ParentCommand private FlowtallyCommand program;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        try (OpenHome site = program.open()) {
            CompactionRun run =
                    new Compaction(site.home(), site.store(), program.clock())
                            .run(Cancellation.none(), program.progress());
            PrintWriter out = spec.commandLine().getOut();
            out.printf("%,d files rewritten into %,d.%n", run.replaced(), run.written());
            run.damaged().forEach(out::println);
            return run.damaged().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
        }
    }
}
