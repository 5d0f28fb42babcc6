package net.flowtally.app.command;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import net.flowtally.ledger.LedgerException;
import net.flowtally.ledger.imports.ImportOutcome;
import net.flowtally.ledger.imports.SavedSource;
import net.flowtally.ledger.imports.SavedSources;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "sources",
        description = {
            "Lists the imports that are saved by name, when they ran last and what came of it; or"
                    + " runs them again.",
            "To synchronise by the clock, let a scheduler of the system call 'import sources"
                    + " --run-due' every few minutes. What failed is due again at once."
        })
final class ImportSourcesCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @ArgGroup private Choice choice = new Choice();

    @Option(names = "--dry-run", description = "Only tell what a run would change.")
    private boolean dryRun;

    @Option(
            names = "--even-most",
            description = "Let it end even more than half of what a source said, this time.")
    private boolean evenMost;

    private static final class Choice {
        @Option(names = "--run", paramLabel = "NAME", split = ",", description = "Run these now.")
        private List<String> run = List.of();

        @Option(
                names = "--run-due",
                description = "Run all whose time (--every) since their last run is over.")
        private boolean runDue;

        @Option(names = "--remove", paramLabel = "NAME", description = "Forget this one.")
        private String remove = "";
    }

    @Override
    public Integer call() {
        FlowtallyCommand program = FlowtallyCommand.of(spec);
        try (OpenHome site = program.open()) {
            SavedSources sources = new SavedSources(site.store());
            if (!choice.remove.isEmpty()) {
                sources.remove(known(sources, choice.remove), program.actor());
                return ExitCode.OK;
            }
            if (choice.runDue) {
                return run(site, sources, sources.due(program.clock().instant()));
            }
            if (!choice.run.isEmpty()) {
                List<SavedSource> asked = new ArrayList<>();
                choice.run.forEach(name -> asked.add(known(sources, name)));
                return run(site, sources, asked);
            }
            list(sources);
            return ExitCode.OK;
        }
    }

    private static SavedSource known(SavedSources sources, String name) {
        return sources.find(name)
                .orElseThrow(() -> new Refused("Nothing is saved under " + name + "."));
    }

    private void list(SavedSources sources) {
        PrintWriter out = spec.commandLine().getOut();
        for (SavedSource source : sources.list()) {
            out.println(source.name());
            new TreeMap<>(source.settings())
                    .forEach((key, value) -> out.println("    " + key + "  " + value));
            source.last()
                    .ifPresent(last ->
                            out.println(
                                    "    last run  "
                                            + last.at()
                                            + (last.good() ? "  " : "  FAILED  ")
                                            + last.words()));
        }
    }

    /// One that fails does not keep the others from being run.
    private int run(OpenHome site, SavedSources sources, List<SavedSource> asked) {
        FlowtallyCommand program = FlowtallyCommand.of(spec);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        ImportRun runner = new ImportRun(program, site, out, err, dryRun);
        int exit = ExitCode.OK;
        for (SavedSource source : asked) {
            out.println(source.name() + ":");
            Instant at = program.clock().instant();
            boolean good;
            String words;
            try {
                ImportOutcome outcome =
                        runner.run(
                                source.name(),
                                new ImportTask(source.settings()),
                                Optional.empty(),
                                evenMost);
                good = ImportRun.isWhole(outcome);
                words = ImportRun.summary(outcome);
            } catch (LedgerException | Refused e) {
                good = false;
                words = String.valueOf(e.getMessage());
                err.println("flowtally: " + source.name() + ": " + words);
            }
            if (!dryRun) {
                sources.ran(source.name(), at, good, words);
            }
            exit = good ? exit : ExitCode.FAILED;
        }
        return exit;
    }
}
