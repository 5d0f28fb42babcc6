package net.flowtally.app.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.accounting.AccountingRun;
import net.flowtally.ledger.retention.Upkeep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "account",
        description = {
            "Works out the usage of all quarter hours that changed since the last time.",
            "Quarter hours of sealed periods are left alone.",
            "Then it does what 'compact' and 'retention' do."
        })
final class AccountCommand implements Callable<Integer> {
    @ParentCommand private FlowtallyCommand program;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        try (OpenHome site = program.open()) {
            Upkeep.Done done =
                    new Upkeep(site.home(), site.store(), site.archive(), program.clock())
                            .run(program.actor(), Cancellation.none(), program.progress());
            PrintWriter out = spec.commandLine().getOut();
            tell(done.accounting(), out);
            RetentionText retention = new RetentionText(out, site.home().root());
            retention.writeDone(done.retention());
            retention.writeHeld(done.retention().plan());
            return done.retention().damages().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private static void tell(AccountingRun run, PrintWriter out) {
        out.printf(
                "%,d quarter hours accounted: %,d calls, %,d bytes, %,d usage rows.%n",
                run.quarterHours(), run.calls(), run.bytes(), run.usageRows());
        if (run.provisional() > 0) {
            out.printf(
                    "%,d of them can still get calls and are accounted provisionally.%n",
                    run.provisional());
        }
        if (run.sealed() > 0) {
            out.printf(
                    "%,d quarter hours with late calls lie in sealed periods and were left"
                            + " alone.%n",
                    run.sealed());
        }
    }
}
