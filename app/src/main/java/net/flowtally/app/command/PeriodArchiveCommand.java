package net.flowtally.app.command;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.archive.ArchiveReport;
import net.flowtally.ledger.archive.PeriodArchive;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "archive",
        description = {
            "Writes a sealed period to one SQLite file that any SQL tool reads: statements, usage,"
                    + " slices, directory, zones and tariffs as they were at the seal, with a readme"
                    + " inside.",
            "'flowtally verify --archive FILE' checks such a file, also where no home is. The"
                    + " setting archive.folder has one written at each seal."
        })
final class PeriodArchiveCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private PeriodParameter period;

    @Parameters(paramLabel = "FILE", description = "The file to write; it must not exist yet.")
    private Path file;

    @Override
    public Integer call() {
        FlowtallyCommand program = FlowtallyCommand.of(spec);
        try (OpenHome site = program.open()) {
            ArchiveReport report =
                    new PeriodArchive(site.home(), site.store(), site.archive())
                            .write(period.in(site), file, Cancellation.none(), program.progress());
            spec.commandLine()
                    .getOut()
                    .printf(
                            Locale.ROOT,
                            "%s has %s: %,d tables, %,d rows, %,d octets, written and verified.%n",
                            file,
                            report.period(),
                            report.tables(),
                            report.rows(),
                            report.octets());
            return ExitCode.OK;
        }
    }
}
