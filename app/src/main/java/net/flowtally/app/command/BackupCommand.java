package net.flowtally.app.command;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.backup.Backup;
import net.flowtally.ledger.backup.BackupReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "backup",
        description = {
            "Writes everything a home keeps to one file, as it is at one moment; collectors may"
                    + " run meanwhile. The logs are not in it.",
            "'flowtally restore FILE --home NEW' makes a home of it."
        })
final class BackupCommand implements Callable<Integer> {
    @ParentCommand private FlowtallyCommand program;
    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            description = "The file to write, a zip file; it must not exist yet.")
    private Path file;

    @Override
    public Integer call() {
        try (OpenHome site = program.open()) {
            BackupReport report =
                    new Backup(site.home(), site.store(), program.clock())
                            .write(file, Cancellation.none(), program.progress());
            spec.commandLine()
                    .getOut()
                    .printf(
                            Locale.ROOT,
                            "%s has the ledger of %s: revision %d, commit %d, %,d files, %,d"
                                    + " octets.%n",
                            report.file(),
                            report.madeAt(),
                            report.revision(),
                            report.lastCommit(),
                            report.files(),
                            report.octets());
            return ExitCode.OK;
        }
    }
}
