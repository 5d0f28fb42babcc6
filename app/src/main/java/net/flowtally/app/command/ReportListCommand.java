package net.flowtally.app.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import net.flowtally.reports.catalogue.Catalogue;
import net.flowtally.reports.catalogue.ReportDeclaration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "list", description = "Lists the reports that there are.")
final class ReportListCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        print(spec.commandLine().getOut());
        return ExitCode.OK;
    }

    static void print(PrintWriter out) {
        int widest = 0;
        for (ReportDeclaration report : Catalogue.all()) {
            widest = Math.max(widest, report.title().length());
        }
        for (ReportDeclaration report : Catalogue.all()) {
            out.printf(
                    "%-6s %-" + widest + "s  %s%n", report.id(), report.title(), report.question());
        }
    }
}
