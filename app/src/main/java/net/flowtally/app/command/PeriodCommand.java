package net.flowtally.app.command;

import java.io.PrintWriter;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.billing.Correction;
import net.flowtally.ledger.billing.CorrectionLine;
import net.flowtally.ledger.billing.CorrectionOutcome;
import net.flowtally.ledger.billing.Corrections;
import net.flowtally.ledger.billing.LateChanges;
import net.flowtally.ledger.calls.RemovedDetail;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.retention.Retention;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "period",
        description = {
            "Lists the billing periods, shows what has come in for a sealed one, corrects and archives"
                    + " it.",
            "A sealed period never changes: what is corrected is booked into the oldest open one."
        },
        subcommands = {
            PeriodCommand.ListThem.class,
            PeriodCommand.Show.class,
            PeriodCommand.Correct.class,
            PeriodArchiveCommand.class
        })
final class PeriodCommand implements Callable<Integer> {
    @ParentCommand private FlowtallyCommand program;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "What about the periods? There is: period list, show, correct, archive.");
    }

    private Corrections corrections(OpenHome site) {
        return new Corrections(site.home(), site.store(), site.archive(), program.clock());
    }

    private Retention retention(OpenHome site) {
        return new Retention(site.home(), site.store(), site.archive(), program.clock());
    }

    @Command(name = "list", description = "Lists the periods with their borders and states.")
    static final class ListThem implements Callable<Integer> {
        @ParentCommand private PeriodCommand periods;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            try (OpenHome site = periods.program.open()) {
                Corrections corrections = periods.corrections(site);
                Retention retention = periods.retention(site);
                for (BillingPeriod period : site.periods().list()) {
                    DateTimeFormatter time =
                            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT)
                                    .withZone(period.zone());
                    int corrected = corrections.of(period).size();
                    out.printf(
                            "%s  %s to %s %s  %s%s%s%s%n",
                            period.name(),
                            time.format(period.from()),
                            time.format(period.to()),
                            period.zone().getId(),
                            period.state().name().toLowerCase(Locale.ROOT),
                            corrected == 0 ? "" : ", corrected " + times(corrected),
                            retention
                                    .removed(period)
                                    .map(removed ->
                                            ", calls removed "
                                                    + removed.removedAt()
                                                            .toString()
                                                            .substring(0, 10))
                                    .orElse(""),
                            corrections.late(period).isEmpty()
                                    ? ""
                                    : ", something has come in since");
                }
                return ExitCode.OK;
            }
        }

        private static String times(int count) {
            return count == 1 ? "once" : count + " times";
        }
    }

    @Command(
            name = "show",
            description =
                    "Shows a period's corrections, what of its calls retention has removed, and the"
                            + " calls and edits that have come in for it since it was sealed or"
                            + " corrected last.")
    static final class Show implements Callable<Integer> {
        @ParentCommand private PeriodCommand periods;
        @Spec private CommandSpec spec;

        @Mixin private PeriodParameter period;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            try (OpenHome site = periods.program.open()) {
                BillingPeriod asked = period.in(site);
                out.println(
                        asked.name()
                                + " is "
                                + asked.state().name().toLowerCase(Locale.ROOT)
                                + ".");
                Corrections corrections = periods.corrections(site);
                for (Correction correction : corrections.of(asked)) {
                    tell(correction, out);
                }
                Optional<RemovedDetail> removed = periods.retention(site).removed(asked);
                removed.ifPresent(gone -> tellGone(gone, out));
                LateChanges late = corrections.late(asked);
                tellLate(late, out);
                if (removed.isPresent() && !late.calls().isEmpty()) {
                    out.println("These came after its calls were removed; they stay unbilled.");
                }
                return ExitCode.OK;
            }
        }

        private static void tellGone(RemovedDetail removed, PrintWriter out) {
            out.printf(
                    Locale.ROOT,
                    "Its call detail was removed on %s by %s (by %s): %,d slices in %,d %s, %,d"
                            + " octets. Usage, statements and the figures of each quarter hour are"
                            + " kept.%n",
                    removed.removedAt(),
                    removed.actor(),
                    removed.reason().column(),
                    removed.slices(),
                    removed.files(),
                    removed.files() == 1 ? "file" : "files",
                    removed.octets());
            if (!removed.archive().isEmpty()) {
                out.println(
                        "Its archive is "
                                + removed.archive()
                                + ", SHA-256 "
                                + removed.archiveHash()
                                + ".");
            }
        }

        private static void tellLate(LateChanges late, PrintWriter out) {
            for (LateChanges.LateCalls calls : late.calls()) {
                out.printf(
                        Locale.ROOT,
                        "late calls   %s  %s: %,d slices, %,d bytes, from %s on%n",
                        calls.committedAt(),
                        calls.stream(),
                        calls.slices(),
                        calls.bytes(),
                        calls.first());
            }
            for (LateChanges.LateEdit edit : late.edits()) {
                out.printf("later edit   %s  %s: %s%n", edit.madeAt(), edit.actor(), edit.what());
            }
        }
    }

    @Command(
            name = "correct",
            description = {
                "Rates a sealed period again, with all calls and edits that are known now, and books"
                        + " what differs from what was charged so far: a debit or credit line for"
                        + " each department and line, on the statements of the oldest open period.",
                "The sealed period stays as it is."
            })
    static final class Correct implements Callable<Integer> {
        @ParentCommand private PeriodCommand periods;
        @Spec private CommandSpec spec;

        @Mixin private PeriodParameter period;

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                defaultValue = "",
                showDefaultValue = Visibility.NEVER,
                description = "Why, kept with the correction.")
        private String reason;

        @Option(names = "--dry-run", description = "Shows the lines and books nothing.")
        private boolean dryRun;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            try (OpenHome site = periods.program.open()) {
                BillingPeriod asked = period.in(site);
                Corrections corrections = periods.corrections(site);
                if (dryRun && asked.isSealed()) {
                    List<CorrectionLine> lines =
                            corrections.preview(
                                    asked, Cancellation.none(), periods.program.progress());
                    tell(lines, out);
                    out.println(
                            lines.isEmpty()
                                    ? "There would be nothing to book."
                                    : "Nothing was booked.");
                    return ExitCode.OK;
                }
                return switch (corrections.correct(
                        asked.name(),
                        reason,
                        periods.program.actor(),
                        Cancellation.none(),
                        periods.program.progress())) {
                    case CorrectionOutcome.Booked(var correction) -> {
                        tell(correction, out);
                        yield ExitCode.OK;
                    }
                    case CorrectionOutcome.UpToDate(var same) -> {
                        out.println(
                                "Nothing has come in for "
                                        + same.name()
                                        + " since it was sealed or corrected last.");
                        yield ExitCode.OK;
                    }
                    case CorrectionOutcome.NotSealed(var open) ->
                            throw new Refused(
                                    open.name()
                                            + " is not sealed: what comes in for it counts with the"
                                            + " next 'flowtally account'.");
                };
            }
        }
    }

    private static void tell(Correction correction, PrintWriter out) {
        out.println(
                "Correction "
                        + correction.number()
                        + (correction.reason().isEmpty() ? "" : " (" + correction.reason() + ")")
                        + correction
                                .total()
                                .map(total ->
                                        ": " + total + ", booked into " + correction.bookedIn())
                                .orElse(": what was charged is right, nothing is booked")
                        + ".");
        tell(correction.lines(), out);
    }

    private static void tell(List<CorrectionLine> lines, PrintWriter out) {
        for (CorrectionLine line : lines) {
            Amount amount = line.amount();
            out.printf(
                    Locale.ROOT,
                    "%s  %-6s  %-24s %,20d bytes %16s  %s%n",
                    line.id(),
                    amount.isZero() ? "" : amount.minor() < 0 ? "credit" : "debit",
                    line.departmentPath(),
                    line.bytes(),
                    amount,
                    line.title());
        }
    }
}
