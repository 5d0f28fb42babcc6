package net.flowtally.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import net.flowtally.collector.journal.Journal;
import net.flowtally.collector.journal.JournalReader;
import net.flowtally.collector.journal.StreamInUse;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.billing.StatementLine;
import net.flowtally.ledger.calls.DetailRemoved;
import net.flowtally.ledger.explain.CallCounts;
import net.flowtally.ledger.explain.CallIdentity;
import net.flowtally.ledger.explain.CallShare;
import net.flowtally.ledger.explain.DrillDown;
import net.flowtally.ledger.explain.ExplainedLine;
import net.flowtally.ledger.explain.Explanation;
import net.flowtally.ledger.explain.SliceShare;
import net.flowtally.ledger.explain.Step;
import net.flowtally.ledger.explain.UsageShare;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.time.Micros;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "explain",
        description = {
            "Follows a statement line down: the figures it was worked out from, and the usage rows,"
                    + " call slices and call records that it is made of. Each level sums to the"
                    + " line in calls, bytes and money; money is spread by bytes.",
            "Below a correction stands what differs from what was charged before, and which late"
                    + " calls or edits it comes from.",
            "Without an option it shows the line, its figures and how much stands behind it. Fails"
                    + " (exit code 1) if a level does not sum to the line."
        })
final class ExplainCommand implements Callable<Integer> {
    /// A column of rows, and its value in one.
    private record Column<T>(String name, Function<T, Object> value) {
        /// The same column of something that has a `T`.
        <S> Column<S> of(Function<S, T> part) {
            return new Column<>(name, part.andThen(value));
        }
    }

    private static final List<Column<UsageShare>> OWNER =
            List.of(
                    new Column<>("quarter", UsageShare::quarter),
                    new Column<>("user", UsageShare::user),
                    new Column<>("workstation", UsageShare::workstation),
                    new Column<>("service", UsageShare::service),
                    new Column<>("zone", UsageShare::zone));
    private static final List<Column<CallIdentity>> ENDPOINTS =
            List.of(
                    new Column<>("caller", CallIdentity::caller),
                    new Column<>("callerPort", CallIdentity::callerPort),
                    new Column<>("callee", CallIdentity::callee),
                    new Column<>("calleePort", CallIdentity::calleePort),
                    new Column<>("protocol", CallIdentity::protocol));
    private static final List<Column<CallCounts>> COUNTS =
            List.of(
                    new Column<>("begun", CallCounts::begun),
                    new Column<>("bytesSent", CallCounts::bytesSent),
                    new Column<>("bytesReceived", CallCounts::bytesReceived),
                    new Column<>("packetsSent", CallCounts::packetsSent),
                    new Column<>("packetsReceived", CallCounts::packetsReceived));
    private static final List<Column<UsageShare>> USAGE =
            joined(
                    List.of(
                            OWNER,
                            List.of(
                                    new Column<>("calls", UsageShare::calls),
                                    new Column<>("bytes", UsageShare::bytes),
                                    new Column<>("packets", UsageShare::packets),
                                    new Column<>("amount", row -> row.amount().decimal()))));
    private static final List<Column<SliceShare>> SLICES =
            joined(
                    List.of(
                            of(OWNER, SliceShare::usage),
                            List.of(
                                    new Column<>("call", slice -> slice.call().id()),
                                    new Column<>("start", SliceShare::start),
                                    new Column<>("end", SliceShare::end),
                                    new Column<>("exporter", SliceShare::exporter)),
                            of(ENDPOINTS, SliceShare::call),
                            of(COUNTS, SliceShare::counts),
                            List.of(
                                    new Column<>("amount", slice -> slice.amount().decimal()),
                                    new Column<>("stream", SliceShare::stream),
                                    new Column<>("firstPosition", SliceShare::firstPosition),
                                    new Column<>("lastPosition", SliceShare::lastPosition))));
    private static final List<Column<CallShare>> CALLS =
            joined(
                    List.of(
                            List.of(
                                    new Column<>("call", call -> call.call().id()),
                                    new Column<>("start", CallShare::start),
                                    new Column<>("end", CallShare::end)),
                            of(ENDPOINTS, CallShare::call),
                            List.of(new Column<>("slices", CallShare::slices)),
                            of(COUNTS, CallShare::counts),
                            List.of(new Column<>("amount", call -> call.amount().decimal()))));
    private static final List<String> FIGURES = List.of("step", "what", "exact", "amount");

