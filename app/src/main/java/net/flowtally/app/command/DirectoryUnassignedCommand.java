package net.flowtally.app.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.accounting.Backlog;
import net.flowtally.ledger.directory.DirectorySnapshot;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.unassigned.ReverseNames;
import net.flowtally.ledger.unassigned.Suggestion;
import net.flowtally.ledger.unassigned.SystemNames;
import net.flowtally.ledger.unassigned.UnassignedAddress;
import net.flowtally.ledger.unassigned.UnassignedQueue;
import net.flowtally.ledger.unassigned.UnassignedQueue.Order;
import net.flowtally.ledger.unassigned.UnassignedWork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "unassigned",
        description = {
            "Lists the addresses that nobody answers for in a billing period, what weighs most"
                    + " first, and who they might belong to: by leases, logons, earlier owners and"
                    + " neighbours.",
            "Their bytes and money add up to the statement of Unassigned. Where somebody is named,"
                    + " the command that assigns the address is written below."
        },
        footer = {
            "%nFor instance:",
            "  flowtally directory unassigned 2026-03 --by bytes --most 50"
        })
final class DirectoryUnassignedCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private PeriodParameter period;

    @Option(
            names = "--by",
            paramLabel = "ORDER",
            defaultValue = "MONEY",
            description = "One of: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Order order;

    @Option(
            names = "--most",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many are listed (default: ${DEFAULT-VALUE}).")
    private int most;

    @Option(
            names = "--reverse-names",
            description =
                    "Ask the name servers of the system what they are called. Whoever runs these"
                            + " learns what was asked.")
    private boolean reverse;

    @Override
    public Integer call() {
        if (most < 1 || most > 10_000) {
            throw new ParameterException(
                    spec.commandLine(), "--most takes a number from 1 to 10000.");
        }
        FlowtallyCommand program = FlowtallyCommand.of(spec);
        try (OpenHome site = program.open()) {
            Optional<BillingPeriod> known = period.ifKnown(site);
            PrintWriter out = spec.commandLine().getOut();
            if (known.isEmpty()) {
                out.println(
                        "There is no usage in "
                                + period.name()
                                + "; 'flowtally account' makes it.");
                return ExitCode.OK;
            }
            UnassignedWork work =
                    new UnassignedQueue(site.home(), site.store(), site.archive(), site.usage())
                            .of(
                                    known.get(),
                                    order,
                                    most,
                                    reverse ? new SystemNames() : ReverseNames.NONE,
                                    Cancellation.none(),
                                    program.progress());
            write(out, work);
            if (known.get().isSealed()) {
                out.println(
                        period.name()
                                + " is sealed and stays as it is; 'flowtally period correct' books"
                                + " what an assignment would have changed.");
            }
            long behind = new Backlog(site.store()).quarterHours();
            if (behind > 0) {
                out.printf(
                        Locale.ROOT,
                        "%,d quarter hours wait for 'flowtally account'; the money is without them.%n",
                        behind);
            }
            return ExitCode.OK;
        }
    }

    private void write(PrintWriter out, UnassignedWork work) {
        out.printf(
                Locale.ROOT,
                "Unassigned in %s: %,d %s, %,d bytes, %,d calls, %s.%n",
                period.name(),
                work.addresses(),
                work.addresses() == 1 ? "address" : "addresses",
                work.bytes(),
                work.calls(),
                work.charge());
        for (UnassignedAddress each : work.top()) {
            out.printf(
                    Locale.ROOT,
                    "%s: %,d bytes, %,d calls, %s, seen from %s to %s%n",
                    each.address(),
                    each.bytes(),
                    each.calls(),
                    each.charge(),
                    each.first(),
                    each.last());
            for (Suggestion suggestion : each.suggestions()) {
                out.println(
                        "    "
                                + suggestion
                                        .kind()
                                        .name()
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', ' ')
                                + ": "
                                + suggestion.evidence());
            }
            if (each.suggestions().isEmpty()) {
                out.println("    nothing tells of an owner");
            }
            each.suggestions().stream()
                    .filter(Suggestion::namesOwner)
                    .findFirst()
                    .ifPresent(first ->
                            out.println("    -> " + command(work.directory(), each, first)));
        }
        if (work.addresses() > work.top().size()) {
            out.printf(
                    Locale.ROOT,
                    "... and %,d more; --most lists more of them.%n",
                    work.addresses() - work.top().size());
        }
    }

    /// What assigns the address to whom a suggestion names; where only the department of a known
    /// user is missing, what joins the two.
    private static String command(
            DirectorySnapshot directory, UnassignedAddress address, Suggestion suggestion) {
        String user = directory.userName(suggestion.user());
        if (suggestion.kind() == Suggestion.Kind.MEMBERSHIP) {
            return "flowtally directory move user " + quoted(user) + " DEPARTMENT --at always";
        }
        List<String> words =
                List.of(
                        "flowtally directory add assignment",
                        address.address().toString(),
                        user.isEmpty()
                                ? "--department "
                                        + quoted(directory.pathOf(suggestion.department()))
                                : "--user " + quoted(user),
                        "--from " + address.first());
        return String.join(" ", words);
    }

    private static String quoted(String word) {
        return word.matches("[\\w./@-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
