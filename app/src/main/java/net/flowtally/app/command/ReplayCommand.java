package net.flowtally.app.command;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import net.flowtally.collector.stream.Replay;
import net.flowtally.collector.stream.ReplayOptions;
import net.flowtally.collector.stream.ReplayOutcome;
import net.flowtally.ledger.address.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "replay",
        description = {
            "Puts recorded datagrams into the ledger as if they had been received at their own"
                    + " times.",
            "",
            "Files are packet captures (pcap, pcapng) or bare datagram payloads (.dat, .bin); those"
                    + " given together are one stream, in the order given. A file that was replayed"
                    + " before is refused without --again."
        })
final class ReplayCommand implements Callable<Integer> {
    @ParentCommand private FlowtallyCommand program;
    @Spec private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "What to replay.")
    private List<Path> files;

    @Option(
            names = "--as",
            paramLabel = "ADDR",
            defaultValue = "::",
            showDefaultValue = Visibility.NEVER,
            description =
                    "Replays all datagrams as sent by this exporter; bare payloads are otherwise"
                            + " taken as from 127.0.0.1.")
    private Address source;

    @Option(
            names = "--again",
            description = "Replays files that were replayed before, and counts them once more.")
    private boolean again;

    @Override
    public Integer call() {
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new ParameterException(spec.commandLine(), "There is no file " + file + ".");
            }
        }
        try (OpenHome site = program.open()) {
            ReplayOutcome outcome =
                    new Replay(site.home(), site.store(), program.clock())
                            .run(
                                    new ReplayOptions(files, source, again),
                                    (journalled, processed) -> {});
            tell(outcome, spec.commandLine().getOut());
            return ExitCode.OK;
        }
    }

    private static void tell(ReplayOutcome outcome, PrintWriter out) {
        out.printf(
                "%,d datagrams, %,d flow records, %,d call slices; stream %s%n",
                outcome.datagrams(), outcome.records(), outcome.slices(), outcome.stream());
        if (outcome.otherPackets() > 0) {
            out.printf("%,d packets that are no UDP were left out.%n", outcome.otherPackets());
        }
        if (outcome.incomplete() > 0) {
            out.printf(
                    "%,d datagrams were left out because the capture lacks fragments of them.%n",
                    outcome.incomplete());
        }
        if (outcome.cut() > 0) {
            out.printf(
                    "%,d datagrams are cut off in the capture; what is there was replayed.%n",
                    outcome.cut());
        }
    }
}
