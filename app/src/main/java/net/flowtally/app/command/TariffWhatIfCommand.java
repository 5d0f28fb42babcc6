package net.flowtally.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.billing.WhatIf;
import net.flowtally.ledger.billing.WhatIf.Change;
import net.flowtally.ledger.billing.WhatIf.Comparison;
import net.flowtally.ledger.billing.WhatIf.Solution;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.tariff.SiteNames;
import net.flowtally.ledger.tariff.TariffFileWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "what-if",
        description = {
            "Tells what each department would have paid for a period if the tariff of a file had been"
                    + " in force all the time. Books nothing.",
            "With --solve it looks for the factor by which the site pays as much as it does now."
        })
final class TariffWhatIfCommand implements Callable<Integer> {
    private static final String ALL = "all";

    @ParentCommand private TariffCommand tariff;
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A tariff file.")
    private Path file;

    @Mixin private PeriodParameter period;

    @Option(
            names = "--solve",
            paramLabel = "WHAT",
            description =
                    "The cost category whose prices are scaled until the total is the present one, or"
                            + " 'all'. Fees, percentages, minimum and cap stay.")
    private Optional<String> solve = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write the tariff with the prices that were found.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "The departments as rows, as one of: ${COMPLETION-CANDIDATES}.")
    private Optional<RowOutput.Format> format = Optional.empty();

    @Override
    public Integer call() throws IOException {
        if (out.isPresent() && solve.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--out writes what --solve finds; say both.");
        }
        FlowtallyCommand program = tariff.program();
        try (OpenHome site = program.open()) {
            WhatIf whatIf =
                    WhatIf.of(
                            site.store(),
                            site.archive(),
                            site.usage(),
                            period.in(site),
                            TariffCommand.read(site, file, spec.commandLine().getErr()),
                            Cancellation.none(),
                            program.progress());
            if (solve.isEmpty()) {
                tell(whatIf.comparison());
                return ExitCode.OK;
            }
            Solution solution = whatIf.solve(solve.get().equals(ALL) ? "" : solve.get());
            tell(solution);
            if (out.isPresent()) {
                Files.write(
                        out.get(),
                        TariffFileWriter.write(
                                solution.draft(),
                                SiteNames.current(site.store()),
                                site.settings().current().unit().name()));
            }
            return ExitCode.OK;
        }
    }

    private void tell(Solution solution) throws IOException {
        tell(solution.comparison());
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter to = format.isPresent() ? err : spec.commandLine().getOut();
        to.println(
                (solution.isExact()
                                ? "The total stays what it is with "
                                : "No factor makes the total what it is; the nearest is "
                                        + solution.comparison().after()
                                        + ", with ")
                        + (solve.orElseThrow().equals(ALL)
                                ? "all prices"
                                : "the prices of " + solve.get())
                        + " times "
                        + solution.factor().toPlainString()
                        + ".");
    }

    private void tell(Comparison comparison) throws IOException {
        PrintWriter to = spec.commandLine().getOut();
        if (format.isPresent()) {
            try (Rows rows =
                    format.get()
                            .to(to, List.of("department", "now", "then", "change", "currency"))) {
                for (Change change : comparison.changes()) {
                    rows.row(
                            change.path(),
                            change.before().decimal(),
                            change.after().decimal(),
                            change.difference().decimal(),
                            change.before().currency().getCurrencyCode());
                }
            }
            return;
        }
        to.printf(Locale.ROOT, "%-40s %16s %16s %16s%n", "department", "now", "then", "change");
        comparison
                .changes()
                .forEach(change -> line(to, change.path(), change.before(), change.after()));
        line(to, "Total", comparison.before(), comparison.after());
        to.printf(
                Locale.ROOT,
                "%d departments would pay less, %d more, %d as much. Nothing is booked.%n",
                comparison.changes().stream().filter(each -> each.difference().minor() < 0).count(),
                comparison.changes().stream().filter(each -> each.difference().minor() > 0).count(),
                comparison.changes().stream().filter(each -> each.difference().isZero()).count());
    }

    private static void line(PrintWriter out, String name, Amount before, Amount after) {
        Amount difference = after.minus(before);
        out.printf(
                Locale.ROOT,
                "%-40s %16s %16s %16s%s%n",
                name,
                before,
                after,
                (difference.minor() > 0 ? "+" : "") + difference,
                before.isZero() || difference.isZero()
                        ? ""
                        : "  "
                                + difference
                                        .decimal()
                                        .multiply(BigDecimal.valueOf(100))
                                        .divide(before.decimal().abs(), 1, RoundingMode.HALF_UP)
                                + " %");
    }
}
