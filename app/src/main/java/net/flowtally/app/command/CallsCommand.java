package net.flowtally.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.explore.CallAnswer;
import net.flowtally.ledger.explore.CallExplorer;
import net.flowtally.ledger.explore.CallQuestion;
import net.flowtally.ledger.explore.CallRecord;
import net.flowtally.ledger.explore.CallSort;
import net.flowtally.ledger.explore.Filter;
import net.flowtally.ledger.time.Span;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "calls",
        description = {
            "Writes call records, at full precision, in the order of their start.",
            "Sent and received are as the caller sees them; every byte is counted once."
        })
final class CallsCommand implements Callable<Integer> {
    private static final List<String> COLUMNS =
            List.of(
                    "start",
                    "end",
                    "exporter",
                    "caller",
                    "callee",
                    "protocol",
                    "callerPort",
                    "calleePort",
                    "service",
                    "bytesSent",
                    "bytesReceived",
                    "packetsSent",
                    "packetsReceived",
                    "department",
                    "user",
                    "workstation",
                    "zone",
                    "category",
                    "exactCharge",
                    "id");

    @ParentCommand private FlowtallyCommand program;
    @Spec private CommandSpec spec;
    @Mixin private Interval interval;
    @Mixin private RowOutput output;

    @Option(
            names = "--filter",
            paramLabel = "F",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description =
                    "Only calls that match, as in 'caller = 10.1.0.0/16 & service != dns & bytes >"
                            + " 1000000'.")
    private String filter;

    @Override
    public Integer call() throws IOException {
        Filter wanted = filter.isBlank() ? Filter.ALL : Filter.parse(filter);
        PrintWriter out = spec.commandLine().getOut();
        try (OpenHome site = program.open()) {
            Span asked = interval.in(site.zone());
            CallExplorer explorer = new CallExplorer(site.home(), site.store(), site.archive());
            CallQuestion question = CallQuestion.of(asked.from(), asked.to()).with(wanted);
            try (CallAnswer answer =
                            explorer.find(question, Cancellation.none(), program.progress());
                    Rows rows = output.to(out, COLUMNS)) {
                answer.forEach(CallSort.BY_START, call -> write(call, rows));
            }
            return ExitCode.OK;
        }
    }

    private static void write(CallRecord call, Rows rows) {
        try {
            rows.row(
                    call.start(),
                    call.end(),
                    call.exporter(),
                    call.caller(),
                    call.callee(),
                    call.protocol(),
                    call.callerPort(),
                    call.calleePort(),
                    call.service(),
                    call.bytesSent(),
                    call.bytesReceived(),
                    call.packetsSent(),
                    call.packetsReceived(),
                    call.department(),
                    call.user(),
                    call.workstation(),
                    call.zone(),
                    call.category(),
                    call.exactCharge(),
                    call.id());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
