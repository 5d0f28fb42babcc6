package net.flowtally.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.archive.ArchiveCheck;
import net.flowtally.ledger.archive.ArchiveReport;
import net.flowtally.ledger.billing.Verification;
import net.flowtally.ledger.billing.VerificationReport;
import net.flowtally.ledger.calls.RemovedDetail;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        description = {
            "Works usage and statements out again from the call archive, compares, and says which"
                    + " it did.",
            "With --archive it checks the file of a sealed period instead, which needs no home.",
            "Changes nothing. Fails (exit code 1) if anything differs."
        })
final class VerifyCommand implements Callable<Integer> {
    @ParentCommand private FlowtallyCommand program;
    @Spec private CommandSpec spec;

    @Option(
            names = "--archive",
            paramLabel = "FILE",
            description =
                    "Checks what 'flowtally period archive' has written, from the file alone.")
    private @Nullable Path archived;

    @Override
    public Integer call() {
        if (archived != null) {
            return tell(
                    ArchiveCheck.of(archived, Cancellation.none(), program.progress()),
                    spec.commandLine().getOut());
        }
        try (OpenHome site = program.open()) {
            VerificationReport report =
                    new Verification(site.home(), site.store(), site.archive())
                            .run(Cancellation.none(), program.progress());
            return tell(report, spec.commandLine().getOut());
        }
    }

    private static int tell(ArchiveReport report, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s: %,d tables with %,d rows and %,d octets compared with the sums inside.%n",
                report.period(),
                report.tables(),
                report.rows(),
                report.octets());
        report.findings().forEach(finding -> out.println("differs: " + finding));
        out.println(report.isClean() ? "Everything agrees." : "Not everything agrees.");
        return report.isClean() ? ExitCode.OK : ExitCode.FAILED;
    }

    static int tell(VerificationReport report, PrintWriter out) {
        out.printf(
                "%,d slice files compared with their hashes and the catalog.%n",
                report.sliceFiles());
        out.printf(
                "%,d usage files with %,d rows compared with usage built again from the slices of"
                        + " %,d quarter hours.%n",
                report.usageFiles(), report.usageRows(), report.quarterHours());
        out.printf(
                "%,d sealed periods: statements and seal worked out again and compared.%n",
                report.sealedPeriods());
        for (RemovedDetail removed : report.removed()) {
            out.printf(
                    "%s: its call detail was removed by retention on %s; its usage and statements"
                            + " were compared with the seal, its calls by the figures kept of each"
                            + " quarter hour alone.%s%n",
                    removed.name(),
                    removed.removedAt(),
                    removed.archive().isEmpty()
                            ? ""
                            : " 'flowtally verify --archive' checks " + removed.archive() + ".");
        }
        if (report.waiting() > 0) {
            out.printf(
                    "%,d quarter hours wait for accounting and were left out.%n", report.waiting());
        }
        report.findings().forEach(finding -> out.println("differs: " + finding));
        out.println(report.isClean() ? "Everything agrees." : "Not everything agrees.");
        return report.isClean() ? ExitCode.OK : ExitCode.FAILED;
    }
}
