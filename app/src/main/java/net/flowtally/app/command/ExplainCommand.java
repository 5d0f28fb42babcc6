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
import net.flowtally.collector.journal.Journal;
import net.flowtally.collector.journal.JournalReader;
import net.flowtally.collector.journal.StreamInUse;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.billing.StatementLine;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.explain.CallShare;
import net.flowtally.ledger.explain.DrillDown;
import net.flowtally.ledger.explain.ExplainedLine;
import net.flowtally.ledger.explain.SliceShare;
import net.flowtally.ledger.explain.UsageShare;
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
            "Follows a statement line down to what it is made of: usage rows, call slices, call"
                    + " records. Each level sums to the line in calls, bytes and money; money is"
                    + " spread by bytes.",
            "Without an option it shows the line and how much stands behind it. Fails (exit code"
                    + " 1) if a level does not sum to the line."
        })
final class ExplainCommand implements Callable<Integer> {
    private static final List<String> USAGE =
            List.of(
                    "quarter",
                    "user",
                    "workstation",
                    "service",
                    "zone",
                    "calls",
                    "bytes",
                    "packets",
                    "amount");
    private static final List<String> SLICES =
            List.of(
                    "quarter",
                    "user",
                    "workstation",
                    "service",
                    "zone",
                    "call",
                    "start",
                    "end",
                    "exporter",
                    "caller",
                    "callerPort",
                    "callee",
                    "calleePort",
                    "protocol",
                    "begun",
                    "bytesSent",
                    "bytesReceived",
                    "packetsSent",
                    "packetsReceived",
                    "amount",
                    "stream",
                    "firstPosition",
                    "lastPosition");
    private static final List<String> CALLS =
            List.of(
                    "call",
                    "start",
                    "end",
                    "caller",
                    "callerPort",
                    "callee",
                    "calleePort",
                    "protocol",
                    "slices",
                    "begun",
                    "bytesSent",
                    "bytesReceived",
                    "packetsSent",
                    "packetsReceived",
                    "amount");

    @ParentCommand private FlowtallyCommand program;
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "LINE", description = "The id of a line, as in 2026-03-0001-01.")
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
        try (OpenHome site = program.open();
                UsageReader usage = new UsageReader(site.home(), site.store())) {
            CallArchive archive = new CallArchive(site.home(), site.store(), program.clock());
            DrillDown drill = new DrillDown(site.store(), archive, usage);
            ExplainedLine line = drill.line(id, Cancellation.none());
            List<UsageShare> rows = drill.usage(line, Cancellation.none());
            if (level.usage) {
                try (Rows written = format.to(out, USAGE)) {
                    rows.forEach(row -> write(row, written));
                }
            } else if (level.slices) {
                try (Rows written = format.to(out, SLICES)) {
                    drill.slices(
                            line,
                            rows,
                            slice -> write(slice, written),
                            Cancellation.none(),
                            program.progress());
                }
            } else if (level.calls) {
                try (Rows written = format.to(out, CALLS)) {
                    drill.calls(line, rows, Cancellation.none(), program.progress())
                            .forEach(call -> write(call, written));
                }
            } else if (!level.call.isEmpty()) {
                tellCall(site.home(), drill, line, rows, out);
            } else {
                tell(line, rows, drill.calls(line, rows, Cancellation.none(), program.progress()));
            }
            return ExitCode.OK;
        }
    }

    private void tell(ExplainedLine line, List<UsageShare> rows, Collection<CallShare> calls) {
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
        if (!line.hasUsage()) {
            out.println(
                    "No usage of this period stands behind it."
                            + (line.line().reference().isEmpty()
                                    ? ""
                                    : " It is for: " + line.line().reference() + "."));
            return;
        }
        if (line.lines().size() > 1) {
            out.printf(
                    Locale.ROOT,
                    "These rest on the same usage: together %,d calls, %,d bytes, %s.%n",
                    line.calls(),
                    line.bytes(),
                    line.amount());
        }
        long slices = calls.stream().mapToLong(CallShare::slices).sum();
        out.printf(
                Locale.ROOT,
                "%,d usage rows, %,d call slices and %,d call records: each sums to it, to the byte"
                        + " and the smallest unit of money.%n",
                rows.size(),
                slices,
                calls.size());
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
                    if (slice.call().equals(level.call)) {
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
                slice.caller(),
                slice.callerPort(),
                slice.callee(),
                slice.calleePort(),
                slice.protocol(),
                slice.bytesSent(),
                slice.bytesReceived(),
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

    private static void write(UsageShare row, Rows rows) {
        write(
                rows,
                row.quarter(),
                row.user(),
                row.workstation(),
                row.service(),
                row.zone(),
                row.calls(),
                row.bytes(),
                row.packets(),
                row.amount().decimal());
    }

    private static void write(SliceShare slice, Rows rows) {
        write(
                rows,
                slice.usage().quarter(),
                slice.usage().user(),
                slice.usage().workstation(),
                slice.usage().service(),
                slice.usage().zone(),
                slice.call(),
                slice.start(),
                slice.end(),
                slice.exporter(),
                slice.caller(),
                slice.callerPort(),
                slice.callee(),
                slice.calleePort(),
                slice.protocol(),
                slice.begun(),
                slice.bytesSent(),
                slice.bytesReceived(),
                slice.packetsSent(),
                slice.packetsReceived(),
                slice.amount().decimal(),
                slice.stream(),
                slice.firstPosition(),
                slice.lastPosition());
    }

    private static void write(CallShare call, Rows rows) {
        write(
                rows,
                call.call(),
                call.start(),
                call.end(),
                call.caller(),
                call.callerPort(),
                call.callee(),
                call.calleePort(),
                call.protocol(),
                call.slices(),
                call.begun(),
                call.bytesSent(),
                call.bytesReceived(),
                call.packetsSent(),
                call.packetsReceived(),
                call.amount().decimal());
    }

    private static void write(Rows rows, Object... values) {
        try {
            rows.row(values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
