package net.flowtally.app.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.archive.ArchivedSeal;
import net.flowtally.ledger.billing.ChecklistItem;
import net.flowtally.ledger.billing.SealOutcome;
import net.flowtally.ledger.billing.Statement;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "seal",
        description = {
            "Closes a billing period for ever and makes its statements.",
            "Accounts first, and goes through the checklist: if that has errors nothing is sealed"
                    + " (exit code 3), unless a reason is given. A period that is not over, or lies"
                    + " before or after all calls, is never sealed."
        })
final class SealCommand implements Callable<Integer> {
    @ParentCommand private FlowtallyCommand program;
    @Spec private CommandSpec spec;

    @Mixin private PeriodParameter period;

    @Option(
            names = "--accept",
            paramLabel = "REASON",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "Seals in spite of errors, and keeps the reason with the seal.")
    private String reason;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (OpenHome site = program.open()) {
            ArchivedSeal seal =
                    new ArchivedSeal(
                            site.home(),
                            site.store(),
                            site.archive(),
                            program.clock(),
                            FlowtallyCommand.version());
            SealOutcome outcome =
                    seal.seal(
                            period.name(),
                            reason,
                            program.actor(),
                            Cancellation.none(),
                            program.progress());
            return switch (outcome) {
                case SealOutcome.Sealed(var sealed, var statements) -> {
                    out.println(sealed.name() + " is sealed.");
                    tell(statements, out);
                    yield ExitCode.OK;
                }
                case SealOutcome.Refused(_, var items) -> refuse(items);
                case SealOutcome.Impossible(_, var why) -> throw new Refused(why);
                case SealOutcome.AlreadySealed(var sealed) -> {
                    out.println(sealed.name() + " was sealed before; nothing changed.");
                    yield ExitCode.OK;
                }
            };
        }
    }

    private int refuse(List<ChecklistItem> items) {
        PrintWriter err = spec.commandLine().getErr();
        for (ChecklistItem item : items) {
            String severity =
                    switch (item.severity()) {
                        case ERROR -> "error:   ";
                        case WARNING -> "warning: ";
                    };
            err.println(severity + item.what());
        }
        err.println(
                "flowtally: "
                        + period.name()
                        + " is not sealed because of the errors above; --accept REASON seals it in"
                        + " spite of them.");
        return ExitCode.CHECKLIST;
    }

    private static void tell(List<Statement> statements, PrintWriter out) {
        for (Statement statement : statements) {
            out.printf(
                    "%s  %-32s %,20d bytes %16s%s%n",
                    statement.number(),
                    statement.departmentPath(),
                    statement.bytes(),
                    statement.total(),
                    statement.isCharged() ? "" : "  showback");
        }
    }
}
