package net.flowtally.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.billing.Budget;
import net.flowtally.ledger.billing.BudgetStatus;
import net.flowtally.ledger.billing.Budgets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "budget",
        description = {
            "Sets what departments are to stay within each period, in money or in volume, and tells"
                    + " how they stand and where they will end.",
            "A budget covers the department and those below it."
        },
        subcommands = {
            BudgetCommand.Set.class,
            BudgetCommand.Remove.class,
            BudgetCommand.Status.class
        })
final class BudgetCommand implements Callable<Integer> {
    @ParentCommand private FlowtallyCommand program;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "What about budgets? There is: budget set, remove, status.");
    }

    @Command(name = "set", description = "Sets a department's budget, its quota, or both.")
    static final class Set implements Callable<Integer> {
        @ParentCommand private BudgetCommand budgets;
        @Spec private CommandSpec spec;

        @Parameters(paramLabel = "DEPARTMENT", description = "Its path, as in Sales/North.")
        private String department;

        @Option(
                names = "--money",
                paramLabel = "AMOUNT",
                description = "In units of the currency, tax included.")
        private Optional<BigDecimal> money = Optional.empty();

        @Option(
                names = "--volume",
                paramLabel = "N",
                description = "In MB (or MiB, as the site's unit is).")
        private Optional<BigDecimal> volume = Optional.empty();

        @Override
        public Integer call() {
            if (money.isEmpty() && volume.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(), "Say --money AMOUNT or --volume N, or both.");
            }
            try (OpenHome site = budgets.program.open()) {
                Budgets kept = new Budgets(site.store(), budgets.program.clock());
                String actor = budgets.program.actor();
                money.ifPresent(most -> kept.set(department, Budget.Kind.MONEY, most, actor));
                volume.ifPresent(most -> kept.set(department, Budget.Kind.VOLUME, most, actor));
                return ExitCode.OK;
            }
        }
    }

    @Command(name = "remove", description = "Takes a department's budget or quota away.")
    static final class Remove implements Callable<Integer> {
        @ParentCommand private BudgetCommand budgets;

        @Parameters(index = "0", paramLabel = "DEPARTMENT", description = "Its path.")
        private String department;

        @Parameters(
                index = "1",
                paramLabel = "KIND",
                description = "One of: ${COMPLETION-CANDIDATES}.")
        private Budget.Kind kind;

        @Override
        public Integer call() {
            try (OpenHome site = budgets.program.open()) {
                new Budgets(site.store(), budgets.program.clock())
                        .remove(department, kind, budgets.program.actor());
                return ExitCode.OK;
            }
        }
    }

    @Command(
            name = "status",
            description = {
                "Tells how budgets and quotas stand in a period, and what they come to at its end if"
                        + " usage goes on as it has: by time of day, on working days and on days"
                        + " off, in the last four weeks.",
                "By the usage as it was accounted last."
            })
    static final class Status implements Callable<Integer> {
        private static final List<String> COLUMNS =
                List.of("department", "kind", "most", "used", "forecast", "unit", "state");

        @ParentCommand private BudgetCommand budgets;
        @Spec private CommandSpec spec;

        @Mixin private PeriodParameter period;

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                description = "As rows, as one of: ${COMPLETION-CANDIDATES}.")
        private Optional<RowOutput.Format> format = Optional.empty();

        @Override
        public Integer call() throws IOException {
            PrintWriter out = spec.commandLine().getOut();
            try (OpenHome site = budgets.program.open()) {
                List<BudgetStatus> all =
                        new Budgets(site.store(), budgets.program.clock())
                                .status(period.in(site), site.usage(), Cancellation.none());
                String currency = site.settings().current().currency().getCurrencyCode();
                String unit = site.settings().current().unit().name();
                if (format.isPresent()) {
                    write(all, currency, unit, format.get());
                    return ExitCode.OK;
                }
                if (all.isEmpty()) {
                    out.println("There are no budgets; 'flowtally budget set' sets one.");
                    return ExitCode.OK;
                }
                out.printf(
                        Locale.ROOT,
                        "%-36s %14s %14s %14s %4s%n",
                        "department",
                        "most",
                        "used",
                        "forecast",
                        "");
                for (BudgetStatus each : all) {
                    boolean isMoney = each.budget().kind() == Budget.Kind.MONEY;
                    out.printf(
                            Locale.ROOT,
                            "%-36s %14s %14s %14s %-4s %s%n",
                            each.departmentPath(),
                            rounded(each.budget().most()),
                            rounded(each.used()),
                            rounded(each.forecast()),
                            isMoney ? currency : unit,
                            words(each.state()));
                }
                return ExitCode.OK;
            }
        }

        private void write(
                List<BudgetStatus> all, String currency, String unit, RowOutput.Format rowFormat)
                throws IOException {
            try (Rows rows = rowFormat.to(spec.commandLine().getOut(), COLUMNS)) {
                for (BudgetStatus each : all) {
                    rows.row(
                            each.departmentPath(),
                            each.budget().kind().column(),
                            each.budget().most(),
                            each.used(),
                            each.forecast(),
                            each.budget().kind() == Budget.Kind.MONEY ? currency : unit,
                            each.state().name().toLowerCase(Locale.ROOT));
                }
            }
        }

        private static String rounded(BigDecimal number) {
            return number.setScale(2, RoundingMode.HALF_UP).toPlainString();
        }

        private static String words(BudgetStatus.State state) {
            return switch (state) {
                case WITHIN -> "within";
                case THREATENED -> "will be passed if it goes on so";
                case EXCEEDED -> "passed";
            };
        }
    }
}
