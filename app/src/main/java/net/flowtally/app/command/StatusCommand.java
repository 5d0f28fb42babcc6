package net.flowtally.app.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.calls.CollectionStatuses;
import net.flowtally.ledger.exporter.CollectionStatus;
import net.flowtally.ledger.exporter.NamedFigure;
import net.flowtally.ledger.exporter.NamedFigures;
import net.flowtally.ledger.retention.DetailForecast;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        description = {
            "Tells what has been heard from which exporter, as far as it is committed, and what"
                    + " became of it. Works while 'collect' runs, and when it does not.",
            "",
            "Bytes are those of 'calls', duplicates, held and outside together, with those of calls that"
                    + " retention has removed. The last line is about the disk."
        })
final class StatusCommand implements Callable<Integer> {
    @ParentCommand private FlowtallyCommand program;
    @Spec private CommandSpec spec;

    @Option(names = "--json", description = "As one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        try (OpenHome site = program.open()) {
            CollectionStatus status =
                    new CollectionStatuses(site.store(), site.archive()).read(Cancellation.none());
            List<NamedFigure> lfap = new NamedFigures(site.store()).all();
            DetailForecast detail = DetailForecast.read(site.home(), site.store());
            StatusText text = new StatusText(spec.commandLine().getOut());
            if (json) {
                text.writeJson(status, lfap, detail);
            } else {
                text.writeTable(status);
                text.writeLfap(lfap);
                spec.commandLine().getOut().println(DetailWords.line(detail));
            }
            return ExitCode.OK;
        }
    }
}
