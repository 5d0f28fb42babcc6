package net.flowtally.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.accounting.UsageRow;
import net.flowtally.ledger.time.Span;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "usage",
        description = {
            "Writes usage by quarter hour, owner, service, zone and category, at full precision, as"
                    + " it was accounted last.",
            "Sent and received are as the payer sees them. The charge is the row's share of its"
                    + " statement line."
        })
final class UsageCommand implements Callable<Integer> {
    private static final List<String> COLUMNS =
            List.of(
                    "quarter",
                    "department",
                    "user",
                    "workstation",
                    "service",
                    "zone",
                    "category",
                    "band",
                    "calls",
                    "bytesSent",
                    "bytesReceived",
                    "packetsSent",
                    "packetsReceived",
                    "charge",
                    "currency");

    @ParentCommand private FlowtallyCommand program;
    @Spec private CommandSpec spec;
    @Mixin private Interval interval;
    @Mixin private RowOutput output;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (OpenHome site = program.open()) {
            Span asked = interval.in(site.zone());
            try (Rows rows = output.to(out, COLUMNS)) {
                site.usage()
                        .rows(
                                asked.from(),
                                asked.to(),
                                row -> write(row, rows),
                                Cancellation.none());
            }
            return ExitCode.OK;
        }
    }

    private static void write(UsageRow row, Rows rows) {
        try {
            rows.row(
                    row.quarter(),
                    row.department(),
                    row.user(),
                    row.workstation(),
                    row.service(),
                    row.zone(),
                    row.category(),
                    row.band().name().toLowerCase(Locale.ROOT),
                    row.calls(),
                    row.bytesSent(),
                    row.bytesReceived(),
                    row.packetsSent(),
                    row.packetsReceived(),
                    row.charge().decimal(),
                    row.charge().currency().getCurrencyCode());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