    private static <S, T> List<Column<S>> of(List<Column<T>> columns, Function<S, T> part) {
        return columns.stream().map(column -> column.of(part)).toList();
    }

    private static <T> List<Column<T>> joined(List<List<Column<T>>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }

    @ParentCommand private FlowtallyCommand program;
    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "LINE",
            description =
                    "The id of a line of a statement, as in 2026-03-0001-01, or of a correction, as in"
                            + " 2026-03-C1-01.")
    private String id;

    @ArgGroup private Level level = new Level();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "csv",
            description = "How rows are written: csv or json (default: ${DEFAULT-VALUE}).")
    private RowOutput.Format format;

    /// How far down.
    private static final class Level {
        @Option(
                names = "--figures",
                description = "The figures that it was worked out from, step by step.")
        private boolean figures;

        @Option(names = "--usage", description = "Its usage rows.")
        private boolean usage;

        @Option(
                names = "--slices",
                description = "Its call slices, with their places in the journal.")
        private boolean slices;

        @Option(names = "--calls", description = "Its call records.")
        private boolean calls;

        @Option(
                names = "--call",
                paramLabel = "ID",
                defaultValue = "",
                showDefaultValue = Visibility.NEVER,
                description =
                        "The slices of one call, and what the journal has of their first and last"
                                + " update while it is kept.")
        private String call = "";
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (OpenHome site = program.open()) {
            DrillDown drill = new DrillDown(site.store(), site.archive(), site.usage());
            ExplainedLine line = drill.line(id, Cancellation.none());
            Progress progress = program.progress();
            if (level.figures) {
                try (Rows written = format.to(out, FIGURES)) {
                    write(drill.explain(line, Cancellation.none(), progress), written);
                }
                return ExitCode.OK;
            }
            List<UsageShare> rows = drill.usage(line, Cancellation.none());
            if (level.usage) {
                try (Rows written = format.to(out, names(USAGE))) {
                    rows.forEach(row -> write(USAGE, row, written));
                }
            } else if (level.slices) {
                try (Rows written = format.to(out, names(SLICES))) {
                    drill.slices(
                            line,
                            rows,
                            slice -> write(SLICES, slice, written),
                            Cancellation.none(),
                            progress);
                }
            } else if (level.calls) {
                try (Rows written = format.to(out, names(CALLS))) {
                    drill.calls(line, rows, Cancellation.none(), progress)
                            .forEach(call -> write(CALLS, call, written));
                }
            } else if (!level.call.isEmpty()) {
                tellCall(site.home(), drill, line, rows, out);
            } else {
                tell(line, drill.explain(line, Cancellation.none(), progress));
                tell(line, rows, drill, progress);
            }
            return ExitCode.OK;
        }
    }

    private void tell(ExplainedLine line, Explanation explanation) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%s of %s, %s%s%n",
                line.line().id(),
                line.statement().period().name(),
                line.statement().departmentPath(),
                line.statement().isDraft() ? " (a draft: its id may change until the seal)" : "");
        for (StatementLine each : line.lines()) {
            out.printf(
                    Locale.ROOT,
                    "%s  %-40s %,12d calls %,20d bytes %16s%n",
                    each.id(),
                    each.title(),
                    each.calls(),
                    each.bytes(),
                    each.amount());
        }
        out.println();
        out.println("How " + line.line().id() + " comes to " + line.line().amount() + ":");
        explanation.facts().forEach(fact -> out.println("  " + fact));
        for (Step step : explanation.steps()) {
            switch (step) {
                case Step.Product product ->
                        out.printf(
                                "  %s = %s, rounded %s%n",
                                product.what(), product.exact().toPlainString(), product.amount());
                case Step.Sum sum -> {
                    out.println("  " + sum.what() + ":");
                    sum.parts().forEach(part -> tell(part.what(), part.amount(), out));
                    if (sum.parts().size() != 1) {
                        tell(sum.parts().isEmpty() ? "nothing" : "together", sum.amount(), out);
                    }
                }
            }
        }
    }

    private static void tell(String what, Amount amount, PrintWriter out) {
        out.printf("    %-72s %16s%n", what, amount);
    }

    /// How much stands behind a line, as far down as it is kept.
    private void tell(
            ExplainedLine line, List<UsageShare> rows, DrillDown drill, Progress progress) {
        if (!line.hasUsage()) {
            return;
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println();
        if (line.lines().size() > 1) {
            out.printf(
                    Locale.ROOT,
                    "The lines above rest on the same usage: together %,d calls, %,d bytes, %s.%n",
                    line.calls(),
                    line.bytes(),
                    line.amount());
        }
        try {
            Collection<CallShare> calls = drill.calls(line, rows, Cancellation.none(), progress);
            long slices = calls.stream().mapToLong(CallShare::slices).sum();
            out.printf(
                    Locale.ROOT,
                    line.isCorrection()
                            ? "%,d usage rows, %,d call slices and %,d call records differ from what"
                                    + " was charged before: each level sums to it, to the byte and"
                                    + " the smallest unit of money.%n"
                            : "%,d usage rows, %,d call slices and %,d call records: each sums to it,"
                                    + " to the byte and the smallest unit of money.%n",
                    rows.size(),
                    slices,
                    calls.size());
        } catch (DetailRemoved e) {
            out.printf(
                    Locale.ROOT,
                    "%,d usage rows: they sum to it, to the byte and the smallest unit of money."
                            + " %s%n",
                    rows.size(),
                    e.getMessage());
        }
    }

    private void tellCall(
            Home home,
            DrillDown drill,
            ExplainedLine line,
            List<UsageShare> rows,
            PrintWriter out) {
        int[] found = new int[1];
        drill.slices(
                line,
                rows,
                slice -> {
                    if (slice.call().id().equals(level.call)) {
                        found[0]++;
                        tell(home, slice, out);
                    }
                },
                Cancellation.none(),
                program.progress());
        if (found[0] == 0) {
            throw new Refused("The line " + id + " has no call " + level.call + ".");
        }
    }

    private static void tell(Home home, SliceShare slice, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s  %s:%d to %s:%d  protocol %d  %,d bytes sent, %,d received  %s%n",
                slice.usage().quarter(),
                slice.call().caller(),
                slice.call().callerPort(),
                slice.call().callee(),
                slice.call().calleePort(),
                slice.call().protocol(),
                slice.counts().bytesSent(),
                slice.counts().bytesReceived(),
                slice.amount());
        if (slice.stream().isEmpty()) {
            out.println("  slices of several journals are joined in it");
            return;
        }
        if (!Files.isDirectory(home.journal(slice.stream()))) {
            out.println("  the journal " + slice.stream() + " is no longer kept");
            return;
        }
        try (Journal journal =
                Journal.open(home.journal(slice.stream()), home.lock(), slice.stream())) {
            tell(journal, slice.firstPosition(), out);
            if (slice.lastPosition() != slice.firstPosition()) {
                tell(journal, slice.lastPosition(), out);
            }
        } catch (StreamInUse _) {
            out.printf(
                    "  journal %s, positions %d to %d (its collector is running; stop it to see the"
                            + " entries)%n",
                    slice.stream(), slice.firstPosition(), slice.lastPosition());
        }
    }

    private static void tell(Journal journal, long position, PrintWriter out) {
        if (position < journal.start()) {
            out.printf("  journal %s, position %d: no longer kept%n", journal.stream(), position);
            return;
        }
        try (JournalReader reader = journal.reader(position)) {
            if (!reader.next() || reader.position() != position) {
                out.printf(
                        "  journal %s, position %d: there is no whole entry%n",
                        journal.stream(), position);
                return;
            }
            Instant received = Micros.instant(reader.receivedAt());
            out.printf(
                    "  journal %s, position %d: %d octets from %s, received %s%n",
                    journal.stream(),
                    position,
                    reader.payloadLength(),
                    new Address(reader.sourceHi(), reader.sourceLo()),
                    received);
        }
    }

    private static void write(Explanation explanation, Rows rows) {
        int number = 0;
        for (Step step : explanation.steps()) {
            number++;
            switch (step) {
                case Step.Product product ->
                        write(
                                rows,
                                number,
                                product.what(),
                                product.exact(),
                                product.amount().decimal());
                case Step.Sum sum -> {
                    for (Step.Part part : sum.parts()) {
                        write(rows, number, part.what(), "", part.amount().decimal());
                    }
                    write(rows, number, "sum: " + sum.what(), "", sum.amount().decimal());
                }
            }
        }
    }

    private static <T> List<String> names(List<Column<T>> columns) {
        return columns.stream().map(Column::name).toList();
    }

    private static <T> void write(List<Column<T>> columns, T from, Rows rows) {
        write(rows, columns.stream().map(column -> column.value().apply(from)).toArray());
    }

    private static void write(Rows rows, Object... values) {
        try {
            rows.row(values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
