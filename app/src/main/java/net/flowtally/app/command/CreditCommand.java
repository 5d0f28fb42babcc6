package net.flowtally.app.command;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.billing.Credit;
import net.flowtally.ledger.billing.Credits;
import net.flowtally.ledger.period.BillingPeriod;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "credit",
        description = {
            "Gives money back on the statements of an open period: by hand, or as the service levels"
                    + " of the tariff promise.",
            "A credit is a line below zero, before mark-up and tax."
        },
        subcommands = {
            CreditCommand.ListThem.class,
            CreditCommand.Add.class,
            CreditCommand.Remove.class,
            CreditCommand.Propose.class
        })
final class CreditCommand implements Callable<Integer> {
    @ParentCommand private FlowtallyCommand program;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "What about credits? There is: credit list, add, remove, propose.");
    }

    private static void tell(List<Credit> credits, PrintWriter out) {
        for (Credit credit : credits) {
            out.printf(
                    Locale.ROOT,
                    "%-6s %s  %-32s %16s  %s%s%n",
                    credit.id() == 0 ? "" : Long.toString(credit.id()),
                    credit.period(),
                    credit.departmentPath(),
                    credit.amount(),
                    credit.name(),
                    credit.reason().isEmpty() ? "" : ": " + credit.reason());
        }
    }

    @Command(name = "list", description = "Lists the credits of a period, with their numbers.")
    static final class ListThem implements Callable<Integer> {
        @ParentCommand private CreditCommand credits;
        @Spec private CommandSpec spec;

        @Mixin private PeriodParameter period;

        @Override
        public Integer call() {
            try (OpenHome site = credits.program.open()) {
                tell(
                        new Credits(site.store()).of(period.in(site).name()),
                        spec.commandLine().getOut());
                return ExitCode.OK;
            }
        }
    }

    @Command(name = "add", description = "Gives a department a credit.")
    static final class Add implements Callable<Integer> {
        @ParentCommand private CreditCommand credits;
        @Spec private CommandSpec spec;

        @Mixin private PeriodParameter period;

        @Parameters(
                paramLabel = "DEPARTMENT",
                description = "Its path, as in Sales/North, or Unassigned.")
        private String department;

        @Parameters(paramLabel = "AMOUNT", description = "As in 12.50.")
        private BigDecimal amount;

        @Option(
                names = "--name",
                paramLabel = "TEXT",
                defaultValue = "Goodwill",
                description = "What the line is called (default: ${DEFAULT-VALUE}).")
        private String name;

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                defaultValue = "",
                showDefaultValue = Visibility.NEVER,
                description = "Why; stands on the line.")
        private String reason;

        @Override
        public Integer call() {
            try (OpenHome site = credits.program.open()) {
                tell(
                        List.of(
                                new Credits(site.store())
                                        .add(
                                                period.in(site).name(),
                                                department,
                                                name,
                                                amount,
                                                reason,
                                                credits.program.actor())),
                        spec.commandLine().getOut());
                return ExitCode.OK;
            }
        }
    }

    @Command(name = "remove", description = "Takes a credit of an open period back.")
    static final class Remove implements Callable<Integer> {
        @ParentCommand private CreditCommand credits;

        @Parameters(paramLabel = "NUMBER", description = "As 'credit list' has it.")
        private long number;

        @Override
        public Integer call() {
            try (OpenHome site = credits.program.open()) {
                new Credits(site.store()).remove(number, credits.program.actor());
                return ExitCode.OK;
            }
        }
    }

    @Command(
            name = "propose",
            description = {
                "Proposes the credits that the tariff's service levels ('sla' in its file) give back"
                        + " for a period, from its measured coverage and loss.",
                "With --book it gives them; those that are given already are not proposed again."
            })
    static final class Propose implements Callable<Integer> {
        @ParentCommand private CreditCommand credits;
        @Spec private CommandSpec spec;

        @Mixin private PeriodParameter period;

        @Option(names = "--book", description = "Gives what is proposed.")
        private boolean book;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            try (OpenHome site = credits.program.open()) {
                BillingPeriod asked = period.in(site);
                boolean isOver = !credits.program.clock().instant().isBefore(asked.to());
                if (!isOver) {
                    String sentence =
                            asked.name()
                                    + " is not over: quarter hours to come count as not heard.";
                    if (book) {
                        throw new Refused(sentence + " Book its credits when it is.");
                    }
                    spec.commandLine().getErr().println("warning: " + sentence);
                }
                Credits kept = new Credits(site.store());
                List<Credit> proposed = kept.proposed(asked, site.usage(), Cancellation.none());
                if (proposed.isEmpty()) {
                    out.println("There is nothing to give back.");
                    return ExitCode.OK;
                }
                tell(
                        book
                                ? kept.book(asked.name(), proposed, credits.program.actor())
                                : proposed,
                        out);
                out.println(book ? "These are given." : "Nothing is given; --book gives it.");
                return ExitCode.OK;
            }
        }
    }
}
