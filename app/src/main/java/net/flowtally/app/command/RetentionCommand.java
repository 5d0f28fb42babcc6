package net.flowtally.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.retention.Retention;
import net.flowtally.ledger.retention.RetentionPlan;
import net.flowtally.ledger.retention.RetentionRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "retention",
        description = {
            "Removes the call detail of sealed periods that the site does not keep any longer, oldest"
                    + " first, and says what is kept, what goes, what holds what is due, and when the"
                    + " disk will be full.",
            "",
            "All is kept until retention.months or retention.size is set ('flowtally set'). Usage,"
                    + " statements and what proves them stay for ever. Before it goes, a period is"
                    + " verified and its archive written. 'account' does it as well. Fails (exit"
                    + " code 1) if something is damaged; then nothing of it goes."
        })
final class RetentionCommand implements Callable<Integer> {
    @ParentCommand private FlowtallyCommand program;
    @Spec private CommandSpec spec;

    @Option(names = "--dry-run", description = "Says what would go and removes nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "As one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (OpenHome site = program.open()) {
            Retention retention =
                    new Retention(site.home(), site.store(), site.archive(), program.clock());
            RetentionText text = new RetentionText(out, site.home().root());
            if (dryRun) {
                RetentionPlan plan = retention.plan(Cancellation.none(), program.progress());
                if (json) {
                    text.writeJson(plan, retention.removed(), List.of(), 0);
                } else {
                    text.write(plan, retention.removed());
                    out.println("Nothing was removed.");
                }
                return ExitCode.OK;
            }
            RetentionRun run =
                    retention.run(program.actor(), Cancellation.none(), program.progress());
            if (json) {
                text.writeJson(run.plan(), retention.removed(), run.removed(), run.journals());
            } else {
                text.write(run.plan(), retention.removed());
                text.writeDone(run);
            }
            return run.damages().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
        }
    }
}
